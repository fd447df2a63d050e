import GRDB

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
        return migrator
    }
}
