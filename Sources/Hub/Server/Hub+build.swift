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
        let limits = configuration.limits
        let register = ConnectionRegister(limits)
        let responder = HubResponder(
            table: RouteTable(routes(surroundings)),
            identity: CallerIdentity(store: surroundings.store),
            gate: HubGate(limits, register, logger: surroundings.logger),
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
                    configuration: .init(
                        address: .hostname(address.host, port: address.port),
                        backlog: connectionsWaiting
                    ),
                    onServerRunning: { await readiness.add($0, isSecure: isSecure) },
                    logger: frameworkLogger(surroundings.logger)
                )
            )
        }
        let certificate = try ServerCertificate(surroundings)
        let http1 = http1(limits)
        let tls = try tls(surroundings.home, certificate)
        let secure = HTTPServerBuilder { responder in
            let plain = HTTP1Channel(responder: responder, configuration: http1)
            return try TLSChannel(plain, tlsConfiguration: tls).guarded(limits, register)
        }
        let plain = HTTPServerBuilder { responder in
            HTTP1Channel(responder: responder, configuration: http1).guarded(limits, register)
        }
        var listeners = [listener(configuration.listen, secure, isSecure: true)]
        if let insecure = configuration.insecureListen {
            listeners.append(listener(insecure, plain, isSecure: false))
        }
        return HubServer(
            listeners: listeners,
            certificate: certificate,
            snapshots: surroundings.snapshots,
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
            KeysRoute.route(surroundings),
            OpenAPIRoute.route,
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
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: home.authority.certificate.der, format: .der)
        ])
        return tls
    }

    /// Connections that the system keeps for us until we take them; with few, those that come while thousands
    /// do would wait a second for their next try.
    private static let connectionsWaiting = 4096

    /// How long a connection may be quiet is `ConnectionPace`'s to say.
    private static func http1(_ limits: HubLimits) -> HTTP1Channel.Configuration {
        .init(
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headBytes,
                maxHeaderListSize: limits.headBytes,
                maxHeaderFieldCount: limits.headFields
            )
        )
    }

    /// Hummingbird and its friends speak only of what went wrong.
    private static func frameworkLogger(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
