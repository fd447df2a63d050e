import GRDB
import LocalStore
package import Policy
import Signing
package import SyncCore

extension SQLiteHubStore {
    /// Entries that are handed to the writer together, and how often so many are ahead of it.
    private static let entriesPerBatch = 64
    private static let batchesAhead = 4

    /// Entries in their order, and the place up to which all of them come.
    private struct Batch: Sendable {
        let head: SyncCore.Cursor
        var entries: [SnapshotEntry] = []
    }

    package func snapshot(
        of organisation: String,
        on day: Day,
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> SyncCore.Cursor {
        let buffer = BoundedBuffer<Batch>(capacity: Self.batchesAhead)
        // One thread reads and proves the entries, another writes the rows.
        async let written: Void = FileQueue.run {
            do { try Self.write(from: buffer, on: day, to: path) } catch {
                buffer.fail(error)
                throw error
            }
        }
        let head: SyncCore.Cursor
        do {
            head = try await read { database in
                try Self.read(for: organisation, in: database, into: buffer, progress)
            }
        } catch {
            buffer.fail(error)
            throw error
        }
        try await written
        return head
    }

    private static func read(
        for organisation: String,
        in database: Database,
        into buffer: BoundedBuffer<Batch>,
        _ progress: (_ percent: Int) throws -> Void
    ) throws -> SyncCore.Cursor {
        // The first statement fixes the moment; sites go on writing meanwhile.
        let head = try EpochRows.head(database)
        let total = max(1, try countVisible(to: organisation, after: 0, in: database))
        var entries = try VisibleEntries(of: organisation, in: database)
        defer { entries.end() }
        let sha256 = SHA256()
        var batch = Batch(head: head)
        var count = 0
        while let entry = try entries.next() {
            batch.entries.append(
                SnapshotEntry(
                    entry.op,
                    entry.body,
                    at: entry.place,
                    beginning: entry.aggregate,
                    by: sha256
                )
            )
            count += 1
            guard batch.entries.count == entriesPerBatch else { continue }
            try progress(count * 100 / total)
            try buffer.put(batch)
            batch = Batch(head: head)
        }
        try progress(100)
        try buffer.put(batch)
        buffer.end()
        return head
    }

    private static func write(
        from buffer: BoundedBuffer<Batch>,
        on day: Day,
        to path: String
    ) throws {
        let judge = PolicyEngine().judge(on: day)
        try HubError.translating {
            try SnapshotWriter.write(to: path, on: day, by: judge) { writer in
                var head: SyncCore.Cursor?
                while let batch = try buffer.next() {
                    head = batch.head
                    for entry in batch.entries { try writer.write(entry) }
                }
                return head
            }
        }
    }

    package func reach(of organisation: String, upTo max: Int) async throws -> Int {
        try await look {
            try Self.countVisible(to: organisation, after: 0, upTo: max, in: $0)
        }
    }

    package func standing(
        of cursor: SyncCore.Cursor,
        for organisation: String,
        upTo max: Int
    ) async throws -> SnapshotStanding? {
        try await read { database in
            guard try EpochRows.current(database).epoch == cursor.epoch,
                try LogRows.mark(at: cursor.seq, in: database) == cursor.mark,
                try !Self.hasErased(ofThose: organisation, since: cursor.seq, in: database)
            else { return nil }
            return SnapshotStanding(
                entries: try Self.countVisible(
                    to: organisation,
                    after: 0,
                    upTo: max * SnapshotStanding.share,
                    in: database
                ),
                since: try Self.countVisible(
                    to: organisation,
                    after: cursor.seq,
                    upTo: max + 1,
                    in: database
                )
            )
        }
    }

    /// Whether words that the organisation could read had to go from the log behind a place.
    private static func hasErased(
        ofThose organisation: String,
        since seq: Int64,
        in database: Database
    ) throws -> Bool {
        let sql = """
            SELECT EXISTS (
                SELECT 1 FROM record JOIN log ON log.aggregate = record.aggregate
                WHERE record.kind = 'credit_fact' AND record.owner = ? AND record.line IS NULL
                    AND log.kind = 'withdraw' AND log.seq > ?)
            """
        let statement = try database.cachedStatement(sql: sql)
        return try Bool.fetchOne(statement, arguments: [organisation, seq]) ?? false
    }

    private static func countVisible(
        to organisation: String,
        after seq: Int64,
        upTo max: Int = .max,
        in database: Database
    ) throws -> Int {
        let sql = """
            SELECT count(*) FROM (
                SELECT 1 FROM visible WHERE organisation = ? AND at_seq > ? LIMIT ?)
            """
        let statement = try database.cachedStatement(sql: sql)
        return try Int.fetchOne(statement, arguments: [organisation, seq, max]) ?? 0
    }
}

/// How a snapshot stands to the log, which has gone on.
package struct SnapshotStanding: Hashable, Sendable {
    /// What part of a snapshot may have come since.
    static let share = 10

    /// Entries that the organisation sees, and those that have come since; counted as far as it matters.
    let entries: Int
    let since: Int

    /// Whether it is worth making anew: a tenth has come since, or as much as would be a snapshot by itself.
    func isDue(_ entriesMin: Int) -> Bool { since > min(entries / Self.share, entriesMin) }
}

extension HubError {
    /// Does what writes tables of a site; what they fail at is the hub's own fault.
    fileprivate static func translating(_ work: () throws -> Void) throws {
        do { try work() } catch let error as StoreError {
            switch error {
            case .diskFull: throw HubError.diskFull
            case .inputOutput(_, let detail): throw HubError.inputOutput(detail: detail)
            default: throw HubError.storage(detail: "snapshot: \(error)")
            }
        }
    }
}
