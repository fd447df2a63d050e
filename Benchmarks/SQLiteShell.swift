/// SQLite's own shell, the baseline of everything that is stored.
enum SQLiteShell {
    /// Runs each command in turn in one new process.
    @discardableResult
    static func run(_ database: String, _ commands: String...) throws -> ChildProcess.Cost {
        try ChildProcess(path: "/usr/bin/sqlite3", arguments: [database] + commands).run()
    }

    /// Fails unless the table has so many rows: a baseline that lost some on the way would mislead.
    static func expect(_ rows: Int, in table: String, of database: String) throws {
        try run(
            database,
            "CREATE TEMP TABLE loaded (n CHECK (n = \(rows)))",
            "INSERT INTO loaded SELECT count(*) FROM \(table)"
        )
    }
}
