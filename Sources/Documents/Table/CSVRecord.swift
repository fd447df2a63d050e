/// One record of a table: its cells end to end, with no storage of their own.
package struct CSVRecord: Sendable {
    /// The place of the record in the file, counted from 1.
    package internal(set) var number = 0
    /// All cells, quotes removed, one after the other.
    package internal(set) var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`.
    package internal(set) var ends: [Int] = []

    /// How many cells the record has.
    package var count: Int { ends.count }

    /// Lends the bytes of one cell.
    @inline(__always)
    package func withField<Result>(
        _ index: Int,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = index == 0 ? 0 : ends[index - 1]
        return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[start..<ends[index]])) }
    }

    /// One cell as text.
    package func string(_ index: Int) -> String {
        withField(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// All cells as text.
    package var strings: [String] {
        (0..<count).map(string)
    }

    mutating func begin() {
        number += 1
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}
