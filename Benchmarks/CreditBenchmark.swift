import Foundation
import GRDB
import Hub
import Policy
import Storage

/// P4: user units graded from a table of facts, by the rule; against SQL that states grounds, windows,
/// exclusions and caps once more, on the same file.
struct CreditBenchmark {
    private let table: CreditTable
    private let rules: CreditRules
    private let day: Day

    /// A grade as both sides give it.
    fileprivate struct Line: Hashable {
        let score: Int
        let grade: CreditGrade
    }

    init(peers: PeersTable) throws {
        day = try BenchmarkDay.today
        rules = PolicyEngine().creditRules(on: day)
        table = try CreditTable(peers: peers)
    }

    func grades() throws -> Comparison {
        let database = try table.connect()
        try database.write { try fillItems(in: $0) }
        var (ours, theirs): ([Line], [Line]) = ([], [])
        var facts = 0
        let comparison = try Comparison(
            "P4 grades from stored facts; GROUP BY",
            unit: "M facts/s",
            target: ">= 1.0",
            ours: {
                let elapsed = try ContinuousClock().measure {
                    (ours, facts) = try database.read(graded)
                }
                return Double(facts) / elapsed.inSeconds / 1e6
            },
            baseline: {
                let elapsed = try ContinuousClock().measure {
                    theirs = try database.read(gradedBySQL)
                }
                guard ours == theirs, Set(ours.map(\.grade)).count == 5 else {
                    throw BenchmarkError("P4: the grades differ")
                }
                return Double(facts) / elapsed.inSeconds / 1e6
            }
        )
        try database.close()
        return comparison
    }

    // MARK: Ours

    /// As the hub grades.
    private func graded(_ database: Database) throws -> (lines: [Line], facts: Int) {
        var lines: [Line] = []
        let facts = try GradeRows.forEach(by: rules, in: database) { lines.append(Line($1)) }
        return (lines, facts)
    }

    // MARK: The baseline

    /// The pack as a table, which SQL needs.
    private func fillItems(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE item (code TEXT PRIMARY KEY, points INTEGER, cap INTEGER,
                    penalty INTEGER, ground INTEGER) WITHOUT ROWID
                """
        )
        let insert = "INSERT INTO item VALUES (?, ?, ?, ?, ?)"
        for item in rules.pack.items {
            try database.execute(
                sql: insert,
                arguments: [
                    item.code, item.points, item.cap, item.isPenalty,
                    item.isPenalty && item.points <= -20,
                ]
            )
        }
        for ground in DirectGround.allCases {
            try database.execute(sql: insert, arguments: [ground.rawValue, 0, nil, false, true])
        }
    }

    private func gradedBySQL(_ database: Database) throws -> [Line] {
        let statement = try PreparedStatement(Self.sql, in: database)
        // The corresponding day five years earlier, or the first that still reaches the day.
        var from = day.adding(months: -60)
        while from.adding(months: 60) < day { from = from.adding(days: 1) }
        statement.bind(1, day.description)
        statement.bind(2, from.description)
        var lines: [Line] = []
        while try statement.step() {
            let grade = statement.text(2).flatMap(CreditGrade.init(rawValue:)) ?? .e
            lines.append(Line(score: Int(statement.integer(1)), grade: grade))
        }
        return lines
    }

    private static let sql = """
        SELECT subject, score, CASE WHEN ground THEN 'E' WHEN score >= 95 THEN 'A'
            WHEN score >= 85 THEN 'B' WHEN score >= 75 THEN 'C' WHEN score >= 65 THEN 'D'
            ELSE 'E' END
        FROM (
            SELECT subject, max(ground) AS ground,
                min(max(90 + sum(CASE WHEN cap IS NULL THEN points
                    WHEN cap < 0 THEN max(points, cap) ELSE min(points, cap) END), 0), 100) AS score
            FROM (
                SELECT subject, cap, sum(iif(counts, points, 0)) AS points,
                    max(counts AND ground) AS ground
                FROM (
                    SELECT subject, fact.code, points, cap, ground,
                        points IS NOT NULL AND determined_on <= ?1
                        AND (repaired_on IS NULL OR repaired_on > ?1)
                        AND (retain_until IS NULL OR retain_until >= ?1)
                        AND (determined_on >= ?2
                            OR (ground AND NOT penalty AND retain_until IS NOT NULL))
                        AND (penalty = 0 OR (final = 1 AND procedure IS NOT 'summary')) AS counts
                    FROM credit_fact AS fact LEFT JOIN item ON item.code = fact.code
                )
                GROUP BY subject, code
            )
            GROUP BY subject
        )
        ORDER BY subject
        """
}

extension CreditBenchmark.Line {
    fileprivate init(_ decision: CreditDecision) {
        self.init(score: decision.score, grade: decision.grade)
    }
}
