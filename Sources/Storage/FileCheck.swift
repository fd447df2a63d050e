package import GRDB

/// Whether a file is sound by what SQLite knows of it, and has the schema that we have made.
///
/// No check of pages looks at the text of a schema, and a statement that needs what a flipped bit has changed there
/// may come months later.
package enum FileCheck {
    /// `ok`, or the first fault.
    ///
    /// - Throws: what SQLite says of a file that it cannot read.
    package static func run(
        on database: Database,
        by migrator: DatabaseMigrator
    ) throws -> String {
        let fault = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
        guard fault == "ok" else { return fault }
        return try schemaFault(of: database, by: migrator) ?? "ok"
    }

    /// What differs from the schema that we have made; `nil` where nothing does. Looks at no row.
    ///
    /// - Throws: what SQLite says of a file that it cannot read.
    package static func schemaFault(
        of database: Database,
        by migrator: DatabaseMigrator
    ) throws -> String? {
        let fresh = try DatabaseQueue()
        try migrator.migrate(fresh)
        let (wanted, found) = (try fresh.read(schema), try schema(of: database))
        let names = Set(wanted.keys).union(found.keys)
        let other = names.filter { wanted[$0] != found[$0] }.min()
        return other.map { "schema of \($0)" }
    }

    /// The statements that have made tables and indexes, without quotes and blanks, which versions of SQLite may
    /// set otherwise.
    private static func schema(of database: Database) throws -> [String: String] {
        let sql = """
            SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
            """
        return try Row.fetchAll(database, sql: sql).reduce(into: [:]) { schema, row in
            let text: String = row["sql"]
            schema[row["name"]] = text.filter { !$0.isWhitespace && $0 != "\"" }
        }
    }
}
