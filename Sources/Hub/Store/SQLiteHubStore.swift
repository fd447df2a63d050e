import GRDB
package import Signing
import Storage
import Synchronization
package import SyncCore

/// The hub's store on SQLite: `hub.db` in the hub's folder, owned by one process.
///
/// Every write goes through one connection, at `synchronous = FULL`: what has returned survives a
/// power cut. Reads have connections of their own, each on one snapshot, so that a site that waits
/// for its feed never waits for another's batch. They never write or checkpoint, and the lock keeps
/// other processes away, so two connections cannot meet in the write-ahead log.
package final class SQLiteHubStore: HubStore {
    static let file = "hub.db"
    private static let lockFile = "hub.db-lock"

    let hub: RecordID
    package let keyring: HubKeyring
    /// Gives each op of the authority its salt.
    let salt: @Sendable () -> [UInt8]
    let pool: DatabasePool
    private let lock: FileLock
    /// Touched inside writes only, of which there is one at a time.
    private let aggregates = Mutex(AggregateCache())
    /// Counts commits.
    let metrics: HubMetrics
    /// Batches of sites that wait to be written.
    let batches = BatchQueue<IncomingBatch, AcceptedBatch>()
    /// How many pages the writing connection had written when the write-ahead log was last moved into the file.
    let movedPages = Mutex(0)
    /// Whether this process has said that a site has read what the log does not have. What the file knows
    /// of it may be of an earlier time, from which it was put back.
    let hasToldOfLoss = Mutex(false)
    /// The newest head that was signed: many ask for the same.
    let signedHead = Mutex<SignedTreeHead?>(nil)
    /// Whether the write-ahead log may still have words that had to be erased, as after a crash.
    private let owesErasure = Mutex(true)

    /// The same for a hub that has had this key only.
    package convenience init(
        folder: String,
        hub: RecordID,
        receiptKey: Ed25519PrivateKey,
        metrics: HubMetrics = HubMetrics(),
        salt: @escaping @Sendable () -> [UInt8] = SQLiteHubStore.randomSalt
    ) throws {
        let keyring = HubKeyring(.ed25519(receiptKey), of: hub)
        try self.init(folder: folder, hub: hub, keyring: keyring, metrics: metrics, salt: salt)
    }

    /// Opens or creates the database in a folder that exists. Throws `HubError`.
    package init(
        folder: String,
        hub: RecordID,
        keyring: HubKeyring,
        metrics: HubMetrics = HubMetrics(),
        salt: @escaping @Sendable () -> [UInt8] = SQLiteHubStore.randomSalt
    ) throws {
        self.hub = hub
        self.keyring = keyring
        self.metrics = metrics
        self.salt = salt
        do {
            lock = try FileLock(path: folder + "/" + Self.lockFile, patience: .zero)
        } catch {
            throw HubError(error, folder: folder)
        }
        pool = try Self.translating { try Self.open(folder + "/" + Self.file) }
        try Self.translating {
            try claim()
            pool.writeWithoutTransaction { emptyLogIfOwed($0) }
        }
    }

    /// Sixteen bytes that nobody can guess.
    package static let randomSalt: @Sendable () -> [UInt8] = {
        (0..<OpSeal.saltLength).map { _ in UInt8.random(in: 0...255) }
    }

    /// Moves everything from the write-ahead log into the file, so that a stopped hub is one file, and
    /// closes it.
    package func close() throws {
        try Self.translating {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try pool.close()
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        SQLiteLibrary.countNoMemory()
        var configuration = Configuration()
        configuration.label = file
        configuration.prepareDatabase { database in
            // A row of the log takes more than a kilobyte; in pages of 8 KiB less is left unused.
            try database.execute(sql: "PRAGMA page_size = 8192")
            // Batches move the log earlier, once they have their answers (`moveLogIfLong`).
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            try database.execute(sql: "PRAGMA cache_size = -16000")
            // What must be deleted by law leaves nothing behind in free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // What a savepoint needs to be taken back would otherwise go to a file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        let migrator = Self.migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else {
            throw HubError.storage(detail: "a newer program has written \(file)")
        }
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { database in
            // GRDB lowers a WAL writer to NORMAL while opening, where a power cut loses commits.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
            guard level == 2 else {
                throw HubError.storage(detail: "\(file) runs at synchronous = \(level)")
            }
        }
        return pool
    }

    /// Writes the hub's id and keys into a new file, and refuses a file of another hub: its receipts would
    /// name a hub that did not give them.
    private func claim() throws {
        try pool.write { [hub, keyring] database in
            try database.execute(
                sql: "INSERT INTO hub (id) SELECT ? WHERE NOT EXISTS (SELECT * FROM hub)",
                arguments: [hub.description]
            )
            try database.execute(
                sql: """
                    INSERT INTO epoch (epoch, from_seq)
                    SELECT 1, 1 WHERE NOT EXISTS (SELECT * FROM epoch)
                    """
            )
            let owner = try String.fetchOne(database, sql: "SELECT id FROM hub")
            guard owner == hub.description else {
                throw HubError.storage(detail: "\(Self.file) belongs to another hub")
            }
            try KeyRows.settle(keyring, in: database)
        }
    }

    // MARK: Work on the database

    /// What a fault of the file is to those who use the hub; any other error as it is.
    static func told(_ error: any Error) -> any Error {
        switch error {
        case let error as DatabaseError: HubError(error)
        case is RowDecodingError: HubError.unreadableRow
        default: error
        }
    }

    /// Reads on one snapshot.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.read(work) } catch { throw Self.told(error) }
    }

    /// Reads with one statement, which needs no transaction to see one snapshot.
    func look<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.unsafeRead(work) } catch { throw Self.told(error) }
    }

    /// Writes in one transaction.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.write(work) } catch { throw Self.told(error) }
    }

    /// Writes in one transaction that may use and change the aggregates kept in memory. They are kept
    /// only once the transaction is committed; after a failure they are folded anew from the log.
    func writeAggregates<Value: Sendable>(
        _ work: @escaping @Sendable (Database, inout AggregateCache) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.writeWithoutTransaction { database in
                try self.changingAggregates(in: database, work)
            }
        } catch { throw Self.told(error) }
    }

    /// The same on the writing connection.
    func changingAggregates<Value>(
        in database: Database,
        _ work: (Database, inout AggregateCache) throws -> Value
    ) throws -> Value {
        var cache = aggregates.withLock { kept in
            defer { kept = AggregateCache() }
            return kept
        }
        var value: Value?
        try database.inTransaction(.immediate) {
            value = try work(database, &cache)
            return .commit
        }
        guard let value else { throw HubError.storage(detail: "nothing was written") }
        aggregates.withLock { $0 = cache }
        emptyLogIfOwed(database)
        return value
    }

    /// Empties the write-ahead log, which may still have words that the tables have no more. A reader in
    /// the middle of its work is waited for a moment; after that, every write tries again.
    func finishErasure() async {
        owesErasure.withLock { $0 = true }
        for attempt in 1...Self.erasureAttempts {
            try? await pool.writeWithoutTransaction { self.emptyLogIfOwed($0) }
            guard owesErasure.withLock({ $0 }), attempt < Self.erasureAttempts else { return }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private static let erasureAttempts = 20

    private func emptyLogIfOwed(_ database: Database) {
        guard owesErasure.withLock({ $0 }) else { return }
        guard (try? database.checkpoint(.truncate)) != nil else { return }
        owesErasure.withLock { $0 = false }
    }

    private static func translating<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError {
            throw HubError(error)
        } catch is RowDecodingError {
            throw HubError.unreadableRow
        }
    }
}

