import GRDB
import Policy
import Storage
import SyncCore

// Rows are written in the order in which they lie in the table, so each page is written once. Where most
// of a large table changes, the indexes are made anew instead of kept in order.
extension Repaint {
    /// From so many changes on, and more than half of the table, the indexes are made anew.
    private static let manyMin = 10_000
    /// So many row numbers in one statement.
    private static let rangeMax: Int64 = 8192

    typealias Counts = (moves: [Recoloring.Move: Int], violations: [Violation: Int])

    /// Writes what was found and notes the day.
    mutating func write(
        _ tell: ((ColorChange) throws -> Void)?
    ) throws -> Counts {
        rows.sort { $0.number < $1.number }
        let isWhole = rows.count >= Self.manyMin && rows.count > total / 2
        if isWhole {
            try database.execute(
                sql: "DROP INDEX instrument_by_color_inputs; DROP INDEX instrument_unjudged"
            )
            try paintRanges()
            try database.execute(sql: Replica.colorIndex + ";" + Replica.unjudgedIndex)
        } else {
            try paintEach()
        }
        try database.execute(
            sql: "UPDATE judged SET day = ?1 WHERE day IS NOT ?1",
            arguments: [day.description]
        )
        return try told(tell)
    }

    /// Counts the moves and the violations, and tells each of them.
    private func told(_ tell: ((ColorChange) throws -> Void)?) throws -> Counts {
        var moves: [Recoloring.Move: Int] = [:]
        var rowsOfCoat = [Int](repeating: 0, count: coats.count)
        for row in rows {
            let coat = coats[Int(row.coat)]
            let move = Recoloring.Move(from: row.from, to: coat.color)
            moves[move, default: 0] += 1
            rowsOfCoat[Int(row.coat)] += 1
            if let tell, naming {
                let violations = coat.violations.violations
                try tell(ColorChange(id: ids[Int(row.id)], move: move, violations: violations))
            }
        }
        var violations: [Violation: Int] = [:]
        for (coat, count) in zip(coats, rowsOfCoat) where count > 0 {
            for violation in coat.violations.violations {
                violations[violation, default: 0] += count
            }
        }
        return (moves, violations)
    }

    /// One statement for each coat, in which only the row changes.
    private func paintEach() throws {
        let statements = try coats.map { coat in
            try PreparedStatement(
                """
                UPDATE instrument SET color = '\(coat.color.rawValue)',
                    violations = '\(coat.violationText)' WHERE rowid = ?
                """,
                in: database
            )
        }
        for row in rows {
            let statement = statements[Int(row.coat)]
            statement.bind(1, row.number)
            try statement.run()
        }
    }

    /// Range after range, each by one statement that finds the coat of a row in a list of bytes; several
    /// times as fast where most rows change.
    private func paintRanges() throws {
        let mark = "substr(?3, rowid - ?1 + 1, 1)"
        func choice(_ text: (Coat) -> String) -> String {
            let cases = coats.enumerated().map {
                "WHEN x'\([UInt8($0 + 1)].hex)' THEN '\(text($1))'"
            }
            return "CASE \(mark) \(cases.joined(separator: " ")) END"
        }
        let statement = try PreparedStatement(
            """
            UPDATE instrument SET color = \(choice(\.color.rawValue)),
                violations = \(choice(\.violationText))
            WHERE rowid BETWEEN ?1 AND ?2 AND \(mark) <> x'00'
            """,
            in: database
        )
        var index = 0
        while index < rows.count {
            let first = rows[index].number
            var marks: [UInt8] = []
            while index < rows.count, rows[index].number < first + Self.rangeMax {
                let row = rows[index]
                marks += repeatElement(0, count: Int(row.number - first) - marks.count)
                marks.append(UInt8(row.coat + 1))
                index += 1
            }
            statement.bind(1, first)
            statement.bind(2, first + Int64(marks.count) - 1)
            statement.bind(3, blob: marks)
            try statement.run()
        }
    }
}
