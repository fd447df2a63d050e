import GRDB
import Storage
import SyncCore

/// Most changes are about a few fields of an instrument. Writing those alone leaves the indexes of all other
/// columns as they are, and the stored colour where nothing that decides it has changed.
extension Replica {
    /// Changes the row of an instrument, where nothing else of its aggregate is other than it is to be.
    ///
    /// - Returns: `false` where the rows of the aggregate have to be written again.
    static func update(
        _ aggregate: RecordID,
        as state: AggregateState,
        in database: Database
    ) throws -> Bool {
        let shown = state.records.filter { state.shows($0) && $0.isComplete }
        guard let instrument = shown.first(where: { $0.kind == .instrument }),
            instrument.id == aggregate,
            let changed = try CanonicalRow.differences(of: instrument, in: database),
            try [RecordKind.application, .verification].allSatisfy({ kind in
                let records = shown.filter { $0.kind == kind }
                return try CanonicalRow.are(records, kind, of: aggregate, in: database)
            })
        else { return false }
        let fields = changed.compactMap(InstrumentField.init(rawValue:))
        if !fields.isEmpty { try write(fields, of: instrument, in: database) }
        return true
    }

    private static func write(
        _ changed: [InstrumentField],
        of instrument: MergedRecord,
        in database: Database
    ) throws {
        var columns = changed.map(\.column)
        if changed.contains(where: identifying.contains) { columns.append("identity") }
        let values = columns.map { "\($0) = ?" }
        let unjudged =
            changed.contains(where: decidingColor.contains)
            ? ["color = NULL", "violations = NULL"] : []
        let assignments = (values + unjudged).joined(separator: ", ")
        let statement = try PreparedStatement(
            "UPDATE instrument SET \(assignments) WHERE id = ?",
            in: database
        )
        for (index, field) in changed.enumerated() {
            let (parameter, value) = (Int32(index + 1), instrument[field])
            if field == .compulsory {
                statement.bind(parameter, value == "false" ? 0 : 1)
            } else {
                statement.bind(parameter, value)
            }
        }
        if columns.count > changed.count {
            let record = instrument.canonical(in: instrument.id)
            statement.bind(Int32(columns.count), identity(of: Patch(record)))
        }
        statement.bind(Int32(columns.count + 1), instrument.id.description)
        try statement.run()
    }

    /// What `identity` is made of.
    private static let identifying: Set<InstrumentField> = [.manufacturer, .model, .serial]
    /// What of the row itself the colour depends on (`ColorInputs`), and whose verifications count for it.
    private static let decidingColor: Set<InstrumentField> = [
        .status, .compulsory, .regime, .repairedOn, .mergedInto,
    ]
}
