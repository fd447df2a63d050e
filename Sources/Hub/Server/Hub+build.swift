import Hummingbird
import HummingbirdCore
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
        var addresses = [Listener.Kind.secure: configuration.listen]
        addresses[.insecure] = configuration.insecureListen
        addresses[.metrics] = configuration.metricsListen
        let readiness = Readiness(Set(addresses.keys), onReady: onReady)
        let register = ConnectionRegister(configuration.limits)
        let certificate = try ServerCertificate(surroundings)
        let tls = try NIOSSLContext(configuration: tls(surroundings.home, certificate))
        let parts = ListenerParts(
            surroundings: surroundings,
            limits: configuration.limits,
            register: register,
            gate: HubGate(configuration.limits, register, logger: surroundings.logger),
            logger: frameworkLogger(surroundings.logger)
        )
        let ownRoutes = [MetricsRoute.route(surroundings, register)]
        let routes = routes(surroundings)
        let listeners = [Listener.Kind.secure, .insecure, .metrics].compactMap { kind in
            addresses[kind].map { address in
                parts.listener(
                    at: address,
                    RouteTable(kind == .metrics ? ownRoutes : routes),
                    tls: kind == .secure ? tls : nil
                ) { await readiness.add($0, kind) }
            }
        }
        return HubServer(
            listeners: listeners,
            certificate: certificate,
            snapshots: surroundings.snapshots,
            collection: BlobCollection(surroundings: surroundings),
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
            InclusionRoute.route(surroundings),
            TimeRoute.route(surroundings),
            KeysRoute.route(surroundings),
            OpenAPIRoute.route,
            MetricsRoute.refusal,
        ] + BlobRoutes.routes(surroundings) + SnapshotRoutes.routes(surroundings)
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
        tls.applicationProtocols = ["h2", "http/1.1"]
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: home.authority.certificate.der, format: .der)
        ])
        return tls
    }

    /// Hummingbird and its friends speak only of what went wrong.
    private static func frameworkLogger(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
