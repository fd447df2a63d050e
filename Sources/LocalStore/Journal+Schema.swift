import GRDB
import Storage

extension Journal {
    /// The history of the schema: appended to, never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 site, outbox, imports") { database in
            try database.execute(
                sql: """
                    CREATE TABLE site (
                        id TEXT NOT NULL PRIMARY KEY,
                        incarnation INTEGER NOT NULL,
                        role TEXT NOT NULL CHECK (role IN ('user-unit', 'verification-body')),
                        organisation TEXT NOT NULL,
                        name TEXT NOT NULL,
                        region TEXT,
                        created_at TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE import_batch (
                        id TEXT NOT NULL PRIMARY KEY,
                        name TEXT NOT NULL UNIQUE,
                        file TEXT NOT NULL,
                        imported_at TEXT NOT NULL,
                        undone_at TEXT
                    ) STRICT;
                    CREATE TABLE outbox (
                        op_seq INTEGER PRIMARY KEY,
                        incarnation INTEGER NOT NULL,
                        time TEXT NOT NULL CHECK (length(time) = 16),
                        claimed_at INTEGER NOT NULL,
                        aggregate_id TEXT NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('register', 'change', 'withdraw')),
                        batch_id TEXT REFERENCES import_batch (id),
                        body TEXT,
                        salt BLOB,
                        body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
                        previous BLOB NOT NULL CHECK (length(previous) = 32),
                        hash BLOB NOT NULL CHECK (length(hash) = 32),
                        CHECK ((body IS NULL) = (salt IS NULL))
                    ) STRICT;
                    CREATE INDEX outbox_by_aggregate ON outbox (aggregate_id, op_seq);
                    """
            )
        }
        migrator.registerMigration("2 hub: base, membership, receipts, dead letters") { database in
            try database.execute(
                sql: """
                    ALTER TABLE outbox ADD COLUMN base INTEGER;
                    CREATE TABLE membership (
                        hub TEXT NOT NULL PRIMARY KEY,
                        url TEXT NOT NULL,
                        city TEXT NOT NULL,
                        ca TEXT NOT NULL,
                        receipt_key BLOB NOT NULL CHECK (length(receipt_key) = 32),
                        certificate TEXT NOT NULL,
                        certificate_expires INTEGER NOT NULL,
                        epoch INTEGER NOT NULL,
                        joined_at INTEGER NOT NULL,
                        answered_through INTEGER NOT NULL DEFAULT 0,
                        contact_at INTEGER,
                        clock_offset INTEGER
                    ) STRICT;
                    CREATE TABLE receipt_root (
                        id INTEGER PRIMARY KEY,
                        hub TEXT NOT NULL,
                        root BLOB NOT NULL UNIQUE,
                        count INTEGER NOT NULL,
                        key_id TEXT NOT NULL,
                        signature BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE receipt (
                        op_seq INTEGER PRIMARY KEY REFERENCES outbox (op_seq),
                        root_id INTEGER NOT NULL REFERENCES receipt_root (id),
                        position INTEGER NOT NULL,
                        path BLOB NOT NULL,
                        epoch INTEGER NOT NULL,
                        hub_seq INTEGER NOT NULL,
                        received_at INTEGER NOT NULL,
                        notes TEXT
                    ) STRICT;
                    CREATE TABLE dead_letter (
                        op_seq INTEGER PRIMARY KEY REFERENCES outbox (op_seq),
                        code TEXT NOT NULL,
                        detail TEXT NOT NULL,
                        at INTEGER NOT NULL
                    ) STRICT;
                    """
            )
        }
        migrator.registerMigration("3 hub time") { database in
            try database.execute(sql: "ALTER TABLE membership ADD COLUMN hub_time INTEGER")
        }
        migrator.registerMigration("4 former receipts") { database in
            try database.execute(sql: formerReceipts)
        }
        migrator.registerMigration("5 halt") { database in
            try database.execute(
                sql: """
                    CREATE TABLE halt (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        code TEXT NOT NULL CHECK (code IN ('op-fork', 'stale-incarnation')),
                        number INTEGER NOT NULL
                    ) STRICT;
                    """
            )
        }
        migrator.registerMigration("6 waiting, isolated") { database in
            try database.execute(sql: waitingSchema)
            try WaitingRow.insertMissing(in: database)
        }
        migrator.registerMigration("7 hub ranks") { database in
            try database.execute(sql: "ALTER TABLE membership ADD COLUMN hub_ranks TEXT")
        }
        migrator.registerMigration("8 digests of site and membership", migrate: DigestedRow.migrate)
        migrator.registerMigration("9 tree head") { database in
            try database.execute(sql: TreeHeadRows.schema)
        }
        migrator.registerMigration("10 blob uploads") { database in
            // How far a file has come, the hub knows; what it has confirmed is kept here.
            try database.execute(
                sql: """
                    CREATE TABLE blob_receipt (
                        digest TEXT NOT NULL PRIMARY KEY CHECK (length(digest) = 64),
                        size INTEGER NOT NULL,
                        received_at INTEGER NOT NULL,
                        receipt TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("11 receipt keys", migrate: DigestedRow.migrateKeys)
        migrator.registerMigration("13 revoked") { database in
            try database.execute(sql: "ALTER TABLE membership ADD COLUMN revoked_at INTEGER")
        }
        migrator.registerMigration("14 suites of signatures") { database in
            try database.execute(
                sql: """
                    ALTER TABLE receipt_root ADD COLUMN suite TEXT NOT NULL
                        DEFAULT 'ed25519-sha256'
                    """
            )
        }
        migrator.registerMigration("15 checks by comparison") { database in
            try database.compareInCheck(of: "outbox", "kind")
        }
        return migrator
    }

    /// Receipts for entries that the hub has lost: its word stays good.
    private static let formerReceipts = """
        CREATE TABLE former_receipt (
            op_seq INTEGER NOT NULL REFERENCES outbox (op_seq),
            root_id INTEGER NOT NULL REFERENCES receipt_root (id),
            position INTEGER NOT NULL,
            path BLOB NOT NULL,
            epoch INTEGER NOT NULL,
            hub_seq INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            notes TEXT,
            PRIMARY KEY (op_seq, epoch, hub_seq)
        ) STRICT;
        ALTER TABLE outbox ADD COLUMN base_epoch INTEGER;
        ALTER TABLE outbox ADD COLUMN reissue_of TEXT;
        """
}
