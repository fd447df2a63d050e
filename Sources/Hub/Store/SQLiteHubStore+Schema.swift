import GRDB

extension SQLiteHubStore {
    /// The history of the schema: appended to, never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 members, log, records") { database in
            try database.execute(sql: members)
            try database.execute(sql: log)
            try database.execute(sql: scopes)
        }
        return migrator
    }

    /// Who may join.
    private static let members = """
        CREATE TABLE hub (
            id TEXT NOT NULL PRIMARY KEY,
            epoch INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE organisation (
            code TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            party TEXT NOT NULL
                CHECK (party IN ('user-unit', 'verification-body', 'authority')),
            region TEXT
        ) STRICT;
        CREATE TABLE token (
            digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
            organisation TEXT NOT NULL REFERENCES organisation (code),
            party TEXT NOT NULL,
            uses INTEGER NOT NULL,
            used INTEGER NOT NULL DEFAULT 0 CHECK (used <= uses),
            expires INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE site (
            id TEXT NOT NULL PRIMARY KEY,
            organisation TEXT NOT NULL REFERENCES organisation (code),
            party TEXT NOT NULL,
            name TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
            certificate_fingerprint TEXT NOT NULL,
            certificate_expires INTEGER NOT NULL,
            enrolled_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;
        """

    /// What was received, in order, with its proof. `path` holds the hashes of the receipt's path one
    /// after another; `notes` what the merge said about fields, NULL where there was nothing to say.
    private static let log = """
        CREATE TABLE root (
            id INTEGER PRIMARY KEY,
            root BLOB NOT NULL CHECK (length(root) = 32),
            count INTEGER NOT NULL,
            key_id TEXT NOT NULL,
            signature BLOB NOT NULL
        ) STRICT;
        CREATE TABLE log (
            seq INTEGER PRIMARY KEY,
            site TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            op_seq INTEGER NOT NULL,
            aggregate TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('register', 'change', 'withdraw')),
            time INTEGER NOT NULL,
            claimed_at INTEGER NOT NULL,
            base INTEGER,
            batch TEXT,
            body TEXT,
            salt BLOB,
            body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            organisation TEXT NOT NULL,
            party TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            mark BLOB NOT NULL CHECK (length(mark) = 16),
            root_id INTEGER NOT NULL REFERENCES root (id),
            position INTEGER NOT NULL,
            path BLOB NOT NULL,
            notes TEXT,
            CHECK ((body IS NULL) = (salt IS NULL)),
            UNIQUE (site, incarnation, op_seq)
        ) STRICT;
        CREATE INDEX log_by_aggregate ON log (aggregate);
        """

    /// Whose an instrument is, who else reads it, and its settled records. An entry of the log is
    /// `visible` to an organisation from the number `at_seq` on, which is later than its own where
    /// the organisation was let in later. A record that was taken back has no `line` any more, but its
    /// id stays taken.
    private static let scopes = """
        CREATE TABLE aggregate (
            id TEXT NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reader (
            aggregate TEXT NOT NULL REFERENCES aggregate (id),
            organisation TEXT NOT NULL REFERENCES organisation (code),
            PRIMARY KEY (aggregate, organisation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reader_by_organisation ON reader (organisation);
        CREATE TABLE visible (
            organisation TEXT NOT NULL,
            at_seq INTEGER NOT NULL,
            log_seq INTEGER NOT NULL REFERENCES log (seq),
            PRIMARY KEY (organisation, at_seq, log_seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE record (
            kind TEXT NOT NULL CHECK (kind IN ('application', 'instrument', 'verification')),
            id TEXT NOT NULL,
            aggregate TEXT NOT NULL REFERENCES aggregate (id),
            owner TEXT NOT NULL,
            state TEXT,
            body TEXT,
            line TEXT,
            PRIMARY KEY (kind, id)
        ) STRICT;
        CREATE INDEX record_by_state ON record (kind, state) WHERE state IS NOT NULL;
        CREATE INDEX record_by_body ON record (body) WHERE body IS NOT NULL;
        """
}
