import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func stateSum(
        of organisation: String,
        at cursor: SyncCore.Cursor
    ) async throws -> StateSum {
        try await read { database in
            try Self.check(cursor, isLastFor: organisation, in: database)
            return try DigestRows.total(of: organisation, in: database)
        }
    }

    package func stateParts(
        of organisation: String,
        under prefix: String,
        at cursor: SyncCore.Cursor
    ) async throws -> [StateRange] {
        try await read { database in
            try Self.check(cursor, isLastFor: organisation, in: database)
            return try DigestRows.parts(of: organisation, under: prefix, in: database)
        }
    }

    package func entries(
        of aggregate: RecordID,
        for organisation: String,
        at cursor: SyncCore.Cursor
    ) async throws -> FeedPage {
        try await read { database in
            try Self.check(cursor, isLastFor: organisation, in: database)
            guard try Self.sees(organisation, aggregate, in: database) else {
                throw HubError.unknownRecord(aggregate.description)
            }
            let row = try PreparedStatement(
                "SELECT \(EntryReader.columns) FROM log WHERE aggregate = ? ORDER BY seq",
                in: database
            )
            defer { row.reset() }
            row.bind(1, aggregate.description)
            var frames: [FeedFrame] = []
            let reader = EntryReader()
            while try row.step() { frames.append(.change(try reader.stamped(row))) }
            return FeedPage(frames: frames, cursor: cursor, isLast: true)
        }
    }

    /// Whoever sees an aggregate sees it from its first entry on.
    private static func sees(
        _ organisation: String,
        _ aggregate: RecordID,
        in database: Database
    ) throws -> Bool {
        let row = try PreparedStatement(
            """
            SELECT 1 FROM aggregate WHERE id = ?1 AND owner = ?2
            UNION ALL SELECT 1 FROM reader WHERE aggregate = ?1 AND organisation = ?2
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, aggregate.description)
        row.bind(2, organisation)
        return try row.step()
    }

    /// The hub knows what records come to now, not then. For an organisation that has nothing to read behind
    /// its cursor, both are the same, however far the log has gone on for others.
    private static func check(
        _ cursor: SyncCore.Cursor,
        isLastFor organisation: String,
        in database: Database
    ) throws {
        try EpochRows.check(cursor, in: database)
        let row = try PreparedStatement(
            "SELECT 1 FROM visible WHERE organisation = ? AND at_seq > ? LIMIT 1",
            in: database
        )
        defer { row.reset() }
        row.bind(1, organisation)
        row.bind(2, cursor.seq)
        if try row.step() { throw HubError.movedOn }
    }
}
