package import LocalStore
package import Signing
package import SyncCore

/// A site as a member of a hub: everything about both that a conversation needs.
package struct Joined: Sendable {
    package let site: RecordID
    package let membership: Membership
    let keys: SiteKeys
    package let receiptKey: Ed25519PublicKey

    /// Reads the keys from the home; `nil` where the site has joined no hub.
    package init?(of store: Store) throws {
        guard let membership = try store.membership() else { return nil }
        site = try store.site().id
        self.membership = membership
        keys = try SiteKeys.load(home: store.home, for: membership.certificate)
        receiptKey = try Ed25519PublicKey(raw: membership.receiptKey)
    }

    /// For tests: a member whose keys are at hand.
    package init(
        site: RecordID,
        membership: Membership,
        keys: SiteKeys
    ) throws {
        self.site = site
        self.membership = membership
        self.keys = keys
        receiptKey = try Ed25519PublicKey(raw: membership.receiptKey)
    }

    /// Whom the wire trusts, and who it says we are.
    package var trust: WireTrust {
        WireTrust(
            caPEM: membership.ca,
            clientCertificatePEM: membership.certificate,
            clientKeyPEM: keys.certificateKey.pem
        )
    }

    /// Signs ops for the hub.
    func batch(
        of ops: [WireOp],
        after cursor: Cursor?,
        showing own: [OwnPlace]
    ) -> PushBatch {
        PushBatch.sign(
            ops,
            of: site,
            for: membership.hub,
            after: cursor,
            showing: own,
            with: keys.signingKey
        )
    }

    /// How far the hub's clock is ahead of ours, when its signature holds.
    func clockOffset(
        _ signed: SignedTime,
        nonce: String,
        between sent: Instant,
        and received: Instant
    ) -> Int64? {
        let bytes = HubTime.signedBytes(hub: membership.hub, time: signed.time, nonce: nonce)
        guard signed.hub == membership.hub, receiptKey.isValid(signed.signature, for: bytes)
        else { return nil }
        return signed.time.offset(between: sent, and: received)
    }
}

extension Instant {
    /// How far the hub's clock, which says this, is ahead of ours: it has said so halfway between two moments.
    func offset(between sent: Instant, and received: Instant) -> Int64 {
        milliseconds(since: sent.adding(milliseconds: received.milliseconds(since: sent) / 2))
    }
}
