import Documents
import LocalStore
import Policy
import SyncCore

/// What has to change in a known instrument so that it says what a row says; the one way in which an
/// import and direct entry change anything.
struct InstrumentRevision {
    private(set) var fields: [Patch.Field]
    /// A verification that is not known yet.
    private(set) var verification: DeclaredVerification?

    init(
        of known: InstrumentRecord,
        to row: LedgerRow,
        in columns: Set<LedgerField>,
        blanksEmpty: Bool,
        today: Day,
        repairBegan: () throws -> Day?
    ) rethrows {
        fields = row.changes(to: known, in: columns, blanksEmpty: blanksEmpty)
        if !columns.isDisjoint(with: Self.verificationColumns) {
            verification = row.verification.flatMap { Self.unknown($0, to: known) }
        }
        try endRepair(of: known, today: today, repairBegan)
    }

    /// The columns that tell of a verification.
    static let verificationColumns: Set<LedgerField> = [
        .verifiedOn, .validUntil, .result, .certificateNumber, .verificationBody,
    ]

    /// A verification, completed by what is known of the same; `nil` when that adds nothing.
    private static func unknown(
        _ verification: DeclaredVerification,
        to known: InstrumentRecord
    ) -> DeclaredVerification? {
        let sameDay = known.verifications.filter { $0.on == verification.on }
        let told = sameDay.map(verification.completed)
        let isKnown = zip(told, sameDay).contains { $0.equals($1) }
        return isKnown ? nil : told.last ?? verification
    }

    /// Reading: who ends 维修 has had the instrument repaired, so that day becomes its 维修日期 and
    /// older verifications no longer count (二（三）: 维修后 … 检定合格后才能使用). A verification that is
    /// told of at the same time, and was made since the repair began, was made after it.
    private mutating func endRepair(
        of known: InstrumentRecord,
        today: Day,
        _ repairBegan: () throws -> Day?
    ) rethrows {
        let status = fields.first { $0.name == InstrumentField.status.rawValue }?.value
        guard known.status == .repairing, let status, status != UseStatus.scrapped.rawValue,
            !fields.contains(where: { $0.name == InstrumentField.repairedOn.rawValue })
        else { return }
        let began = try repairBegan() ?? today
        let day = verification.flatMap { $0.on >= began ? $0.on : nil } ?? today
        fields.append(Patch.Field(InstrumentField.repairedOn.rawValue, day.description))
    }

    /// The patches of one op; empty when nothing changes.
    func patches(of id: RecordID, newID: () -> RecordID) -> [Patch] {
        var patches = fields.isEmpty ? [] : [Patch(.instrument, id, fields)]
        if let verification {
            patches.append(Patch(.verification, newID(), verification.fields))
        }
        return patches
    }
}

extension StoreWriter {
    /// The day on which the present status of an instrument was recorded.
    func dayOfStatus(of id: RecordID) throws -> Day? {
        let status = InstrumentField.status.rawValue
        let op = try ops(of: id).last { op in
            op.body?.patches.contains { $0.fields.contains { $0.name == status } } == true
        }
        return op.map { Day(secondsSince1970: $0.header.claimedAt.seconds) }
    }
}
