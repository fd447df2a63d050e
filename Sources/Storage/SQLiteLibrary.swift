private import CSQLite

/// How SQLite works in this process.
package enum SQLiteLibrary {
    /// SQLite counts its memory under one lock for all connections, and nobody reads the counts. To be called before
    /// the first database is opened; later it changes nothing.
    package static func countNoMemory() { _ = counts }

    private static let counts: Int32 = csqlite_count_no_memory()
}
