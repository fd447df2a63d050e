import GRDB
import Policy
import Storage
import SyncCore

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
