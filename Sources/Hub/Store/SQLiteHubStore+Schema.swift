import GRDB
import Storage

extension SQLiteHubStore {
    /// The history of the schema: appended to, never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 members, log, records") { database in
            try database.execute(sql: members)
            try database.execute(sql: log)
            try database.execute(sql: scopes)
        }
        migrator.registerMigration("2 credit facts, documents") { database in
            try database.execute(sql: facts)
        }
        migrator.registerMigration("3 names of credit facts") { database in
            // Two commands at the same time cannot give one name twice.
            try database.execute(
                sql: """
                    CREATE UNIQUE INDEX credit_fact_by_reference ON credit_fact (subject, reference)
                        WHERE reference IS NOT NULL
                    """
            )
        }
        migrator.registerMigration("4 epochs") { database in
            try database.execute(sql: epochs)
        }
        migrator.registerMigration("5 what was said again") { database in
            try database.execute(
                sql: """
                    CREATE INDEX log_by_first_name ON log (site, reissue_of)
                        WHERE reissue_of IS NOT NULL
                    """
            )
        }
        migrator.registerMigration("6 what records come to") { database in
            try database.execute(sql: digests)
            try DigestRows.writeAll(in: database)
        }
        migrator.registerMigration("7 merged registrations") { database in
            try database.execute(sql: AliasRows.schema)
        }
        migrator.registerMigration("8 digests of members") { database in
            try MemberRows.addDigests(in: database)
        }
        migrator.registerMigration("9 former certificates") { database in
            try database.execute(sql: FormerCertificateRows.schema)
            try database.execute(sql: TokenUseRows.schema)
        }
        migrator.registerMigration("10 tree of the log") { database in
            try database.execute(sql: TreeRows.schema)
            try TreeRows.grow(from: 0, to: LogRows.head(database).seq, in: database)
        }
        migrator.registerMigration("11 blobs") { database in
            try database.execute(sql: BlobRows.schema)
        }
        migrator.registerMigration("12 receipt keys") { database in
            try database.execute(sql: KeyRows.schema)
        }
        migrator.registerMigration("13 suites of signatures") { database in
            try database.execute(
                sql: "ALTER TABLE root ADD COLUMN suite TEXT NOT NULL DEFAULT 'ed25519-sha256'"
            )
        }
        migrator.registerMigration("14 checks by comparison") { database in
            try database.compareInCheck(of: "log", "kind")
            try database.compareInCheck(of: "record", "kind")
        }
        migrator.registerMigration("15 an index of named files only") { database in
            try database.execute(sql: BlobRows.narrowIndex)
        }
        migrator.registerMigration("16 leaves of roots") { database in
            try ReceiptRoots.keepLeaves(in: database)
        }
        migrator.registerMigration("17 references that their writer keeps") { database in
            // Both rows are written by the same lines, one behind the other, for every op.
            try database.dropReference(of: "log", "root_id")
            try database.dropReference(of: "visible", "log_seq")
            try database.dropReference(of: "record", "aggregate")
            try database.dropReference(of: "digest", "aggregate")
        }
        return migrator
    }

    /// What the exported records of an aggregate come to, once for each organisation that sees it, so that no
    /// question ever touches a row of somebody else's.
    private static let digests = """
        CREATE TABLE digest (
            organisation TEXT NOT NULL,
            aggregate TEXT NOT NULL REFERENCES aggregate (id),
            records INTEGER NOT NULL,
            sum BLOB NOT NULL CHECK (length(sum) = 16),
            PRIMARY KEY (organisation, aggregate)
        ) STRICT, WITHOUT ROWID;
        """

    /// Each recovery from a backup opens an epoch; an entry belongs to the last one that begins at it or
    /// before it. `latest_at` is the latest time that any entry was given, which those that came again
    /// with their original time do not have; `former_epoch` and `former_seq` say where those stood. `seen_epoch` and `seen_seq` are the furthest place that a site
    /// has shown and that this log does not have.
    private static let epochs = """
        CREATE TABLE epoch (
            epoch INTEGER PRIMARY KEY,
            from_seq INTEGER NOT NULL,
            opened_at INTEGER
        ) STRICT;
        INSERT INTO epoch (epoch, from_seq) SELECT epoch, 1 FROM hub;
        ALTER TABLE hub DROP COLUMN epoch;
        ALTER TABLE hub ADD COLUMN latest_at INTEGER;
        ALTER TABLE hub ADD COLUMN seen_epoch INTEGER;
        ALTER TABLE hub ADD COLUMN seen_seq INTEGER;
        UPDATE hub SET latest_at = (SELECT max(received_at) FROM log);
        ALTER TABLE log ADD COLUMN base_epoch INTEGER;
        ALTER TABLE log ADD COLUMN reissue_of TEXT;
        ALTER TABLE log ADD COLUMN former_epoch INTEGER;
        ALTER TABLE log ADD COLUMN former_seq INTEGER;
        """

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
    /// after another, until migration 16; `notes` what the merge said about fields, NULL where there was nothing
    /// to say.
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

    /// SQLite cannot widen a check, so `record` is written anew. `credit_fact` repeats the settled facts
    /// in columns, in an index that covers what a grade needs; `aggregate_of_authority` finds what
    /// every new organisation is given.
    private static let facts = """
        ALTER TABLE record RENAME TO record_1;
        DROP INDEX record_by_state;
        DROP INDEX record_by_body;
        CREATE TABLE record (
            kind TEXT NOT NULL CHECK (kind IN ('application', 'credit_fact', 'instrument',
                'policy_document', 'verification')),
            id TEXT NOT NULL,
            aggregate TEXT NOT NULL REFERENCES aggregate (id),
            owner TEXT NOT NULL,
            state TEXT,
            body TEXT,
            line TEXT,
            PRIMARY KEY (kind, id)
        ) STRICT;
        INSERT INTO record SELECT * FROM record_1;
        DROP TABLE record_1;
        CREATE INDEX record_by_state ON record (kind, state) WHERE state IS NOT NULL;
        CREATE INDEX record_by_body ON record (body) WHERE body IS NOT NULL;
        CREATE TABLE credit_fact (
            id TEXT NOT NULL PRIMARY KEY,
            subject TEXT NOT NULL,
            reference TEXT,
            code TEXT NOT NULL,
            class TEXT NOT NULL CHECK (class IN ('good', 'bad', 'direct')),
            determined_on TEXT NOT NULL CHECK (length(determined_on) = 10),
            procedure TEXT,
            final INTEGER CHECK (final IN (0, 1)),
            repaired_on TEXT CHECK (length(repaired_on) = 10),
            retain_until TEXT CHECK (length(retain_until) = 10)
        ) STRICT;
        CREATE INDEX credit_fact_by_subject ON credit_fact (subject, determined_on, id, reference,
            code, class, procedure, final, repaired_on, retain_until);
        CREATE INDEX aggregate_of_authority ON aggregate (id) WHERE owner = 'authority';
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
