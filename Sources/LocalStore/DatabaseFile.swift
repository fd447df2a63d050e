import GRDB
import Storage

/// Opening of one SQLite file, and what its errors mean to a user.
enum DatabaseFile {
    /// An op takes about a kilobyte; in pages of 8 KiB fewer bytes are left unused.
    private static let pageSize = "PRAGMA page_size = 8192"

    /// Creates a file that another home will open.
    static func create(_ path: String) throws -> DatabaseQueue {
        SQLiteLibrary.countNoMemory()
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: pageSize) }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Opens or creates a file in WAL mode and brings its schema up to date. Beyond `logPages` the write-ahead log
    /// is brought into the file, and written over from its beginning.
    static func open(
        home: String,
        file: String,
        logPages: Int,
        migrator: DatabaseMigrator
    ) throws -> DatabaseQueue {
        SQLiteLibrary.countNoMemory()
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = file
        configuration.prepareDatabase { database in
            try database.execute(sql: pageSize)
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
            try database.execute(sql: "PRAGMA cache_size = -8000")
            // What must be deleted by law leaves nothing behind in free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            let queue = try DatabaseQueue(path: home + "/" + file, configuration: configuration)
            let (isNewer, isCurrent) = try queue.look {
                (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
            }
            guard !isNewer else { throw StoreError.tooNew(file: file) }
            if !isCurrent { try migrator.migrate(queue) }
            // A crash may have left words in the write-ahead log that the tables have no more. On a full
            // disk this waits for the next start.
            _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            return queue
        } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        } catch is RowDecodingError {
            throw StoreError.unreadableRow(of: file)
        }
    }
}

extension StoreError {
    /// A column has a value that no program of ours has written there.
    static func unreadableRow(of file: String) -> StoreError {
        .damaged(file: file, detail: "a row cannot be read")
    }

    /// Translates what SQLite says; messages never carry the values of a record.
    init(_ error: DatabaseError, file: String) {
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(file: file)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(file: file, detail: detail)
        case .SQLITE_ERROR:
            // Our statements are sound, so the schema is one that no program of ours has made.
            self = .damaged(file: file, detail: detail)
        case .SQLITE_CONSTRAINT where file == Replica.file:
            // Tables that do not take what is folded into them are not what was folded before.
            self = .damaged(file: file, detail: detail)
        case .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_CANTOPEN: self = .notPermitted(path: file)
        case .SQLITE_IOERR
        where [.SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE].contains(error.extendedResultCode):
            // Some file systems report a full disk or a quota only as a failed write, and for the shared
            // memory beside a file SQLite never says more.
            self = .diskFull(file: file)
        default: self = .inputOutput(file: file, detail: detail)
        }
    }
}
