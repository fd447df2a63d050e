package import LocalStore
import Signing
package import SyncCore

/// How a site joins a hub: a one-time token and a certificate request go out, a certificate comes
/// back. Nothing of the answer is believed before it was checked against the pin and our own key.
///
/// The keys are on disk before anything is sent. When the answer is lost, the same site asks again for the
/// same key; the hub knows it by that.
package struct Enrolment: Sendable {
    private let site: Site
    private let address: HubAddress
    private let pin: AuthorityPin
    private let former: Membership?
    private let keys: SiteKeys
    private let certificateRequest: String

    /// Makes or finds the keys in the home. A site that joins its hub again, with the membership that it has,
    /// takes a new key for its certificate, as for a renewal: the former one may be in other hands.
    package init(
        of site: Site,
        home: String,
        at address: HubAddress,
        pin: AuthorityPin,
        insteadOf former: Membership? = nil
    ) throws {
        let keys =
            former == nil ? try SiteKeys.loadOrMake(home: home) : try SiteKeys.loadNext(home: home)
        self.site = site
        self.former = former
        self.address = address
        self.pin = pin
        self.keys = keys
        certificateRequest = try CertificateRequest.make(
            key: keys.certificateKey,
            commonName: site.id.description,
            organisation: site.organisation,
            unit: site.role.rawValue
        )
    }

    /// What the wire may trust before there is a certificate.
    package var trust: WireTrust { WireTrust(pin: pin.description) }

    /// Asks the hub, and gives what the store shall keep.
    package func run(
        _ client: some HubClient,
        token: String,
        at now: Instant
    ) async throws(HubFault) -> Membership {
        let request = EnrolmentRequest(
            token: token,
            certificateRequest: certificateRequest,
            signingKey: keys.signingKey.publicKey.raw,
            site: site.id,
            incarnation: site.incarnation,
            organisation: site.organisation,
            party: site.role.party,
            name: site.name
        )
        let answer = try await client.enrol(request)
        let certificate = try check(answer)
        return Membership(
            url: address.description,
            hub: answer.hub,
            city: answer.city,
            ca: answer.ca,
            keys: former.map { answer.keys.replacing($0.keys) } ?? answer.keys,
            certificate: answer.certificate,
            epoch: answer.epoch,
            joinedAt: now,
            certificateExpires: Instant(milliseconds: certificate.notAfter * 1000)
        )
    }

    private func check(_ answer: EnrolmentAnswer) throws(HubFault) -> Certificate {
        guard answer.site == site.id else { throw .garbled("the answer is for another site") }
        guard answer.hub == former?.hub ?? answer.hub else {
            throw .garbled("the answer is of another hub")
        }
        guard let ca = try? Certificate(pem: answer.ca),
            let certificate = try? Certificate(pem: answer.certificate)
        else { throw .garbled("a certificate in the answer cannot be read") }
        guard ca.publicKeyPin == pin.description else {
            throw .otherAuthority(
                expected: pin.description,
                seen: ca.publicKeyPin,
                issuer: ca.commonName
            )
        }
        guard certificate.isSigned(by: ca) else {
            throw .garbled("the certificate was not issued by the hub's authority")
        }
        guard certificate.isFor(keys.certificateKey) else {
            throw .garbled("the certificate is for another key")
        }
        guard certificate.commonName == site.id.description,
            certificate.organisation == site.organisation
        else { throw .garbled("the certificate names another site") }
        return certificate
    }
}
