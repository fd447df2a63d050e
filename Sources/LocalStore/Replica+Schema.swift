import GRDB
import Storage

extension Replica {
    /// The history of the schema: appended to, never edited.
    ///
    /// `latest_on`, `latest_result` and `valid_until` of an instrument repeat its latest effective
    /// verification, so that one covering index answers how many instruments have which colour.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 instrument, verification") { database in
            try database.execute(
                sql: """
                    CREATE TABLE instrument (
                        id TEXT NOT NULL PRIMARY KEY,
                        serial TEXT NOT NULL CHECK (serial <> ''),
                        name TEXT,
                        model TEXT,
                        manufacturer TEXT,
                        measuring_range TEXT,
                        accuracy TEXT,
                        category TEXT,
                        subcategory TEXT,
                        origin TEXT,
                        location TEXT,
                        region TEXT,
                        quantity TEXT,
                        purpose TEXT,
                        delivery TEXT,
                        status TEXT NOT NULL CHECK (status IN
                            ('in_use', 'standby', 'stopped', 'repairing', 'scrapped')),
                        compulsory INTEGER NOT NULL CHECK (compulsory IN (0, 1)),
                        regime TEXT NOT NULL CHECK (regime IN
                            ('periodic', 'rotate', 'scrap_when_inaccurate')),
                        repaired_on TEXT CHECK (length(repaired_on) = 10),
                        latest_on TEXT CHECK (length(latest_on) = 10),
                        latest_result TEXT,
                        valid_until TEXT CHECK (length(valid_until) = 10),
                        identity TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX instrument_by_identity ON instrument (identity);
                    CREATE INDEX instrument_by_color_inputs ON instrument (status, compulsory,
                        regime, latest_result, valid_until, latest_on, repaired_on);
                    CREATE TABLE verification (
                        id TEXT NOT NULL PRIMARY KEY,
                        instrument_id TEXT NOT NULL REFERENCES instrument (id) ON DELETE CASCADE,
                        verified_on TEXT NOT NULL CHECK (length(verified_on) = 10),
                        valid_until TEXT CHECK (length(valid_until) = 10),
                        result TEXT NOT NULL CHECK (result IN ('pass', 'fail', 'cancelled')),
                        certificate_number TEXT,
                        body_name TEXT,
                        declared INTEGER NOT NULL CHECK (declared IN (0, 1))
                    ) STRICT;
                    CREATE INDEX verification_by_instrument ON verification (instrument_id);
                    CREATE TABLE folded (op_seq INTEGER NOT NULL) STRICT;
                    INSERT INTO folded VALUES (0);
                    """
            )
        }
        migrator.registerMigration("2 hub: log, cursor, conflicts, applications") { database in
            try database.execute(sql: Self.hubSchema)
        }
        migrator.registerMigration("3 credit facts, documents") { database in
            try database.execute(sql: Self.factSchema)
        }
        migrator.registerMigration("4 parts of a device") { database in
            try database.execute(sql: "ALTER TABLE instrument ADD COLUMN parent TEXT")
        }
        migrator.registerMigration("5 stored colours") { database in
            try database.execute(sql: Self.colorSchema)
        }
        migrator.registerMigration("6 cursor history, what the hub has lost") { database in
            try database.execute(sql: Self.historySchema)
        }
        migrator.registerMigration("7 since when an entry is seen") { database in
            try database.execute(sql: Self.sightSchema)
        }
        migrator.registerMigration("8 corrections of results") { database in
            try database.execute(sql: Self.correctionSchema)
        }
        migrator.registerMigration("9 quarantine") { database in
            try database.execute(sql: quarantineSchema)
        }
        migrator.registerMigration("10 alias") { database in
            try database.execute(sql: AliasRows.schema)
        }
        migrator.registerMigration("11 digests of the log") { database in
            try database.execute(sql: "ALTER TABLE hub_log ADD COLUMN digest BLOB")
        }
        migrator.registerMigration("12 how many ops the tables leave out") { database in
            let sql = "ALTER TABLE folded ADD COLUMN refused INTEGER NOT NULL DEFAULT 0"
            try database.execute(sql: sql)
        }
        migrator.registerMigration("13 the life in which the tables were written") { database in
            let sql = "ALTER TABLE folded ADD COLUMN life INTEGER NOT NULL DEFAULT 0"
            try database.execute(sql: sql)
        }
        migrator.registerMigration("14 checks by comparison") { database in
            for column in ["status", "regime", "color"] {
                try database.compareInCheck(of: "instrument", column)
            }
            try database.compareInCheck(of: "verification", "result")
        }
        return migrator
    }

    /// `cursor_history` has places where the site has been, denser the nearer. `hub_log_lost` has what
    /// stood in the hub's log until it was put back from a backup, and has not come back.
    private static let historySchema = """
        CREATE TABLE cursor_history (
            seq INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            mark TEXT NOT NULL
        ) STRICT;
        INSERT INTO cursor_history SELECT seq, epoch, mark FROM cursor;
        ALTER TABLE hub_log ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE hub_log ADD COLUMN former_epoch INTEGER;
        ALTER TABLE hub_log ADD COLUMN former_seq INTEGER;
        ALTER TABLE hub_log ADD COLUMN base_epoch INTEGER;
        ALTER TABLE hub_log ADD COLUMN reissue_of TEXT;
        CREATE TABLE hub_log_lost (
            seq INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            organisation TEXT NOT NULL,
            party TEXT NOT NULL,
            is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
            site TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            op_seq INTEGER NOT NULL,
            aggregate_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            time TEXT NOT NULL,
            claimed_at INTEGER NOT NULL,
            base INTEGER,
            batch_id TEXT,
            body TEXT,
            epoch INTEGER NOT NULL,
            former_epoch INTEGER,
            former_seq INTEGER,
            base_epoch INTEGER,
            reissue_of TEXT,
            PRIMARY KEY (site, incarnation, op_seq, epoch, seq)
        ) STRICT;
        CREATE INDEX hub_log_lost_by_aggregate ON hub_log_lost (aggregate_id);
        """

    /// `at_seq` is where the site stood once it had the entry: later than its number where an application
    /// has let a body see what was there before. Of entries from before that was noted nobody knows it,
    /// so a site that has to go back behind them goes back to the start.
    private static let sightSchema = """
        ALTER TABLE hub_log ADD COLUMN at_seq INTEGER NOT NULL DEFAULT 0;
        UPDATE hub_log SET at_seq = (SELECT max(seq) FROM cursor);
        DELETE FROM cursor_history WHERE seq < (SELECT max(seq) FROM cursor);
        """

    /// `effective` is whether a verification counts, or was corrected by another.
    private static let correctionSchema = """
        ALTER TABLE verification ADD COLUMN supersedes TEXT;
        ALTER TABLE verification ADD COLUMN corrected_by TEXT;
        ALTER TABLE verification ADD COLUMN effective INTEGER NOT NULL DEFAULT 1
            CHECK (effective IN (0, 1));
        """

    /// What the authority writes and every site of the subject, or every site, reads.
    private static let factSchema = """
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
        CREATE INDEX credit_fact_by_subject ON credit_fact (subject, determined_on, id);
        CREATE TABLE policy_document (
            id TEXT NOT NULL PRIMARY KEY,
            document TEXT NOT NULL,
            version TEXT NOT NULL,
            number TEXT NOT NULL,
            text TEXT NOT NULL,
            signature TEXT NOT NULL
        ) STRICT;
        """

    /// What came with the hub. `hub_log` is the hub's log as far as this site may see it; ops of the
    /// site's own stand there without their bodies, which the journal has.
    private static let hubSchema = """
        ALTER TABLE instrument ADD COLUMN filing TEXT;
        ALTER TABLE verification ADD COLUMN application TEXT;
        ALTER TABLE verification ADD COLUMN issued_on TEXT;
        ALTER TABLE verification ADD COLUMN inspector TEXT;
        ALTER TABLE verification ADD COLUMN verifier TEXT;
        ALTER TABLE verification ADD COLUMN approver TEXT;
        ALTER TABLE verification ADD COLUMN regulation TEXT;
        ALTER TABLE verification ADD COLUMN certificate_digest TEXT;
        ALTER TABLE verification ADD COLUMN certificate_size TEXT;
        CREATE TABLE application (
            id TEXT NOT NULL PRIMARY KEY,
            instrument_id TEXT NOT NULL REFERENCES instrument (id) ON DELETE CASCADE,
            body TEXT,
            reason TEXT,
            window_from TEXT,
            window_to TEXT,
            applied_on TEXT,
            state TEXT NOT NULL,
            accepted_on TEXT,
            scheduled_on TEXT,
            tested_on TEXT,
            completed_on TEXT
        ) STRICT;
        CREATE INDEX application_by_instrument ON application (instrument_id);
        CREATE TABLE hub_log (
            seq INTEGER PRIMARY KEY,
            received_at INTEGER NOT NULL,
            organisation TEXT NOT NULL,
            party TEXT NOT NULL,
            is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
            site TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            op_seq INTEGER NOT NULL,
            aggregate_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            time TEXT NOT NULL,
            claimed_at INTEGER NOT NULL,
            base INTEGER,
            batch_id TEXT,
            body TEXT
        ) STRICT;
        CREATE INDEX hub_log_by_aggregate ON hub_log (aggregate_id, seq);
        CREATE UNIQUE INDEX hub_log_own ON hub_log (op_seq) WHERE is_own = 1;
        CREATE TABLE cursor (
            shard TEXT NOT NULL PRIMARY KEY,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            mark TEXT NOT NULL,
            settled_through INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE conflict (
            n INTEGER PRIMARY KEY,
            seq INTEGER NOT NULL,
            aggregate_id TEXT NOT NULL,
            record_kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            field TEXT NOT NULL,
            rule TEXT NOT NULL,
            outcome TEXT NOT NULL,
            resolved_by INTEGER,
            winner_seq INTEGER NOT NULL,
            winner_value TEXT,
            winner_organisation TEXT NOT NULL,
            winner_party TEXT NOT NULL,
            winner_site TEXT NOT NULL,
            winner_author TEXT NOT NULL,
            winner_at INTEGER NOT NULL,
            loser_seq INTEGER NOT NULL,
            loser_value TEXT,
            loser_organisation TEXT NOT NULL,
            loser_party TEXT NOT NULL,
            loser_site TEXT NOT NULL,
            loser_author TEXT NOT NULL,
            loser_at INTEGER NOT NULL,
            UNIQUE (record_id, field, winner_seq, loser_seq)
        ) STRICT;
        CREATE INDEX conflict_by_field ON conflict (record_id, field);
        """
}