extension HubError {
    /// A column has a value that no program of ours has written there.
    static let unreadableRow = unreadable("a row")

    /// What the file has in this place no program of ours has written.
    static func unreadable(_ what: String) -> HubError {
        .damaged(file: SQLiteHubStore.file, detail: "\(what) cannot be read")
    }

    /// Translates what SQLite says; messages never carry the values of a record.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_IOERR
        where [.SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE].contains(error.extendedResultCode):
            // Some file systems report a full disk or a quota only as a failed write, and for the shared
            // memory beside a file SQLite never says more.
            self = .diskFull
        case .SQLITE_IOERR: self = .inputOutput(detail: Self.detail(of: error))
        // Our statements are sound; where one is an error, the schema is none that we have made.
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR:
            self = .damaged(file: SQLiteHubStore.file, detail: Self.detail(of: error))
        default: self = .storage(detail: Self.detail(of: error))
        }
    }

    private static func detail(of error: DatabaseError) -> String {
        error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    }

    /// The error for a folder whose lock was not taken.
    init(_ failure: FileLock.Failure, folder: String) {
        switch failure {
        case .held(let owner): self = .locked(home: folder, owner: owner)
        case .file(let path, let code):
            self = .storage(detail: "cannot open \(path): error \(code)")
        }
    }
}
