private import Signing

/// What records come to, in whatever order they are read: how many, and the sum mod 2^128 of the first 128 bits
/// of SHA-256 over the line that each has in the canonical export.
///
/// It finds damage. It proves nothing against somebody who can choose records: sums of hashes can be
/// forged.
package struct StateSum: Hashable, Sendable {
    package static let length = 16
    package static let zero = StateSum(records: 0, sum: 0)

    package let records: Int64
    private let sum: UInt128

    private init(records: Int64, sum: UInt128) {
        self.records = records
        self.sum = sum
    }

    /// Reads `bytes`; `nil` where they are not sixteen.
    package init?(records: Int64, bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.init(records: records, beginning: bytes)
    }

    /// Reads the first sixteen bytes.
    fileprivate init(records: Int64, beginning bytes: [UInt8]) {
        let sum = bytes.prefix(Self.length).reduce(0) { $0 << 8 | UInt128($1) }
        self.init(records: records, sum: sum)
    }

    /// The sum, most significant byte first.
    package var bytes: [UInt8] { withUnsafeBytes(of: sum.bigEndian) { Array($0) } }

    package static func + (left: StateSum, right: StateSum) -> StateSum {
        StateSum(records: left.records &+ right.records, sum: left.sum &+ right.sum)
    }

    package static func - (left: StateSum, right: StateSum) -> StateSum {
        StateSum(records: left.records &- right.records, sum: left.sum &- right.sum)
    }

    package static func += (left: inout StateSum, right: StateSum) { left = left + right }

    // MARK: As it travels

    package var members: [JSONValue.Member] {
        [
            JSONValue.Member("count", .integer(records)),
            JSONValue.Member("hash", .string(bytes.hex)),
        ]
    }

    package init?(json: JSONValue) {
        guard let records = json["count"]?.integer, records >= 0,
            let bytes = json["hash"]?.string.flatMap([UInt8].init(hex:))
        else { return nil }
        self.init(records: records, bytes: bytes)
    }
}

/// Sums records, one hash context for all.
package struct StateSummer {
    private let hasher = SHA256()

    package init() {}

    /// The sum of one record.
    package func sum(of record: CanonicalRecord) -> StateSum { sum(ofLine: record.line) }

    /// The sum of the record that has this line.
    package func sum(ofLine line: [UInt8]) -> StateSum {
        StateSum(records: 1, beginning: hasher.digest(line))
    }

    /// The sum of an aggregate's records that the canonical export has.
    package func sum(of state: AggregateState, _ aggregate: RecordID) -> StateSum {
        state.records.reduce(into: .zero) { total, record in
            guard record.kind.isExported, state.shows(record) else { return }
            total += sum(ofLine: record.line(in: aggregate))
        }
    }
}
