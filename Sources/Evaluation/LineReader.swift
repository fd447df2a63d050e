import Glibc

/// Reads lines from an open file, one after the other; its memory does not grow with the file, nor
/// with a line.
package struct LineReader: ~Copyable {
    /// One line without its end.
    package enum Line {
        case bytes([UInt8])
        /// Longer than the limit; what it said is gone.
        case tooLong
    }

    /// More than any sensible line: a user unit with some thousand facts.
    package static let lengthMax = 1 << 20

    /// Editors on Windows put it before the first line; it says nothing.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let descriptor: Int32
    private let lengthMax: Int
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private var position = 0
    private var end = 0
    private var isFirst = true

    /// Reads from a descriptor, which stays the caller's to close.
    package init(descriptor: Int32, lengthMax: Int = LineReader.lengthMax) {
        self.descriptor = descriptor
        self.lengthMax = lengthMax
    }

    /// The next line, `nil` at the end. A last line without an end counts; an end without a line
    /// after it starts none.
    package mutating func next() throws(ReadError) -> Line? {
        var line: [UInt8] = []
        var isTooLong = false
        var hasBegun = false
        while true {
            if position == end { try fill() }
            guard position < end else { break }
            hasBegun = true
            let stop = newline() ?? end
            if !isTooLong, line.count + (stop - position) <= lengthMax {
                line.append(contentsOf: chunk[position..<stop])
            } else {
                isTooLong = true
                line = []
            }
            position = min(stop + 1, end)
            if stop < end { break }
        }
        guard hasBegun else { return nil }
        if isFirst, line.starts(with: Self.byteOrderMark) {
            line.removeFirst(Self.byteOrderMark.count)
        }
        isFirst = false
        return isTooLong ? .tooLong : .bytes(line)
    }

    private func newline() -> Int? {
        chunk.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + position, 0x0A, end - position)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func fill() throws(ReadError) {
        position = 0
        end = 0
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ReadError(errno: errno) }
            end = count
            return
        }
    }
}

/// The operating system could not read on.
package struct ReadError: Error {
    package let errno: Int32
}
