import Evaluation
package import Explanations
import Policy
import Signing
import Synchronization
import SyncCore

/// Calendars and rule packs for all sites.
extension HubControl {
    /// The policy by which this hub judges: the same that its sites make of the same documents.
    package func policyInForce() async throws -> PolicyInForce {
        var documents: [PolicyDocument] = []
        for kind in PolicyDocument.Kind.allCases { documents += try await store.documents(kind) }
        return policy(of: documents)
    }

    private func policy(of documents: [PolicyDocument]) -> PolicyInForce {
        let home = surroundings.home
        return PolicyInForce(documents, of: home.hub, signedBy: home.keyring.keys)
    }

    func perform(_ request: DocumentRequest, _ emit: Emit) async throws {
        switch request {
        case .load(let kind, let load): try await self.load(kind, load, emit)
        case .list(let kind):
            for document in try await store.documents(kind) { try emit(document.json) }
        }
    }

    private func load(
        _ kind: PolicyDocument.Kind,
        _ load: DocumentLoad,
        _ emit: Emit
    ) async throws {
        let home = surroundings.home
        let decision = Mutex<NextDocument?>(nil)
        let accepted = try await store.publish(kind, by: load.author, at: surroundings.clock()) {
            known in
            let next = try NextDocument(kind, load, after: known, policy(of: known))
            decision.withLock { $0 = next }
            return next.number.map { number in
                PolicyDocument(
                    kind,
                    version: next.version,
                    number: number,
                    text: load.text,
                    of: home.hub,
                    signedBy: home.receiptKey
                )
            }
        }
        if let accepted { await surroundings.signal.tell(accepted.readers) }
        guard let next = decision.withLock({ $0 }) else { return }
        var answer: [JSONValue.Member] = [
            .init("version", .string(next.version)), .init("changed", .bool(accepted != nil)),
        ]
        if kind == .calendar {
            answer.append(.init("changedDays", .texts(next.changedDays.map(\.description))))
        }
        try emit(.object(answer))
    }
}

extension PolicyDocument {
    /// The document as `list` shows it. What the text says of itself is read again; one that the
    /// reader of this program refuses is shown without. The digest of a pack is the one that explanations
    /// name.
    fileprivate var json: JSONValue {
        let members: [(String, JSONValue)] =
            [("version", .string(version)), ("number", .integer(number))] + described
        return .object(members.map { JSONValue.Member($0.0, $0.1) })
    }

    private var described: [(String, JSONValue)] {
        let bytes = Array(text.utf8)
        switch kind {
        case .calendar:
            let ofText = [("digest", JSONValue.string(digest))]
            guard let calendar = try? WorkingCalendar(csv: bytes) else { return ofText }
            let years = calendar.announcedYears
            return [
                ("from", .integer(Int64(years.lowerBound))),
                ("through", .integer(Int64(years.upperBound))),
            ] + ofText
        case .rulePack:
            guard let pack = try? RulePack(json: bytes) else { return [] }
            return [
                ("validFrom", .string(pack.validFrom.description)),
                ("status", .string(pack.status.rawValue)),
                ("items", .integer(Int64(pack.items.count))),
                ("digest", .string(pack.digest)),
            ]
        }
    }
}
