import GRDB
import LocalStore
import Policy
import Storage
import SyncAgent

/// P1 and P3: stored instruments counted by colour, and their stored colours brought up to a day, by
/// the rule; against SQL that states the colours once more, on the same file.
struct StoredColorBenchmark {
    private let table: StoredColorTable
    private let rows: Int
    private let day: Day
    private let engine = PolicyEngine()

    init(jiliang: String, peers: PeersTable) throws {
        table = try StoredColorTable(jiliang: jiliang, peers: peers)
        rows = peers.rows
        day = try BenchmarkDay.today
    }

    // MARK: P1

    /// Against CASE over a covering index of its own, and over the table.
    func counting() throws -> [Comparison] {
        let store = try Store.open(home: table.home, patience: .seconds(5))
        let rival = try table.connect()
        let comparisons = try [
            ("a covering index", "INDEXED BY rival"), ("the table", "NOT INDEXED"),
        ].map { name, hint in
            try Comparison(
                "P1 \(rows) stored, counted by colour; CASE over \(name)",
                unit: "M rows/s",
                target: ">= 1.0",
                ours: { try count(in: store).rate },
                baseline: { try count(in: rival, hint, expecting: count(in: store).colors) }
            )
        }
        try rival.close()
        try store.close()
        return comparisons
    }

    private func count(in store: Store) throws -> (rate: Double, colors: [WarningColor: Int]) {
        var colors: [WarningColor: Int] = [:]
        let elapsed = try ContinuousClock().measure {
            colors = try LedgerOverview(of: store, on: day, by: engine, gravestMax: 0).colors
        }
        return (rate(elapsed), colors)
    }

    private func count(
        in database: DatabaseQueue,
        _ hint: String,
        expecting colors: [WarningColor: Int]
    ) throws -> Double {
        var found: [WarningColor: Int] = [:]
        let sql = """
            SELECT \(StoredColorTable.color), count(*), sum(\(StoredColorTable.violations) <> '')
            FROM instrument \(hint) GROUP BY 1
            """
        let elapsed = try ContinuousClock().measure {
            try database.read { database in
                let statement = try bound(sql, on: day, in: database)
                while try statement.step() {
                    let color = statement.text(0).flatMap(WarningColor.init(rawValue:)) ?? .none
                    found[color] = Int(statement.integer(1))
                }
            }
        }
        guard found == colors else { throw BenchmarkError("P1: \(found), not \(colors)") }
        return rate(elapsed)
    }

    // MARK: P3

    /// All colours for the first time, those that a new day changes, and none.
    func recoloring() throws -> [Comparison] {
        let store = try Store.open(home: table.home, patience: .seconds(5))
        let rival = try table.connect()
        let tomorrow = day.adding(days: 1)
        func ours(_ day: Day, changes: Bool) throws -> Double {
            var count = 0
            let elapsed = try ContinuousClock().measure {
                count = try store.recolor(on: day, by: engine).count
            }
            guard (count > 0) == changes else { throw BenchmarkError("P3: \(count) changed") }
            return rate(elapsed)
        }
        func clear() throws {
            try rival.write {
                try $0.execute(sql: "UPDATE instrument SET color = NULL, violations = NULL")
            }
        }
        func theirs(_ day: Day) throws -> Double {
            let seconds = try update(rival, to: day)
            // What SQL has written must be what the rule would write.
            guard try store.recolor(on: day, by: engine).count == 0 else {
                throw BenchmarkError("P3: SQL has stored other colours")
            }
            return Double(rows) / seconds / 1e6
        }
        func comparison(
            _ what: String,
            _ ours: () throws -> Double,
            _ baseline: () throws -> Double
        ) throws -> Comparison {
            try Comparison(
                "P3 \(rows) stored, \(what); UPDATE FROM",
                unit: "M rows/s",
                target: ">= 1.0",
                ours: ours,
                baseline: baseline
            )
        }
        let comparisons = try [
            comparison(
                "first colours",
                {
                    try clear(); return try ours(day, changes: true)
                },
                {
                    try clear(); return try theirs(day)
                }
            ),
            comparison(
                "a new day",
                {
                    _ = try store.recolor(on: day, by: engine)
                    return try ours(tomorrow, changes: true)
                },
                {
                    _ = try store.recolor(on: day, by: engine)
                    return try theirs(tomorrow)
                }
            ),
            comparison(
                "nothing changed",
                { try ours(tomorrow, changes: false) },
                { try theirs(tomorrow) }
            ),
        ]
        try rival.close()
        try store.close()
        return comparisons
    }

    private func update(_ database: DatabaseQueue, to day: Day) throws -> Double {
        let sql = """
            UPDATE instrument SET color = judged.c, violations = judged.v
            FROM (SELECT id, \(StoredColorTable.color) c, \(StoredColorTable.violations) v
                FROM instrument) AS judged
            WHERE judged.id = instrument.id
                AND (instrument.color IS NOT judged.c OR instrument.violations IS NOT judged.v)
            """
        let elapsed = try ContinuousClock().measure {
            try database.write { try bound(sql, on: day, in: $0).run() }
        }
        return elapsed.inSeconds
    }

    private func bound(
        _ sql: String,
        on day: Day,
        in database: Database
    ) throws -> PreparedStatement {
        let statement = try PreparedStatement(sql, in: database)
        for (index, limit) in BenchmarkDay.limits(of: day).enumerated() {
            statement.bind(Int32(index + 1), limit.description)
        }
        return statement
    }

    private func rate(_ elapsed: Duration) -> Double { Double(rows) / elapsed.inSeconds / 1e6 }
}
