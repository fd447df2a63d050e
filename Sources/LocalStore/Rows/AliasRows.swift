/// Which registrations were merged into others, as the tables have it.
enum AliasRows {
    /// Such registrations are rare: the index has those only, and without any it answers without a page of
    /// the table.
    static let schema = """
        ALTER TABLE instrument ADD COLUMN merged_into TEXT;
        ALTER TABLE instrument ADD COLUMN merge_evidence TEXT;
        CREATE INDEX instrument_merged ON instrument (merged_into) WHERE merged_into IS NOT NULL;
        """
}
