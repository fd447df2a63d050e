package import Documents
package import LocalStore
package import Policy
package import SyncCore

/// Direct entry: one instrument added or changed by hand, judged exactly as a ledger's row.
package enum LedgerEdit {
    /// What an edit came to.
    package struct Outcome: Sendable {
        package let id: RecordID
        /// The fields that changed, with their new values.
        package let changed: [Patch.Field]
        package let repairs: [LedgerRepair]
    }

    /// Why an edit is not possible.
    package enum EditError: Error, Sendable {
        /// The instrument stands in the ledger already.
        case alreadyRegistered(RecordID)
        case unknownInstrument(String)
        case scrappedIsFinal(RecordID)
    }

    /// Adds an instrument.
    ///
    /// - Throws: `LedgerRefusal`, `EditError.alreadyRegistered`, `StoreError`.
    package static func add(
        _ values: [LedgerField: String],
        to store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> Outcome {
        let (row, repairs) = try LedgerRow.entered(values, in: author.language)
        return try store.write(at: author.now, random: &random) { writer in
            if let known = try writer.instrument(identity: row.identity) {
                throw EditError.alreadyRegistered(known.id)
            }
            let id = writer.newID()
            var patches = [Patch(.instrument, id, row.instrumentFields)]
            if let verification = row.verification {
                patches.append(Patch(.verification, writer.newID(), verification.fields))
            }
            try writer.append(draft(.register, id, patches, author))
            let changed = patches.flatMap(\.fields)
            return (Outcome(id: id, changed: changed, repairs: repairs), author.writeOutcome)
        }
    }

    /// Changes fields of an instrument; an empty text empties a field.
    ///
    /// New verification values become a new declared verification: what was declared before stays
    /// in the history.
    ///
    /// - Throws: `LedgerRefusal`, `EditError`, `StoreError`.
    package static func set(
        _ id: RecordID,
        _ values: [LedgerField: String],
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> Outcome {
        try store.write(at: author.now, random: &random) { writer in
            guard let known = try writer.instrument(id) else {
                throw EditError.unknownInstrument(id.description)
            }
            let before = known.ledgerValues
            let merged = before.merging(values) { _, new in new }
            let (row, repairs) = try LedgerRow.entered(merged, in: author.language)
            try check(row, against: known, writer)
            let mentioned = repairs.filter { repair in
                values.keys.contains { $0.header(in: author.language) == repair.column }
            }
            let patches = patches(row, known, values, writer)
            if !patches.isEmpty { try writer.append(draft(.change, id, patches, author)) }
            let changed = patches.flatMap(\.fields)
            return (Outcome(id: id, changed: changed, repairs: mentioned), author.writeOutcome)
        }
    }

    private static func check(
        _ row: LedgerRow,
        against known: InstrumentRecord,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        if known.status == .scrapped, row.status != .scrapped {
            throw EditError.scrappedIsFinal(known.id)
        }
        if let other = try writer.instrument(identity: row.identity), other.id != known.id {
            throw EditError.alreadyRegistered(other.id)
        }
    }

    private static func patches(
        _ row: LedgerRow,
        _ known: InstrumentRecord,
        _ values: [LedgerField: String],
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) -> [Patch] {
        let fields = row.changes(to: known, in: LedgerField.allCases)
        var patches = fields.isEmpty ? [] : [Patch(.instrument, known.id, fields)]
        let concernsVerification = values.keys.contains {
            VerificationField(rawValue: $0.rawValue) != nil
        }
        if concernsVerification, let verification = row.verification,
            !known.verifications.contains(where: verification.equals)
        {
            patches.append(Patch(.verification, writer.newID(), verification.fields))
        }
        return patches
    }

    /// Changes the use status.
    ///
    /// Reading: who ends 维修 has had the instrument repaired, so the day becomes its 维修日期 and
    /// older verifications no longer count (二（三）: 维修后 … 检定合格后才能使用).
    ///
    /// - Throws: `EditError`, `StoreError`.
    package static func setStatus(
        _ id: RecordID,
        _ status: UseStatus,
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> Outcome {
        try store.write(at: author.now, random: &random) { writer in
            guard let known = try writer.instrument(id) else {
                throw EditError.unknownInstrument(id.description)
            }
            guard known.status != .scrapped || status == .scrapped else {
                throw EditError.scrappedIsFinal(id)
            }
            var fields: [Patch.Field] = []
            if known.status == .repairing, status == .inUse || status == .standby {
                let today = Day(secondsSince1970: author.now.seconds)
                fields.append(Patch.Field("repairedOn", today.description))
            }
            if known.status != status {
                fields.append(Patch.Field("status", status.rawValue))
                let patch = Patch(.instrument, id, fields)
                try writer.append(draft(.change, id, [patch], author))
            }
            return (Outcome(id: id, changed: fields, repairs: []), author.writeOutcome)
        }
    }

    private static func draft(
        _ kind: OpKind,
        _ id: RecordID,
        _ patches: [Patch],
        _ author: Author
    ) -> OpDraft {
        OpDraft(
            aggregate: id,
            kind: kind,
            body: OpBody(author: author.name, reason: author.reason, patches: patches)
        )
    }
}
