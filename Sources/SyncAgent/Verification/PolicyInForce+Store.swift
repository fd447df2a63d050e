package import Explanations
package import LocalStore
import Signing
import SyncCore

/// The documents that a site has from its hub, not read yet: most commands never ask what they say.
package struct SiteDocuments: Sendable {
    private let documents: [PolicyDocument]
    private let unreadable: [RecordID]
    private let signer: (hub: RecordID, key: Ed25519PublicKey)?

    /// Costs one query where there are none.
    ///
    /// - Throws: `StoreError`, or what is wrong with the key of the membership.
    package init(of store: Store) throws {
        (documents, unreadable) = try store.policyDocuments()
        guard !documents.isEmpty || !unreadable.isEmpty, let membership = try store.membership()
        else {
            signer = nil
            return
        }
        signer = (membership.hub, try Ed25519PublicKey(raw: membership.receiptKey))
    }

    /// What they make. A site that has joined no hub has none that anybody could have signed.
    package func judged() -> PolicyInForce {
        guard let signer else { return .builtIn }
        return PolicyInForce(
            documents,
            unreadable: unreadable,
            of: signer.hub,
            signedBy: signer.key
        )
    }
}

extension PolicyInForce {
    /// The policy of a site: what the program was built with, and the documents that the hub has sent.
    package init(of store: Store) throws {
        self = try SiteDocuments(of: store).judged()
    }
}
