import GRDB

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
        return migrator
    }
}
