package import LocalStore
import Policy
package import SyncCore

/// 备案 (二（三）): the user unit reports an instrument; the authority answers at the hub.
package enum Filing {
    /// Files instruments: all of them, or none.
    ///
    /// - Throws: `VerificationError`, `StoreError`.
    package static func file(
        _ instruments: [RecordID],
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws {
        try store.write(at: author.now, random: &random) { writer in
            for id in instruments {
                let record = try writer.ownInstrument(id)
                let state = record[.filing].flatMap(FilingState.init(rawValue:))
                if let state, state != .returned {
                    throw VerificationError.alreadyFiled(id, state)
                }
                let filed = Patch.Field(
                    InstrumentField.filing.rawValue,
                    FilingState.filed.rawValue
                )
                try writer.append(author.change([Patch(.instrument, id, [filed])], of: id))
            }
            return ((), author.writeOutcome)
        }
    }
}

extension Author {
    /// A change of one aggregate by this author.
    func change(_ patches: [Patch], of aggregate: RecordID) -> OpDraft {
        OpDraft(
            aggregate: aggregate,
            kind: .change,
            body: OpBody(author: name, reason: reason, patches: patches)
        )
    }
}

extension StoreWriter {
    /// An instrument that this site's organisation has registered and still has.
    func ownInstrument(_ id: RecordID) throws -> InstrumentRecord {
        guard let record = try instrument(id) else {
            throw VerificationError.unknownInstrument(id)
        }
        guard try aggregate(id).owner == site.organisation else {
            throw VerificationError.notYours(id)
        }
        guard record.status != .scrapped else { throw VerificationError.scrapped(id) }
        return record
    }
}
