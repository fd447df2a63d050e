import Foundation
import GRDB

/// Credit facts of the peers' units, with codes, windows, repairs and procedures that make every rule
/// matter.
struct CreditTable {
    private let database: String

    init(peers: PeersTable) throws {
        database = peers.folder + "/credit.db"
        try SQLiteShell.run(
            database,
            "PRAGMA journal_mode = WAL",
            Self.schema,
            "CREATE TEMP TABLE peers (rec, uscc, kind, points, day, kept, repaired)",
            ".mode csv",
            ".import --skip 1 --schema temp \(peers.data)/records.csv peers",
            Self.filling
        )
    }

    func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8000") }
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    private static let schema = """
        CREATE TABLE credit_fact (
            id TEXT NOT NULL PRIMARY KEY,
            subject TEXT NOT NULL,
            reference TEXT,
            code TEXT NOT NULL,
            class TEXT NOT NULL,
            determined_on TEXT NOT NULL,
            procedure TEXT,
            final INTEGER,
            repaired_on TEXT,
            retain_until TEXT
        ) STRICT;
        CREATE INDEX credit_fact_by_subject ON credit_fact (subject, determined_on, id,
            reference, code, class, procedure, final, repaired_on, retain_until);
        """

    private static let filling = """
        INSERT INTO credit_fact
        SELECT rec, uscc, NULL,
            CASE kind WHEN 'fraud' THEN 'D01' WHEN 'crime' THEN 'D03' WHEN 'serious' THEN 'D04'
                WHEN 'good' THEN 'S0' || (1 + rec % 7) WHEN 'bad' THEN 'N0' || (1 + rec % 9)
                ELSE CASE WHEN points >= 20 THEN iif(rec % 2, 'N12', 'N13')
                    ELSE iif(rec % 2, 'N10', 'N11') END END,
            CASE kind WHEN 'good' THEN 'good' WHEN 'bad' THEN 'bad' WHEN 'penalty' THEN 'bad'
                ELSE 'direct' END,
            day,
            CASE WHEN kind = 'penalty' THEN iif(rec % 7, 'ordinary', 'summary') END,
            CASE WHEN kind = 'penalty' AND rec % 11 THEN rec % 5 > 0 END,
            CASE WHEN repaired = '1' THEN date(day, '+200 days') END,
            CASE WHEN kind <> 'good' AND rec % 3 THEN kept END
        FROM peers;
        """
}
