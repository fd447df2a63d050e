import Hummingbird
import Logging
import Signing
import SyncCore

/// `POST /v1/enroll`: a one-time token and a certificate request make a site a member. A site that is a
/// member already gets a new certificate in the same way.
enum EnrolRoute {
    private static let bytesMax = 64 * 1024
    private static let certificateDays: Int64 = 90
    /// Certificates begin a little early, for clocks that do not quite agree.
    private static let earlySeconds: Int64 = 300

    static func route(_ surroundings: Surroundings) -> Route {
        .anyone(.post, "/v1/enroll") { request in
            let json = try await request.json(upTo: bytesMax)
            guard let wish = EnrolmentRequest(json: json), wish.incarnation > 0,
                EnrolmentRequest.isName(wish.name)
            else {
                throw Problem(422, "bad-enrolment", "the request to join is not well formed")
            }
            return .json(try await enrol(wish, surroundings).json)
        }
    }

    private static func enrol(
        _ wish: EnrolmentRequest,
        _ surroundings: Surroundings
    ) async throws -> EnrolmentAnswer {
        let home = surroundings.home
        let now = surroundings.clock()
        let certificate = try certificate(for: wish, by: home.authority, at: now)
        let expires = Instant(milliseconds: certificate.notAfter * 1000)
        let site = HubSite(
            id: wish.site,
            organisation: wish.organisation,
            party: wish.party,
            name: wish.name,
            incarnation: wish.incarnation,
            signingKey: wish.signingKey,
            certificateFingerprint: certificate.fingerprint,
            certificateExpires: expires,
            enrolledAt: now
        )
        // Looked up by its digest, so no comparison can tell how much of a guess was right.
        let digest = SHA256().digest(Array(wish.token.utf8))
        try await surroundings.store.enrol(site, tokenDigest: digest, at: now)
        surroundings.logger.notice(
            "site joined",
            metadata: ["site": "\(site.id)", "organisation": "\(site.organisation)"]
        )
        return EnrolmentAnswer(
            site: site.id,
            certificate: certificate.pem,
            ca: home.authority.certificate.pem,
            hub: home.hub,
            city: home.city,
            receiptKey: home.receiptKey.publicKey.raw,
            epoch: try await surroundings.store.head().epoch,
            certificateExpires: expires,
            time: now
        )
    }

    private static func certificate(
        for wish: EnrolmentRequest,
        by authority: CertificateAuthority,
        at now: Instant
    ) throws -> Certificate {
        guard (try? Ed25519PublicKey(raw: wish.signingKey)) != nil else {
            throw Problem(422, "bad-signing-key", "the signing key is no Ed25519 key")
        }
        var random = SystemRandomNumberGenerator()
        do throws(SigningError) {
            return try authority.issueClient(
                for: CertificateRequest(pem: wish.certificateRequest),
                commonName: wish.site.description,
                organisation: wish.organisation,
                unit: wish.party.rawValue,
                serial: HubHome.serial(using: &random),
                from: now.seconds - earlySeconds,
                until: now.seconds + certificateDays * 24 * 3600
            )
        } catch {
            throw Problem(
                422,
                "bad-certificate-request",
                "the certificate request cannot be granted",
                detail: error.description
            )
        }
    }
}
