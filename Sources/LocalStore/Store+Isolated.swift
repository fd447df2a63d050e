import GRDB
import Storage
package import SyncCore

/// An op at which the hub fails while it takes others. It waits, and is tried again alone, the more rarely the
/// oftener the hub has failed.
package struct IsolatedOp: Hashable, Sendable {
    package let seq: Int64
    /// How often the hub has failed at it alone.
    package let attempts: Int
    /// What the hub last said.
    package let detail: String
    package let since: Instant
    package let triedAt: Instant
    package let lane: Lane

    private static let firstWait: Int64 = 10 * 60 * 1000
    private static let longestWait: Int64 = 6 * 60 * 60 * 1000

    /// Milliseconds until it is to be tried again; for a legal op at most a fiftieth of the time until its
    /// deadline, in seconds since 1970, as a daemon pauses. A clock that was set back makes nobody wait.
    package func wait(at now: Instant, before deadline: Int64?) -> Int64 {
        let passed = now.milliseconds.subtractingReportingOverflow(triedAt.milliseconds)
        guard attempts > 0, !passed.overflow, passed.partialValue >= 0 else { return 0 }
        let slack = deadline.flatMap { $0 > now.seconds ? $0 - now.seconds : nil }
        let longest = lane == .legal ? Backoff.most(forSlack: slack) : Self.longestWait
        let wait = min(Self.firstWait << Int64(min(attempts - 1, 10)), longest)
        return max(0, wait - passed.partialValue)
    }

    /// Lets each be tried again with the next pushes: the hub has taken one, so it was mended, or had failed at
    /// everything.
    static func retryAll(in database: Database) throws {
        try database.execute(sql: "UPDATE isolated SET attempts = 0")
    }

    /// All of them, oldest first.
    static func all(_ database: Database) throws -> [IsolatedOp] {
        let sql = """
            SELECT op_seq, attempts, detail, since, tried_at, lane
            FROM isolated JOIN waiting USING (op_seq) ORDER BY op_seq
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql)).map { row in
            IsolatedOp(
                seq: try row.read("op_seq"),
                attempts: try row.read("attempts"),
                detail: try row.read("detail"),
                since: Instant(milliseconds: try row.read("since")),
                triedAt: Instant(milliseconds: try row.read("tried_at")),
                lane: Lane(rawValue: try row.read("lane")) ?? .bulk
            )
        }
    }
}

extension Store {
    /// The ops at which the hub fails, oldest first.
    package func isolatedOps() throws -> [IsolatedOp] {
        try Self.translating(Journal.file) { try journal.queue.look(IsolatedOp.all) }
    }

    /// Notes that the hub has failed at ops, each sent alone, where they still wait.
    ///
    /// - Throws: `StoreError`.
    package func isolate(_ seqs: [Int64], detail: String, at now: Instant) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                for seq in seqs {
                    try database.execute(
                        sql: """
                            INSERT INTO isolated (op_seq, attempts, detail, since, tried_at)
                            SELECT ?1, 1, ?2, ?3, ?3
                            WHERE EXISTS (SELECT 1 FROM waiting WHERE op_seq = ?1)
                            ON CONFLICT (op_seq) DO UPDATE SET attempts = attempts + 1,
                                detail = excluded.detail, tried_at = excluded.tried_at
                            """,
                        arguments: [seq, detail, now.milliseconds]
                    )
                }
            }
        }
    }

    /// Lets an isolated op be tried again with the next push; `false` where it is not isolated.
    ///
    /// - Throws: `StoreError`.
    package func retryIsolated(_ seq: Int64) throws -> Bool {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.execute(
                    sql: "UPDATE isolated SET attempts = 0 WHERE op_seq = ?",
                    arguments: [seq]
                )
                return database.changesCount > 0
            }
        }
    }
}
