import Foundation

/// Import and status of a large ledger, through the built program.
struct LedgerBenchmark {
    let jiliang: String
    let folder: String
    let rows: Int

    var ledger: String { folder + "/ledger.csv" }
    private var home: String { folder + "/home" }
    private var database: String { folder + "/baseline.db" }

    /// I1: rows a second into a new site, every check on, durable; against `.import` of the same
    /// file into a bare table.
    func importing() throws -> Comparison {
        try Comparison(
            "I1 import of \(rows) rows",
            unit: "rows/s",
            target: ">= 0.5",
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
        let counting = ChildProcess(
            path: "/usr/bin/sqlite3",
            arguments: [
                home + "/replica.db",
                "SELECT status, count(*), sum(valid_until < '2026-11-23') FROM instrument GROUP BY 1",
            ]
        )
        let status = ChildProcess(path: jiliang, arguments: ["--home", home, "status"])
        return try Comparison(
            "C1 status of \(rows) instruments",
            unit: "ms",
            target: "ours <= 100 ms",
            ours: { try status.run().seconds * 1000 },
            baseline: { try counting.run().seconds * 1000 }
        )
    }

    private func importIntoNewSite() throws -> ChildProcess.Cost {
        try? FileManager.default.removeItem(atPath: home)
        _ = try ChildProcess(
            path: jiliang,
            arguments: [
                "--home", home, "init", "--role", "user-unit",
                "--organisation", "91330106MA00000003", "--name", "bench",
            ]
        ).run()
        let arguments = ["--home", home, "--quiet", "import", ledger]
        return try ChildProcess(path: jiliang, arguments: arguments).run()
    }

    private func importBySQLite() throws -> ChildProcess.Cost {
        try? FileManager.default.removeItem(atPath: database)
        return try ChildProcess(
            path: "/usr/bin/sqlite3",
            arguments: [database, ".mode csv", ".import \(ledger) ledger"]
        ).run()
    }
}
