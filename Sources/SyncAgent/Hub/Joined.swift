package import LocalStore
import Signing
package import SyncCore

/// A site as a member of a hub: everything about both that a conversation needs.
package struct Joined: Sendable {
    package let site: RecordID
    package let membership: Membership
    let keys: SiteKeys
    /// The keys that verify what the hub signs.
    package var hubKeys: HubKeys { membership.keys }

    /// Reads the keys from the home; `nil` where the site has joined no hub.
    package init?(of store: Store) throws {
        guard let membership = try store.membership() else { return nil }
        site = try store.site().id
        self.membership = membership
        keys = try SiteKeys.load(home: store.home, for: membership.certificate)
    }

    /// A member whose keys are at hand.
    package init(
        site: RecordID,
        membership: Membership,
        keys: SiteKeys
    ) {
        self.site = site
        self.membership = membership
        self.keys = keys
    }

    /// The same with other keys of the hub.
    func trusting(_ keys: HubKeys) -> Joined {
        Joined(site: site, membership: membership.with(keys), keys: self.keys)
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
        guard signed.hub == membership.hub,
            (try? hubKeys.check(signed.keyID, signingAt: signed.time)) != nil,
            hubKeys.isValid(signed.signature, by: signed.keyID, for: bytes)
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
