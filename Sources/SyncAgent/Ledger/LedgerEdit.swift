package import Documents
package import LocalStore
import Policy
package import SyncCore

/// Direct entry: one instrument added or changed by hand, judged exactly as a ledger's row.
package enum LedgerEdit {
    /// What an edit came to.
    package struct Outcome: Sendable {
        package let id: RecordID
        /// The fields that changed, with their new values.
        package let changed: [Patch.Field]
        /// Declared verifications of a later day that the edit put right.
        package let withdrawn: Int
        /// A verification of a later day still decides; the one just recorded does not.
        package let outranked: Bool
        /// A verification body has verified the instrument, so what is declared decides nothing.
        package let bodyDecides: Bool
        package let repairs: [LedgerRepair]
    }

    /// Why an edit is not possible.
    package enum EditError: Error, Sendable {
        /// The instrument stands in the ledger already.
        case alreadyRegistered(RecordID)
        case unknownInstrument(String)
        case scrappedIsFinal(RecordID)
        /// What was recorded of a verification is not emptied; a new one is recorded instead.
        case verificationStays(LedgerField)
        /// Another party owns the field, and this site's may not write it at all.
        case ownedByAnother(field: String, owner: Party)
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
            let patches = row.registration(as: id, newID: writer.newID)
            try writer.append(draft(.register, id, patches, author))
            let changed = patches.flatMap(\.fields)
            let outcome = Outcome(
                id: id,
                changed: changed,
                withdrawn: 0,
                outranked: false,
                bodyDecides: false,
                repairs: repairs
            )
            return (outcome, author.writeOutcome)
        }
    }

    /// Changes fields of an instrument; an empty text empties a field.
    ///
    /// New verification values become a new declared verification. Where the author corrects, what was
    /// declared for a later day is withdrawn; all of it stays in the history.
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
            let (row, repairs) = try revised(known, values, author.language)
            try check(row, against: known, writer)
            let revision = try InstrumentRevision(
                of: known,
                to: row,
                in: Set(values.keys),
                blanksEmpty: true,
                today: Day(secondsSince1970: author.now.seconds),
                repairBegan: { try writer.dayOfStatus(of: id) }
            )
            let patches = revision.patches(of: id, newID: writer.newID)
            try checkRight(to: patches, of: id, writer)
            if !patches.isEmpty { try writer.append(draft(.change, id, patches, author)) }
            let isAboutVerification = values.keys.contains(
                where: InstrumentRevision.verificationColumns.contains
            )
            let later = known.declared(after: isAboutVerification ? row.verification?.on : nil)
            if !later.isEmpty, author.corrects {
                try writer.append(draft(.withdraw, id, later, author))
            }
            let outcome = Outcome(
                id: id,
                changed: patches.flatMap(\.fields),
                withdrawn: author.corrects ? later.count : 0,
                outranked: !author.corrects && !later.isEmpty,
                bodyDecides: isAboutVerification && !patches.isEmpty
                    && known.verifications.contains { !$0.isDeclared },
                repairs: repairs
            )
            return (outcome, author.writeOutcome)
        }
    }

    /// The instrument as a row with the new values in it, judged like a ledger's.
    private static func revised(
        _ known: InstrumentRecord,
        _ values: [LedgerField: String],
        _ language: Language
    ) throws -> (row: LedgerRow, repairs: [LedgerRepair]) {
        for field in InstrumentRevision.verificationColumns {
            guard let value = values[field] else { continue }
            if value.allSatisfy(\.isWhitespace) { throw EditError.verificationStays(field) }
        }
        var before = known.ledgerValues
        var entered = try LedgerRow.entered(before.merging(values) { $1 }, in: language)
        let (now, last) = (entered.row.verification, known.latestVerification(on: nil))
        if let now, let last, now.on == last.on, now.result != last.result {
            // Another conclusion on the same day has neither the validity nor the certificate.
            before[.validUntil] = nil
            before[.certificateNumber] = nil
            entered = try LedgerRow.entered(before.merging(values) { $1 }, in: language)
        } else if let now, now.on != last?.on {
            // Another day is another verification; nothing of the last one belongs to it.
            for field in InstrumentRevision.verificationColumns { before[field] = nil }
            entered = try LedgerRow.entered(before.merging(values) { $1 }, in: language)
        }
        let headers = values.keys.map { $0.header(in: language) }
        return (entered.row, entered.repairs.filter { headers.contains($0.column) })
    }

    private static func check(
        _ row: LedgerRow,
        against known: InstrumentRecord,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        if known.status == .scrapped, row.status != .scrapped {
            throw EditError.scrappedIsFinal(known.id)
        }
        // Of two that were registered twice already, each can be changed.
        guard row.identity != known.identity else { return }
        if let other = try writer.instrument(identity: row.identity) {
            throw EditError.alreadyRegistered(other.id)
        }
    }

    /// The hub would refuse such a field; better to say so at once.
    private static func checkRight(
        to patches: [Patch],
        of id: RecordID,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        let state = try writer.aggregate(id)
        guard let instrument = state.records.first(where: { $0.id == id }) else { return }
        let site = writer.site
        let authority = Authority.inForce(at: writer.now)
        let parties = state.parties(
            of: site.organisation,
            as: site.role.party,
            on: instrument
        )
        for patch in patches {
            for field in patch.fields {
                guard let rule = authority.rule(for: patch.kind, field.name) else { continue }
                let ranks = parties.compactMap { rule.ranks[$0] }
                // Only the owner declares a verification from a ledger.
                let isDeclaring = patch.kind == .verification && !parties.contains(.userUnit)
                guard ranks.isEmpty || isDeclaring else { continue }
                let owner: Party = isDeclaring ? .userUnit : rule.owner
                throw EditError.ownedByAnother(field: field.name, owner: owner)
            }
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

extension InstrumentRecord {
    fileprivate var identity: String {
        InstrumentIdentity.key(
            manufacturer: self[.manufacturer] ?? "",
            model: self[.model] ?? "",
            serial: self[.serial] ?? ""
        )
    }

    /// The declared verifications of a day later than this one, to be withdrawn.
    fileprivate func declared(after day: Day?) -> [Patch] {
        guard let day else { return [] }
        // What was declared in another registration is for that one to take back.
        return verifications.filter { $0.isDeclared && $0.on > day && $0.instrument == id }
            .map { Patch(.verification, $0.id, []) }
    }
}
