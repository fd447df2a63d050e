extension Replica {
    /// Stored colours, NULL where nobody has judged yet, and the day that they were judged for.
    ///
    /// `judged_by` is all that the colour of most instruments depends on, as one text: rows are
    /// grouped by one comparison instead of five. The index answers what has to be judged, and by
    /// what is judged already, without the table. The second one is empty most of the time.
    static let colorSchema = """
        ALTER TABLE instrument ADD COLUMN color TEXT
            CHECK (color IN ('none', 'green', 'yellow', 'red'));
        ALTER TABLE instrument ADD COLUMN violations TEXT;
        ALTER TABLE instrument ADD COLUMN judged_by TEXT GENERATED ALWAYS AS (
            status || ' ' || compulsory || ' ' || regime || ' ' || ifnull(latest_result, '-')
            || ' ' || ifnull(valid_until, '-') || iif(repaired_on IS NULL, '', ' repaired')
        ) VIRTUAL;
        DROP INDEX instrument_by_color_inputs;
        \(colorIndex);
        \(unjudgedIndex);
        CREATE TABLE judged (day TEXT CHECK (length(day) = 10)) STRICT;
        INSERT INTO judged VALUES (NULL);
        """

    static let unjudgedIndex = """
        CREATE INDEX instrument_unjudged ON instrument (compulsory) WHERE color IS NULL
        """

    static let colorIndex = """
        CREATE INDEX instrument_by_color_inputs
        ON instrument (judged_by, color, violations, latest_on)
        """
}
