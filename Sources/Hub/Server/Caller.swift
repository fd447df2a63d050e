import Hummingbird
import NIOCore
import NIOSSL
import Signing
import SyncCore

/// Where a request came in.
struct HubRequestContext: InitializableFromSource {
    /// The connection, which other requests may share.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        let channel = source.channel
        // The parent of a connection is the listener, which has none; that of one of its streams is the connection.
        guard let parent = channel.parent, parent.parent != nil else {
            self.channel = channel
            return
        }
        self.channel = parent
    }

    /// From where the connection comes.
    var address: String? { channel.remoteAddress?.ipAddress }

    /// The certificate that the client has proved to own and our authority has issued; TLS has checked
    /// both. `nil` where the client showed none. TLS 1.3 asks for it once in the life of a connection, so it is read
    /// once and kept in the register: OpenSSL takes longer to read one than a small request takes otherwise.
    func peerCertificate(kept register: ConnectionRegister) async -> Certificate? {
        let id = ObjectIdentifier(channel)
        if let known = register.certificate(of: id) { return known }
        // Without TLS there is no such thing in the channel, which is an error there.
        let peer = try? await channel.nioSSL_peerCertificate().get()
        guard let der = try? peer?.toDERBytes(), let certificate = try? Certificate(der: der)
        else { return nil }
        register.keep(certificate, of: id)
        return certificate
    }
}

/// Who calls: the certificate must be one that the site still has.
struct CallerIdentity {
    let store: any HubStore

    /// A site, and the certificate that it has shown.
    struct Caller {
        let site: HubSite
        let certificate: Certificate
    }

    /// The site behind a certificate, or the problem that keeps it out.
    func caller(with certificate: Certificate?, at now: Instant) async throws -> Caller {
        guard let certificate, let id = RecordID(certificate.commonName),
            let site = try await store.site(id), try await has(site, certificate)
        else {
            throw Problem(401, "unknown-caller", "this call needs the certificate of a site")
        }
        guard site.revokedAt == nil else { throw Problem.revoked }
        // TLS has looked at this when the connection began, which may be days ago.
        guard now <= certificate.expires else {
            throw Problem(401, "certificate-expired", "the certificate has expired")
        }
        return Caller(site: site, certificate: certificate)
    }

    /// Whether the certificate is the site's own or its former one.
    ///
    /// One that we have issued later than the one we know is of a time that the hub has lost: it was put back
    /// from a backup. Sites that were given a certificate meanwhile stay members.
    private func has(_ site: HubSite, _ certificate: Certificate) async throws -> Bool {
        if site.certificateFingerprint == certificate.fingerprint { return true }
        if certificate.expires > site.certificateExpires { return true }
        return try await store.formerCertificate(of: site.id) == certificate.fingerprint
    }
}

extension Problem {
    static let revoked = Problem(403, "revoked", "the site has been revoked")
}
