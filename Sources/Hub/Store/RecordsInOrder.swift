import GRDB
import Storage
import SyncCore

/// All rows of records, aggregate by aggregate. No index finds those of one, since nobody else asks for them; so they
/// are put in order once, by their places alone: 69 bytes of memory a row.
struct RecordsInOrder {
    private let places: PreparedStatement
    private let row: PreparedStatement
    private var hasMore = true

    /// How many rows were met that are of none of the aggregates that were asked for.
    private(set) var strays: Int64 = 0

    init(_ database: Database) throws {
        places = try PreparedStatement(
            "SELECT aggregate, rowid FROM record ORDER BY aggregate",
            in: database
        )
        row = try PreparedStatement(
            """
            SELECT kind, id, aggregate, owner, state, body, line, merged_into
            FROM record WHERE rowid = ?
            """,
            in: database
        )
        hasMore = try places.step()
    }

    /// The rows of an aggregate. Whoever asks for several asks in the order of their ids.
    mutating func rows(of id: RecordID) throws -> Set<RecordRow> {
        try passOver(to: id.description)
        var rows: Set<RecordRow> = []
        while hasMore, places.says(id.description, 0) {
            row.bind(1, places.integer(1))
            defer { row.reset() }
            if try row.step() { rows.insert(RecordRow(row)) }
            hasMore = try places.step()
        }
        return rows
    }

    /// Counts what is left as strays.
    mutating func end() throws { try passOver(to: nil) }

    /// Gives up its place.
    func reset() {
        places.reset()
        row.reset()
    }

    private mutating func passOver(to id: String?) throws {
        while hasMore {
            if let id, !(places.text(0) ?? "").utf8.lexicographicallyPrecedes(id.utf8) { return }
            strays += 1
            hasMore = try places.step()
        }
    }
}
