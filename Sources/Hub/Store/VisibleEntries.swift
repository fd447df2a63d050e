import GRDB
import Storage
import SyncCore

/// What an organisation sees of the log, in the order in which it sees it, each instrument's ops together with the
/// first of them.
struct VisibleEntries {
    private let entries: PreparedStatement
    /// The first entry about an aggregate, and whether there are more.
    private let first: PreparedStatement
    private let all: PreparedStatement
    private let marks: PreparedStatement
    private let reader = EntryReader()
    /// The epochs, each with the number of its first entry, the newest first.
    private let epochs: [(epoch: Int, fromSeq: Int64)]
    private var newest = (seq: Int64(0), mark: Mark.origin)

    /// An entry as others read it.
    struct Entry {
        let op: StampedOp
        /// Its body in canonical form.
        let body: [UInt8]?
        /// Since which number the organisation sees it.
        let place: Int64
        /// Where it is the first about its aggregate, all ops of that, in the order of the log.
        let aggregate: [StampedOp]?
    }

    init(of organisation: String, in database: Database) throws {
        entries = try PreparedStatement(
            """
            SELECT \(EntryReader.bareColumns), visible.at_seq
            FROM visible JOIN log ON log.seq = visible.log_seq
            WHERE visible.organisation = ?
            ORDER BY visible.at_seq, visible.log_seq
            """,
            in: database
        )
        entries.bind(1, organisation)
        first = try PreparedStatement(
            "SELECT seq FROM log WHERE aggregate = ? ORDER BY seq LIMIT 2",
            in: database
        )
        all = try PreparedStatement(
            "SELECT \(EntryReader.columns) FROM log WHERE log.aggregate = ? ORDER BY seq",
            in: database
        )
        marks = try PreparedStatement("SELECT mark FROM log WHERE seq = ?", in: database)
        epochs = try EpochRows.all(database)
    }

    /// The next entry; `nil` at the end.
    ///
    /// - Throws: `HubError.damaged` where the log is not what was received.
    mutating func next() throws -> Entry? {
        guard try entries.step() else { return nil }
        let seq = entries.integer(0)
        let epoch = epochs.first { $0.fromSeq <= seq }?.epoch ?? 1
        let stamp = try reader.stamp(entries, epoch: epoch, after: mark(before: seq))
        let (op, body) = try reader.entry(entries, stamp)
        let sent = op.asSent
        newest = (seq, Mark(stored: entries.blob(23)) ?? .origin)
        return Entry(
            op: sent,
            body: op.isForAll ? sent.body?.canonical : body,
            place: entries.integer(EntryReader.columnCount),
            aggregate: try aggregate(beginningWith: sent)
        )
    }

    /// Most entries of a large organisation follow each other.
    private func mark(before seq: Int64) throws -> Mark? {
        if newest.seq == seq - 1 { return newest.mark }
        if seq == 1 { return .origin }
        marks.bind(1, seq - 1)
        defer { marks.reset() }
        return try marks.step() ? Mark(stored: marks.blob(0)) : nil
    }

    /// Whoever sees one entry about an aggregate sees all of them.
    private func aggregate(beginningWith op: StampedOp) throws -> [StampedOp]? {
        first.bind(1, op.header.aggregate.description)
        defer { first.reset() }
        guard try first.step(), first.integer(0) == op.stamp.seq else { return nil }
        guard try first.step() else { return [op] }
        all.bind(1, op.header.aggregate.description)
        var ops: [StampedOp] = []
        while try all.step() { ops.append(try reader.stamped(all).asSent) }
        return ops
    }

    /// Gives up the rest.
    func end() { entries.reset() }
}
