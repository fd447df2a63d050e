import Glibc

/// The operating system's random numbers, fetched a block at a time: an import of a hundred thousand
/// rows needs half a million, and a system call for each would cost more than the rest of an id.
package struct SystemRandom: RandomNumberGenerator {
    private var block: [UInt64] = []

    private static let blockLength = 512

    package init() {}

    package mutating func next() -> UInt64 {
        if block.isEmpty {
            block = [UInt64](repeating: 0, count: Self.blockLength)
            arc4random_buf(&block, Self.blockLength * MemoryLayout<UInt64>.size)
        }
        return block.removeLast()
    }
}
