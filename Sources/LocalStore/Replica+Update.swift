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
        guard let present = try CanonicalRow.record(.instrument, aggregate, in: database)
        else { return false }
        let records = state.canonicalRecords(of: aggregate)
        guard let wanted = records.first(where: { $0.kind == .instrument }),
            Patch(wanted).isComplete,
            try hanging(on: aggregate, in: database) == Set(records.filter(\.isHanging))
        else { return false }
        let changed = InstrumentField.allCases.filter {
            present.values[$0.rawValue] != wanted.values[$0.rawValue]
        }
        if !changed.isEmpty { try write(changed, of: wanted, in: database) }
        return true
    }

    /// The verifications and applications that an instrument has.
    private static func hanging(
        on aggregate: RecordID,
        in database: Database
    ) throws -> Set<CanonicalRecord> {
        var found: Set<CanonicalRecord> = []
        for kind in [RecordKind.application, .verification] {
            try CanonicalRow.forEach(kind, in: database, of: aggregate) { found.insert($0) }
        }
        return found
    }

    private static func write(
        _ changed: [InstrumentField],
        of instrument: CanonicalRecord,
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
            let (parameter, value) = (Int32(index + 1), instrument.values[field.rawValue])
            if field == .compulsory {
                statement.bind(parameter, value == "false" ? 0 : 1)
            } else {
                statement.bind(parameter, value)
            }
        }
        if columns.count > changed.count {
            statement.bind(Int32(columns.count), identity(of: Patch(instrument)))
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

extension CanonicalRecord {
    /// Whether it has a row that hangs on an instrument's.
    fileprivate var isHanging: Bool { !kind.isRoot && Patch(self).isComplete }
}
