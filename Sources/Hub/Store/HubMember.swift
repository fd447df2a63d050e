package import Signing
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
    package private(set) var certificateFingerprint: String
    package private(set) var certificateExpires: Instant
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

    /// Goes on with another certificate.
    mutating func take(_ certificate: Certificate) {
        certificateFingerprint = certificate.fingerprint
        certificateExpires = certificate.expires
    }
}

/// The next certificate of a site.
package struct CertificateRenewal: Hashable, Sendable {
    package let site: RecordID
    /// Fingerprint of the certificate with which the site has asked.
    package let former: String
    package let certificate: Certificate

    package init(site: RecordID, former: String, certificate: Certificate) {
        self.site = site
        self.former = former
        self.certificate = certificate
    }
}

/// One use of a token.
package struct TokenUse: Hashable, Sendable {
    /// SHA-256 of the token.
    package let token: [UInt8]
    /// Pin of the key that the site has asked for.
    package let key: String
    /// What is given for it, as DER.
    package let certificate: [UInt8]
    package let at: Instant
    /// From where, as far as the connection says.
    package let address: String?

    package init(
        token: [UInt8],
        key: String,
        certificate: [UInt8],
        at: Instant,
        address: String?
    ) {
        self.token = token
        self.key = key
        self.certificate = certificate
        self.at = at
        self.address = address
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
