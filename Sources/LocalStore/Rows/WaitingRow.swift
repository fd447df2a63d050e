import GRDB
import Storage
import SyncCore

/// `waiting`: the ops that the hub has not answered, with what ranks them. Few columns, so that a million of
/// them cost a push nothing.
enum WaitingRow {
    /// Lets an op wait for the hub.
    static func insert(
        _ seq: Int64,
        _ kind: OpKind,
        batch: RecordID?,
        _ body: OpBody?,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(
            """
            INSERT OR IGNORE INTO waiting (op_seq, lane, completed_on, tested_on)
            VALUES (?, ?, ?, ?)
            """,
            in: database
        )
        let lane = Lane(kind, batch: batch, body: body)
        statement.bind(1, seq)
        statement.bind(2, Int64(lane.rawValue))
        if lane == .legal, let days = ReportedDays(body) {
            statement.bind(3, days.completedOn)
            statement.bind(4, days.testedOn)
        }
        try statement.run()
    }

    /// Whether anything waits.
    static func isAny(_ database: Database) throws -> Bool {
        let row = try PreparedStatement("SELECT 1 FROM waiting LIMIT 1", in: database)
        defer { row.reset() }
        return try row.step()
    }

    /// The hub has answered for an op, or never will be asked. Whether it was isolated.
    @discardableResult
    static func delete(_ seq: Int64, in database: Database) throws -> Bool {
        try Deletion(in: database).delete(seq)
    }

    /// Ends the waiting of many ops.
    struct Deletion {
        private let database: Database
        private let waiting: PreparedStatement
        /// `nil` where nothing is isolated, which is nearly always so.
        private let isolated: PreparedStatement?

        init(in database: Database) throws {
            self.database = database
            let answered = "WHERE op_seq = ?"
            waiting = try PreparedStatement("DELETE FROM waiting \(answered)", in: database)
            let sql = "SELECT EXISTS (SELECT 1 FROM isolated)"
            let isAny = try Bool.fetchOne(database.cachedStatement(sql: sql)) ?? false
            isolated =
                isAny
                ? try PreparedStatement("DELETE FROM isolated \(answered)", in: database) : nil
        }

        /// Ends that of an op; whether it was isolated.
        func delete(_ seq: Int64) throws -> Bool {
            waiting.bind(1, seq)
            try waiting.run()
            guard let isolated else { return false }
            isolated.bind(1, seq)
            try isolated.run()
            return database.changesCount > 0
        }
    }

    /// Lets everything wait that the hub has not answered and that does not wait yet.
    static func insertMissing(in database: Database) throws {
        let statement = try PreparedStatement(
            """
            SELECT op_seq, kind, batch_id, iif(batch_id IS NULL, body, NULL)
            FROM outbox WHERE \(isMissing) ORDER BY op_seq
            """,
            in: database
        )
        while try statement.step() {
            let json = statement.text(3).flatMap { try? JSONParser.parse(Array($0.utf8)) }
            try insert(
                statement.integer(0),
                statement.text(1).flatMap(OpKind.init(rawValue:)) ?? .change,
                batch: statement.text(2).map(RecordID.init(trusted:)),
                json.flatMap(OpBody.init(json:)),
                in: database
            )
        }
    }

    /// Of an op that neither waits nor has an answer.
    private static let isMissing = """
        op_seq NOT IN (SELECT op_seq FROM waiting) AND op_seq NOT IN (SELECT op_seq FROM receipt)
            AND op_seq NOT IN (SELECT op_seq FROM dead_letter)
        """

    /// How many ops nobody would ever send, although the hub has not answered for them.
    static func countMissing(in database: Database) throws -> Int {
        let sql = "SELECT count(*) FROM outbox WHERE \(isMissing)"
        return try Int.fetchOne(database, sql: sql) ?? 0
    }

    /// The number of the first op that waits otherwise than its words say, or that is isolated without waiting.
    static func firstDamaged(_ database: Database) throws -> Int64? {
        let row = try PreparedStatement(
            """
            SELECT waiting.op_seq, lane, completed_on, tested_on, kind, batch_id, body
            FROM waiting LEFT JOIN outbox USING (op_seq)
            WHERE kind IS NULL OR batch_id IS NOT NULL OR body IS NOT NULL ORDER BY op_seq
            """,
            in: database
        )
        defer { row.reset() }
        while try row.step() {
            guard let kind = row.text(4).flatMap(OpKind.init(rawValue:)) else {
                return row.integer(0)
            }
            let batch = row.text(5).map(RecordID.init(trusted:))
            let json =
                batch == nil ? row.text(6).flatMap { try? JSONParser.parse(Array($0.utf8)) } : nil
            let body = json.flatMap(OpBody.init(json:))
            let lane = Lane(kind, batch: batch, body: body)
            let days = lane == .legal ? ReportedDays(body) : nil
            guard row.integer(1) == lane.rawValue, row.text(2) == days?.completedOn,
                row.text(3) == days?.testedOn
            else { return row.integer(0) }
        }
        let strays = "SELECT op_seq FROM isolated WHERE op_seq NOT IN (SELECT op_seq FROM waiting)"
        return try Int64.fetchOne(database, sql: strays)
    }

    /// The legal ops that wait, oldest first, with the days by which their clocks run.
    static func legal(_ database: Database) throws -> [(seq: Int64, days: ReportedDays?)] {
        let statement = try PreparedStatement(
            """
            SELECT op_seq, completed_on, tested_on FROM waiting
            WHERE lane = 0 AND lane < 2 ORDER BY op_seq
            """,
            in: database
        )
        var rows: [(Int64, ReportedDays?)] = []
        while try statement.step() {
            let days = statement.text(1).map {
                ReportedDays(completedOn: $0, testedOn: statement.text(2))
            }
            rows.append((statement.integer(0), days))
        }
        return rows
    }

    /// Hands the numbers of a lower lane to `body`, oldest first, as long as it wants more.
    static func forEach(
        in lane: Lane,
        _ database: Database,
        _ body: (Int64) throws -> Bool
    ) throws {
        // The index has only what is not bulk; bulk is found in the table itself, of which it is the most.
        let isIndexed = lane == .bulk ? "" : " AND lane < 2"
        let statement = try PreparedStatement(
            "SELECT op_seq FROM waiting WHERE lane = \(lane.rawValue)\(isIndexed) ORDER BY op_seq",
            in: database
        )
        defer { statement.reset() }
        while try statement.step() {
            guard try body(statement.integer(0)) else { return }
        }
    }
}

extension Journal {
    /// `waiting` is indexed where it is not bulk. `isolated` has the ops at which the hub fails.
    static let waitingSchema = """
        CREATE TABLE waiting (
            op_seq INTEGER PRIMARY KEY,
            lane INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 2),
            completed_on TEXT,
            tested_on TEXT
        ) STRICT;
        CREATE INDEX waiting_by_lane ON waiting (lane) WHERE lane < 2;
        CREATE TABLE isolated (
            op_seq INTEGER PRIMARY KEY REFERENCES outbox (op_seq),
            attempts INTEGER NOT NULL,
            detail TEXT NOT NULL,
            since INTEGER NOT NULL,
            tried_at INTEGER NOT NULL
        ) STRICT;
        ALTER TABLE dead_letter ADD COLUMN dropped_at INTEGER;
        ALTER TABLE dead_letter ADD COLUMN dropped_by TEXT;
        ALTER TABLE dead_letter ADD COLUMN dropped_reason TEXT;
        ALTER TABLE membership DROP COLUMN answered_through;
        """
}
