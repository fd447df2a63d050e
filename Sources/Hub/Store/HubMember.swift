package import SyncCore

/// An organisation that the authority has named.
package struct HubOrganisation: Hashable, Sendable {
    /// 统一社会信用代码.
    package let code: String
    package let name: String
    package let party: Party
    /// 行政区划 code of six digits.
    package let region: String?

    package init(code: String, name: String, party: Party, region: String?) {
        self.code = code
        self.name = name
        self.party = party
        self.region = region
    }
}

/// A site that has joined.
package struct HubSite: Hashable, Sendable {
    package let id: RecordID
    package let organisation: String
    package let party: Party
    package let name: String
    package let incarnation: Int
    /// The raw Ed25519 public key that verifies the site's batches.
    package let signingKey: [UInt8]
    /// SHA-256 of the client certificate, in hexadecimal.
    package let certificateFingerprint: String
    package let certificateExpires: Instant
    package let enrolledAt: Instant
    package let revokedAt: Instant?

    package init(
        id: RecordID,
        organisation: String,
        party: Party,
        name: String,
        incarnation: Int,
        signingKey: [UInt8],
        certificateFingerprint: String,
        certificateExpires: Instant,
        enrolledAt: Instant,
        revokedAt: Instant? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.party = party
        self.name = name
        self.incarnation = incarnation
        self.signingKey = signingKey
        self.certificateFingerprint = certificateFingerprint
        self.certificateExpires = certificateExpires
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }
}

/// A one-time token as it is kept.
package struct EnrolmentToken: Hashable, Sendable {
    package let digest: [UInt8]
    package let organisation: String
    package let party: Party
    package let uses: Int
    package let expires: Instant

    package init(
        digest: [UInt8],
        organisation: String,
        party: Party,
        uses: Int,
        expires: Instant
    ) {
        self.digest = digest
        self.organisation = organisation
        self.party = party
        self.uses = uses
        self.expires = expires
    }
}
