import GRDB
import Policy
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

/// The rows of registrations that are one instrument with others. No group of rows speaks for them: those
/// that are absorbed are not counted, and of the one that stands for them all facts are looked at.
struct MergedRows {
    let aliases: AliasState
    private var numbers: Set<Int64> = []
    private var ids: Set<String> = []
    private var rows: [(judgedBy: String, latestOn: Day?)] = []

    init(_ database: Database) throws {
        aliases = try AliasRows.state(database)
        guard !aliases.isEmpty else { return }
        let row = try PreparedStatement(
            "SELECT rowid, judged_by, latest_on FROM instrument WHERE id = ?",
            in: database
        )
        for id in aliases.merged {
            row.bind(1, id.description)
            guard try row.step() else { continue }
            numbers.insert(row.integer(0))
            ids.insert(id.description)
            let latest = row.isNull(2) ? nil : row.withBytes(2, Day.init(ascii:))
            rows.append((row.text(1) ?? "", latest))
            row.reset()
        }
    }

    var isEmpty: Bool { rows.isEmpty }
    var count: Int { rows.count }
    var absorbed: [RecordID] { aliases.merged.filter(aliases.isAbsorbed) }
    var canonicals: [RecordID] { aliases.merged.filter { !aliases.isAbsorbed($0) } }

    func contains(number: Int64) -> Bool { numbers.contains(number) }
    func contains(id: String) -> Bool { ids.contains(id) }

    /// How many of them stand in a group of rows.
    func count(in judgedBy: String) -> Int {
        isEmpty ? 0 : rows.count { $0.judgedBy == judgedBy }
    }

    /// How many of these were verified for the last time after a day.
    func count(in judgedBy: String, after day: Day) -> Int {
        isEmpty
            ? 0 : rows.count { $0.judgedBy == judgedBy && $0.latestOn.map { $0 > day } ?? false }
    }
}
