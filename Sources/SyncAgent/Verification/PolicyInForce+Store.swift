package import Explanations
package import LocalStore
import Signing
import SyncCore

/// The documents that a site has from its hub, not read yet: most commands never ask what they say.
package struct SiteDocuments: Hashable, Sendable {
    private let documents: [PolicyDocument]
    private let unreadable: [RecordID]
    private let signer: Signer?

    private struct Signer: Hashable {
        let hub: RecordID
        let keys: HubKeys
    }

    /// Costs one query where there are none.
    ///
    /// - Throws: `StoreError`.
    package init(of store: Store) throws {
        (documents, unreadable) = try store.policyDocuments()
        guard !documents.isEmpty || !unreadable.isEmpty, let membership = try store.membership()
        else {
            signer = nil
            return
        }
        signer = Signer(hub: membership.hub, keys: membership.keys)
    }

    /// What they make. A site that has joined no hub has none that anybody could have signed.
    package func judged() -> PolicyInForce {
        guard let signer else { return .builtIn }
        return PolicyInForce(
            documents,
            unreadable: unreadable,
            of: signer.hub,
            signedBy: signer.keys
        )
    }
}

/// The policy of a site, for whoever asks again and again: the documents are read each time, and judged only
/// when they are others than before. A batch that reports a result needs its deadline, and checking
/// signatures and rule packs takes longer than all the rest of a batch.
package struct PolicyMemory: Sendable {
    private var documents: SiteDocuments?
    private var policy = PolicyInForce.builtIn

    package init() {}

    /// What the program was built with, and the documents that the hub has sent.
    ///
    /// - Throws: `StoreError`.
    package mutating func policy(of store: Store) throws -> PolicyInForce {
        let found = try SiteDocuments(of: store)
        if found != documents { (documents, policy) = (found, found.judged()) }
        return policy
    }
}
