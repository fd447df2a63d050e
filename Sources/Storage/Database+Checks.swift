package import GRDB

extension Database {
    /// Writes the CHECK `column IN (…)` of a table as comparisons, which say the same. Of three values and more SQLite
    /// makes a table of its own for each row that is written, and that takes longer than the row.
    ///
    /// SQLite cannot alter a CHECK, and to write a large table anew takes minutes. So the text of the schema is changed,
    /// as SQLite describes it for this case (ALTER TABLE, part 7).
    ///
    /// - Throws: an error where the table has no such CHECK.
    package func compareInCheck(of table: String, _ column: String) throws {
        let sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        let list = try Regex(column + #" IN\s*\(([^)]*)\)"#, as: (Substring, Substring).self)
        guard var text = try String.fetchOne(self, sql: sql, arguments: [table]),
            let match = text.firstMatch(of: list)
        else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no CHECK of \(column)")
        }
        let comparisons = match.output.1.split(separator: ",").map { value in
            "\(column) = \(value.drop { $0.isWhitespace })"
        }
        text.replaceSubrange(match.range, with: comparisons.joined(separator: " OR "))
        try rewrite(schema: text, of: table)
    }

    /// Takes the reference of a column to another table out of the schema, where who writes the rows sees to it, and a
    /// look into another index for each row would be for nothing.
    ///
    /// - Throws: an error where the column has no such reference.
    package func dropReference(of table: String, _ column: String) throws {
        let sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        let reference = try Regex(
            #"\b"# + column + #"\b[^,]*?( REFERENCES \w+ \(\w+\))"#,
            as: (Substring, Substring).self
        )
        guard var text = try String.fetchOne(self, sql: sql, arguments: [table]),
            let match = text.firstMatch(of: reference)
        else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no reference of \(column)")
        }
        text.removeSubrange(match.output.1.startIndex..<match.output.1.endIndex)
        try rewrite(schema: text, of: table)
    }

    private func rewrite(schema text: String, of table: String) throws {
        let version = try Int.fetchOne(self, sql: "PRAGMA schema_version") ?? 0
        try execute(sql: "PRAGMA writable_schema = ON")
        defer { try? execute(sql: "PRAGMA writable_schema = OFF") }
        try execute(
            sql: "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
            arguments: [text, table]
        )
        try execute(sql: "PRAGMA schema_version = \(version + 1)")
    }
}
