import Foundation

/// The peers' file and table: `.import` of the one into the other gives the figure that the goal of I1
/// was set against (decision 0013).
struct PeersTable {
    let folder: String
    let rows: Int

    /// Where their data lies.
    var data: String { folder + "/peers" }
    private var database: String { folder + "/peers.db" }

    /// Makes their data with their generator, from their seed and as many units.
    func generate(with generator: String) throws {
        try FileManager.default.createDirectory(
            atPath: data,
            withIntermediateDirectories: true
        )
        let arguments = ["20211001", String(rows), "10000", "20", data]
        _ = try ChildProcess(path: generator, arguments: arguments).run()
    }

    /// `.import` into the empty table, with the cache that SQLite has by default; making the table is
    /// not counted.
    func load() throws -> ChildProcess.Cost {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: database + suffix)
        }
        try SQLiteShell.run(database, Self.schema)
        let cost = try SQLiteShell.run(
            database,
            ".mode csv",
            ".import --skip 1 \(data)/instruments.csv instruments"
        )
        try SQLiteShell.expect(rows, in: "instruments", of: database)
        return cost
    }

    /// Their ids are random and the table is kept in the order of its key, so each row goes to another
    /// page; that costs about as much again as the two indexes.
    private static let schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE instruments (id TEXT PRIMARY KEY, uscc TEXT, name TEXT, category TEXT,
            model TEXT, serial_no TEXT, maker TEXT, range TEXT, accuracy TEXT, location TEXT,
            status TEXT, mandatory INT, cycle_months INT, last_verified TEXT, valid_until TEXT,
            last_result TEXT, cert_no TEXT, org TEXT, qr TEXT, updated_at TEXT, rev INT)
            WITHOUT ROWID;
        CREATE INDEX i1 ON instruments (uscc);
        CREATE INDEX i2 ON instruments (valid_until);
        """
}
