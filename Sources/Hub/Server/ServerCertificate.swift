import Logging
import NIOSSL
import ServiceLifecycle
import Signing
import SyncCore
import Synchronization

/// The certificate that the server shows. It changes while the server runs: each handshake gets the present one,
/// and connections that are open go on.
package final class ServerCertificate: Service {
    private let surroundings: Surroundings
    private let shown:
        Mutex<(certificate: Certificate, material: NIOSSLContextConfigurationOverride)>

    /// How often the server looks whether it is time for the next one.
    private static let interval = Duration.seconds(3600)

    /// Reads the certificate from the home, and renews it where that is due. Throws `HubError`.
    init(_ surroundings: Surroundings) throws {
        self.surroundings = surroundings
        let certificate = try Self.present(surroundings)
        shown = Mutex((certificate, try Self.material(certificate, surroundings.home)))
    }

    /// What a handshake shows.
    var material: NIOSSLContextConfigurationOverride { shown.withLock { $0.material } }

    /// Looks at the home again, and renews the certificate where that is due. What goes wrong is in the log, and
    /// the server goes on with what it has.
    package func refresh() {
        do {
            let certificate = try Self.present(surroundings)
            guard shown.withLock({ $0.certificate }) != certificate else { return }
            let material = try Self.material(certificate, surroundings.home)
            shown.withLock { $0 = (certificate, material) }
            surroundings.logger.notice(
                "new server certificate",
                metadata: ["expires": "\(certificate.expires.text)"]
            )
        } catch {
            let expires = shown.withLock { $0.certificate.expires }
            surroundings.logger.error(
                "the server's certificate stays",
                metadata: ["error": "\(error)", "expires": "\(expires.text)"]
            )
        }
    }

    /// Looks every hour.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                if !Task.isCancelled { self.refresh() }
            }
        }
    }

    private static func present(_ surroundings: Surroundings) throws(HubError) -> Certificate {
        var random = SystemRandomNumberGenerator()
        return try surroundings.home.presentServerCertificate(
            at: surroundings.clock(),
            random: &random
        )
    }

    private static func material(
        _ certificate: Certificate,
        _ home: HubHome
    ) throws -> NIOSSLContextConfigurationOverride {
        func source(_ certificate: Certificate) throws -> NIOSSLCertificateSource {
            .certificate(try NIOSSLCertificate(bytes: certificate.der, format: .der))
        }
        var material = NIOSSLContextConfigurationOverride()
        // The authority goes along, so that a new site can compare its key with the pin.
        material.certificateChain = [
            try source(certificate), try source(home.authority.certificate),
        ]
        let key = try NIOSSLPrivateKey(bytes: Array(home.serverKey.pem.utf8), format: .pem)
        material.privateKey = .privateKey(key)
        return material
    }
}
