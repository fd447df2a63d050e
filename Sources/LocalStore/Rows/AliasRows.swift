import GRDB
import Storage
import SyncCore

/// Which registrations stand for which, as the tables have it: both ends are here.
enum AliasRows {
    /// Merged registrations are rare: the index has those only, and without any it answers without a page
    /// of the table.
    static let schema = """
        ALTER TABLE instrument ADD COLUMN merged_into TEXT;
        ALTER TABLE instrument ADD COLUMN merge_evidence TEXT;
        CREATE INDEX instrument_merged ON instrument (merged_into) WHERE merged_into IS NOT NULL;
        """

    static func state(_ database: Database) throws -> AliasState {
        let row = try PreparedStatement(
            """
            SELECT one.id, one.merged_into FROM instrument AS one
                JOIN instrument AS other ON other.id = one.merged_into
            WHERE one.merged_into IS NOT NULL
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

    /// All that are one instrument with a registration; none where it was not merged.
    static func group(of id: RecordID, in database: Database) throws -> Set<RecordID> {
        let aliases = try state(database)
        guard aliases.merged.contains(id) else { return [] }
        return Set(aliases.members(of: aliases.canonical(of: id)))
    }

    /// Has these judged anew: what one of them was told counts for another.
    static func unjudge(_ ids: Set<RecordID>, in database: Database) throws {
        guard !ids.isEmpty else { return }
        let row = try PreparedStatement(
            "UPDATE instrument SET color = NULL, violations = NULL WHERE id = ?",
            in: database
        )
        for id in ids {
            row.bind(1, id.description)
            try row.run()
        }
    }
}
