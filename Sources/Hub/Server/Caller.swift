import Hummingbird
import NIOCore
import NIOSSL
import Signing
import SyncCore

/// Where a request came in.
struct HubRequestContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }

    /// The certificate that the client has proved to own and our authority has issued; TLS has checked
    /// both. `nil` where the client showed none.
    func peerCertificate() async -> Certificate? {
        // Without TLS there is no such thing in the channel, which is an error there.
        let peer = try? await channel.nioSSL_peerCertificate().get()
        guard let der = try? peer?.toDERBytes() else { return nil }
        return try? Certificate(der: der)
    }
}

/// Who calls: the certificate must be the one that the site joined with last.
struct CallerIdentity {
    let store: any HubStore

    /// The site behind a certificate, or the problem that keeps it out.
    func caller(with certificate: Certificate?) async throws -> HubSite {
        guard let certificate, let id = RecordID(certificate.commonName),
            let site = try await store.site(id),
            site.certificateFingerprint == certificate.fingerprint
        else {
            throw Problem(401, "unknown-caller", "this call needs the certificate of a site")
        }
        guard site.revokedAt == nil else {
            throw Problem(403, "revoked", "the site has been revoked")
        }
        return site
    }
}
