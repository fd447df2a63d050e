package import GRDB

extension DatabaseQueue {
    /// Reads through the one connection of a file that this process alone writes.
    ///
    /// Not GRDB's `read`: that switches the connection to read-only and back, upon which SQLite compiles every
    /// cached statement again, and begins and ends a transaction. Nobody can write between two
    /// statements of `work` anyway, since writers queue for the same connection.
    package func look<Value>(_ work: (Database) throws -> Value) rethrows -> Value {
        try unsafeRead(work)
    }

    /// The same for many statements, in one transaction: without, SQLite locks the file anew for each of them.
    package func lookLong<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try look { database in
            try database.beginTransaction(.deferred)
            // Nothing was written.
            defer { try? database.rollback() }
            return try work(database)
        }
    }
}
