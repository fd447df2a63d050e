package import Policy
package import Signing
package import SyncCore

/// The policy of a site or a hub: what the program was built with, and what the authority has given
/// since. Both build it here, so that they judge alike.
///
/// A document is used only when the hub has signed it, the strict reader accepts it, and it is not
/// older than what is in force; otherwise the last good one stays, and `refused` says why.
package struct PolicyInForce: Sendable {
    package let engine: PolicyEngine
    /// Documents that were not taken.
    package let refused: [RefusedDocument]

    /// Without any document.
    package static let builtIn = PolicyInForce(engine: PolicyEngine(), refused: [])

    private init(engine: PolicyEngine, refused: [RefusedDocument]) {
        self.engine = engine
        self.refused = refused
    }

    /// Takes the documents, whatever their order, that a key of the hub has signed. `unreadable`
    /// names those whose record is no document.
    package init(
        _ documents: [PolicyDocument],
        unreadable: [RecordID] = [],
        of hub: RecordID,
        signedBy keys: some StatementVerifier
    ) {
        guard !documents.isEmpty || !unreadable.isEmpty else {
            self = .builtIn
            return
        }
        var refused = unreadable.map(RefusedDocument.init(unreadable:))
        var signed: [PolicyDocument] = []
        for document in documents.sorted(by: { $0.number < $1.number }) {
            if document.isSigned(by: hub, with: keys) {
                signed.append(document)
            } else {
                refused.append(RefusedDocument(document, .notSigned))
            }
        }
        let calendar = Self.calendar(signed.filter { $0.kind == .calendar }, &refused)
        let packs = Self.rulePacks(signed.filter { $0.kind == .rulePack }, &refused)
        engine = PolicyEngine(calendar: calendar ?? .builtIn, rulePacks: packs)
        self.refused = refused
    }

    /// The newest calendar that can be used. Older ones are not even read: it contains them.
    private static func calendar(
        _ documents: [PolicyDocument],
        _ refused: inout [RefusedDocument]
    ) -> WorkingCalendar? {
        for document in documents.reversed() {
            do throws(CalendarError) {
                let bytes = Array(document.text.utf8)
                let calendar = try WorkingCalendar(csv: bytes, version: document.version)
                if calendar.announces(WorkingCalendar.builtInYears) { return calendar }
                let builtIn = WorkingCalendar.builtInYears.upperBound
                let version = WorkingCalendar.version(through: builtIn)
                refused.append(RefusedDocument(document, .older(than: version)))
            } catch {
                refused.append(RefusedDocument(document, .unreadable("\(error)")))
            }
        }
        return nil
    }

    private static func rulePacks(
        _ documents: [PolicyDocument],
        _ refused: inout [RefusedDocument]
    ) -> RulePackHistory {
        var history = RulePackHistory.builtIn
        for document in documents {
            do throws(RulePackError) {
                let pack = try RulePack(json: Array(document.text.utf8))
                if let longer = history.adding(pack) {
                    history = longer
                } else {
                    let version = history.newest.version
                    refused.append(RefusedDocument(document, .older(than: version)))
                }
            } catch {
                refused.append(RefusedDocument(document, .unreadable("\(error)")))
            }
        }
        return history
    }
}

extension WorkingCalendar {
    /// Whether the notices of all these years are in the data.
    package func announces(_ years: ClosedRange<Int>) -> Bool {
        announcedYears.lowerBound <= years.lowerBound
            && years.upperBound <= announcedYears.upperBound
    }
}

/// A document that is not used.
package struct RefusedDocument: Hashable, Sendable {
    package enum Flaw: Hashable, Sendable {
        /// The signature is not the hub's, or is over something else.
        case notSigned
        /// The reader does not take it, for this reason.
        case unreadable(String)
        case older(than: String)
    }

    /// `nil` where not even that can be read.
    package let kind: PolicyDocument.Kind?
    /// What the document calls itself; the id of its record where it does not.
    package let name: String
    package let number: Int64?
    package let flaw: Flaw

    init(_ document: PolicyDocument, _ flaw: Flaw) {
        kind = document.kind
        name = document.version
        number = document.number
        self.flaw = flaw
    }

    init(unreadable id: RecordID) {
        kind = nil
        name = id.description
        number = nil
        flaw = .unreadable("its record is no document")
    }
}
