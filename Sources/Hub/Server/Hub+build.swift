import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Signing

extension HubServer {
    /// Makes the server that a configuration describes; the program and the tests call the same
    /// function.
    ///
    /// `onReady` is called once, when every listener takes connections, with the address of each as it
    /// came to be.
    package static func build(
        _ configuration: HubConfiguration,
        _ surroundings: Surroundings,
        onReady: @escaping @Sendable (Listening) async -> Void
    ) throws -> HubServer {
        let readiness = Readiness(
            count: configuration.insecureListen == nil ? 1 : 2,
            onReady: onReady
        )
        let responder = HubResponder(
            table: RouteTable(routes(surroundings)),
            identity: CallerIdentity(store: surroundings.store),
            clock: surroundings.clock,
            logger: surroundings.logger
        )
        func listener(
            _ address: ListenAddress,
            _ server: HTTPServerBuilder,
            isSecure: Bool
        ) -> Listener {
            Listener(
                address: address,
                application: Application(
                    responder: responder,
                    server: server,
                    configuration: .init(address: .hostname(address.host, port: address.port)),
                    onServerRunning: { await readiness.add($0, isSecure: isSecure) },
                    logger: frameworkLogger(surroundings.logger)
                )
            )
        }
        let certificate = try ServerCertificate(surroundings)
        let secure = try HTTPServerBuilder.tls(
            http1,
            tlsConfiguration: tls(surroundings.home, certificate)
        )
        var listeners = [listener(configuration.listen, secure, isSecure: true)]
        if let insecure = configuration.insecureListen {
            listeners.append(listener(insecure, http1, isSecure: false))
        }
        return HubServer(
            listeners: listeners,
            certificate: certificate,
            logger: frameworkLogger(surroundings.logger)
        )
    }

    /// Every call of the interface.
    private static func routes(_ surroundings: Surroundings) -> [Route] {
        HealthRoutes.routes(surroundings) + [
            EnrolRoute.route(surroundings),
            RenewRoute.route(surroundings),
            OpsRoute.route(surroundings),
            OpsStatusRoute.route(surroundings),
            FeedRoute.route(surroundings),
            RangeRoute.route(surroundings),
            TreeHeadRoute.route(surroundings),
            TimeRoute.route(surroundings),
            OpenAPIRoute.route,
        ] + BlobRoutes.routes(surroundings)
    }

    /// TLS 1.3 only. A client need not show a certificate, since a new site has none; one that it does
    /// show must be of our authority.
    private static func tls(
        _ home: HubHome,
        _ certificate: ServerCertificate
    ) throws -> TLSConfiguration {
        let material = certificate.material
        guard let chain = material.certificateChain, let key = material.privateKey
        else { preconditionFailure("a server without a certificate") }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: key
        )
        tls.sslContextCallback = { _, answer in answer.succeed(certificate.material) }
        tls.minimumTLSVersion = .tlsv13
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: home.authority.certificate.der, format: .der)
        ])
        return tls
    }

    /// A connection on which nobody speaks is closed; longer than a site waits at the feed.
    private static let http1 = HTTPServerBuilder.http1(
        configuration: .init(idleTimeout: .seconds(75))
    )

    /// Hummingbird and its friends speak only of what went wrong.
    private static func frameworkLogger(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
