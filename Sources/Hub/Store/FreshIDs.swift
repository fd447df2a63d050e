import GRDB
import Storage
import SyncCore

/// Which ids that a batch registers the hub has never seen. Ids sort by age, and a site registers what it has just
/// made; so one look at a stretch of an index mostly answers for the whole batch. Only where something stands in
/// the stretch has the hub to be asked for each id.
struct FreshIDs {
    private var hasAggregates = true
    private var kinds: Set<RecordKind> = []

    /// Knows of none.
    init() {}

    /// Looks for those of the registrations among the ops.
    init(_ ops: [IncomingOp], in database: Database) throws {
        var aggregates: Stretch?
        var records: [RecordKind: Stretch] = [:]
        // By place: to take an op out would copy all that it refers to.
        for place in ops.indices where ops[place].op.header.kind == .register {
            Stretch.extend(&aggregates, to: ops[place].op.header.aggregate)
            for record in ops[place].records where !record.kind.isRoot {
                Stretch.extend(&records[record.kind], to: record.id)
            }
        }
        if let aggregates {
            let sql = "SELECT 1 FROM aggregate WHERE id BETWEEN ? AND ? LIMIT 1"
            hasAggregates = try aggregates.hasAny(try PreparedStatement(sql, in: database), 1)
        }
        for (kind, stretch) in records {
            let sql = "SELECT 1 FROM record WHERE kind = ? AND id BETWEEN ? AND ? LIMIT 1"
            let row = try PreparedStatement(sql, in: database)
            row.bind(1, kind.rawValue)
            if try !stretch.hasAny(row, 2) { kinds.insert(kind) }
        }
    }

    /// Whether the hub has surely nothing of the aggregate that an op is about.
    func hasNothing(of header: OpHeader) -> Bool { header.kind == .register && !hasAggregates }

    /// Whether the hub has surely no record of this kind that an op names.
    func hasNoRecord(of kind: RecordKind, in header: OpHeader) -> Bool {
        header.kind == .register && kinds.contains(kind)
    }

    /// The first and the last of some ids.
    private struct Stretch {
        var first: String
        var last: String

        static func extend(_ stretch: inout Stretch?, to id: RecordID) {
            let id = id.description
            guard let known = stretch else {
                stretch = Stretch(first: id, last: id)
                return
            }
            if id < known.first { stretch?.first = id }
            if id > known.last { stretch?.last = id }
        }

        /// Whether a statement finds a row between the two, which are its parameters from this one on.
        func hasAny(_ row: PreparedStatement, _ parameter: Int32) throws -> Bool {
            row.bind(parameter, first)
            row.bind(parameter + 1, last)
            defer { row.reset() }
            return try row.step()
        }
    }
}
