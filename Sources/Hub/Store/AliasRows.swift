import GRDB
import Storage
import SyncCore

/// Which registrations stand for which, as the log has it: both ends are there, neither was taken back.
enum AliasRows {
    /// Merges are rare: the index has those records only.
    static let schema = """
        ALTER TABLE record ADD COLUMN merged_into TEXT;
        CREATE INDEX record_merged ON record (merged_into) WHERE merged_into IS NOT NULL;
        """

    static func state(_ database: Database) throws -> AliasState {
        let row = try PreparedStatement(
            """
            SELECT id, merged_into FROM record
            WHERE merged_into IS NOT NULL AND EXISTS (
                SELECT * FROM record AS other
                WHERE other.kind = 'instrument' AND other.id = record.merged_into
                    AND other.line IS NOT NULL
            )
            """,
            in: database
        )
        defer { row.reset() }
        var merges: [AliasState.Merge] = []
        while try row.step() {
            let canonical = RecordID(trusted: row.text(1) ?? "")
            merges.append(AliasState.Merge(RecordID(trusted: row.text(0) ?? ""), into: canonical))
        }
        return AliasState(merges)
    }
}
