import Foundation

/// Import and status of a large ledger, through the built program.
struct LedgerBenchmark {
    let jiliang: String
    let folder: String
    let rows: Int

    var ledger: String { folder + "/ledger.csv" }
    private var home: String { folder + "/home" }
    private var database: String { folder + "/baseline.db" }

    /// I1: rows a second into a new site, every check on, journaled and durable; against `.import` of
    /// the same file into the same two tables, keys and indexes, where a trigger splits each row.
    func importing() throws -> Comparison {
        try Comparison(
            "I1 import of \(rows) rows, .import into the same tables",
            unit: "rows/s",
            target: ">= 0.5",
            ours: { Double(rows) / (try importIntoNewSite().seconds) },
            baseline: { Double(rows) / (try importIntoSameTables().seconds) }
        )
    }

    /// The same against the figure that the goal was set against: `.import` of another file with as
    /// many rows, into one table with a key and two indexes.
    func importing(against peers: PeersTable) throws -> Comparison {
        try Comparison(
            "I1 import of \(rows) rows, .import of the peers' file into their keyed, indexed table",
            unit: "rows/s",
            target: ">= 0.5",
            ours: { Double(rows) / (try importIntoNewSite().seconds) },
            baseline: { Double(rows) / (try peers.load().seconds) }
        )
    }

    /// The same against `.import` into one bare table: nothing is split, keyed, indexed or chained.
    /// No goal, since nothing comparable is done: it shows what a key, an index and a chain cost.
    func importingBare() throws -> Comparison {
        try Comparison(
            "I1 import of \(rows) rows, .import into a bare table",
            unit: "rows/s",
            target: "none: nothing keyed or kept",
            ours: { Double(rows) / (try importIntoNewSite().seconds) },
            baseline: { Double(rows) / (try importBySQLite().seconds) }
        )
    }

    /// I1: peak memory of the same.
    func importMemory() throws -> Comparison {
        try Comparison(
            "I1 peak memory",
            unit: "MB",
            target: "ours <= 100 MB",
            ours: { try importIntoNewSite().peakMegabytes },
            baseline: { try importBySQLite().peakMegabytes }
        )
    }

    /// C1: milliseconds of `status` in a new process; against `sqlite3` counting the same rows.
    func status() throws -> Comparison {
        _ = try importIntoNewSite()
        let counting =
            "SELECT status, count(*), sum(valid_until < '2026-11-23') FROM instrument GROUP BY 1"
        let status = ChildProcess(path: jiliang, arguments: ["--home", home, "status"])
        return try Comparison(
            "C1 status of \(rows) instruments",
            unit: "ms",
            target: "ours <= 100 ms",
            ours: { try status.run().seconds * 1000 },
            baseline: { try SQLiteShell.run(home + "/replica.db", counting).seconds * 1000 }
        )
    }

    private func importIntoNewSite() throws -> ChildProcess.Cost {
        try makeSite(home)
        let arguments = ["--home", home, "--quiet", "import", ledger]
        return try ChildProcess(path: jiliang, arguments: arguments).run()
    }

    private func importBySQLite() throws -> ChildProcess.Cost {
        try? FileManager.default.removeItem(atPath: database)
        return try SQLiteShell.run(database, ".mode csv", ".import \(ledger) ledger")
    }

    private func importIntoSameTables() throws -> ChildProcess.Cost {
        let other = folder + "/other"
        try makeSite(other)
        let replica = other + "/replica.db"
        try SQLiteShell.run(replica, Self.splittingTrigger)
        let cost = try SQLiteShell.run(
            replica,
            ".mode csv",
            ".import --skip 1 \(ledger) ledger"
        )
        try SQLiteShell.expect(rows, in: "verification", of: replica)
        return cost
    }

    private func makeSite(_ home: String) throws {
        try? FileManager.default.removeItem(atPath: home)
        _ = try ChildProcess(
            path: jiliang,
            arguments: [
                "--home", home, "init", "--role", "user-unit",
                "--organisation", "91330106MA00000003", "--name", "bench",
            ]
        ).run()
    }

    /// What SQLite alone needs to fill our tables from the sample's columns.
    private static let splittingTrigger = """
        CREATE TABLE ledger (number, name, model, range, accuracy, serial, manufacturer, location,
            region, purpose, verified, valid, result, certificate, body, status, phone, remark);
        CREATE TRIGGER split AFTER INSERT ON ledger BEGIN
            INSERT INTO instrument (id, serial, name, model, manufacturer, measuring_range, accuracy,
                location, region, purpose, status, compulsory, regime, latest_on, latest_result,
                valid_until, identity)
            VALUES (printf('01a207d7-a25f-7000-8000-%012d', NEW.rowid), NEW.serial, NEW.name,
                NEW.model, NEW.manufacturer, NEW.range, NEW.accuracy, NEW.location, NEW.region,
                NEW.purpose, 'in_use', 1, 'periodic', substr(NEW.verified || '          ', 1, 10),
                'pass', substr(NEW.valid || '          ', 1, 10),
                NEW.manufacturer || '|' || NEW.model || '|' || NEW.serial);
            INSERT INTO verification (id, instrument_id, verified_on, valid_until, result,
                certificate_number, body_name, declared)
            VALUES (printf('01a207d7-a25f-7000-9000-%012d', NEW.rowid),
                printf('01a207d7-a25f-7000-8000-%012d', NEW.rowid),
                substr(NEW.verified || '          ', 1, 10),
                substr(NEW.valid || '          ', 1, 10), 'pass', NEW.certificate, NEW.body, 1);
        END;
        """
}
