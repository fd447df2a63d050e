import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// What all listeners of a server have in common: who is counted at one is counted at the others.
struct ListenerParts {
    let surroundings: Surroundings
    let limits: HubLimits
    let register: ConnectionRegister
    let gate: HubGate
    let logger: Logger

    /// A listener with the calls that it answers; without TLS it speaks plain HTTP.
    func listener(
        at address: ListenAddress,
        _ table: RouteTable,
        tls: NIOSSLContext?,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> Listener {
        let (limits, register, metrics) = (limits, register, surroundings.metrics)
        let http1 = Self.http1(limits)
        let server = HTTPServerBuilder { responder in
            HubChannel(
                http1: HTTP1Channel(responder: responder, configuration: http1),
                tls: tls,
                limits: limits,
                register: register,
                metrics: metrics
            )
        }
        let responder = HubResponder(
            table: table,
            identity: CallerIdentity(store: surroundings.store),
            gate: gate,
            register: register,
            metrics: metrics,
            clock: surroundings.clock,
            logger: surroundings.logger
        )
        return Listener(
            address: address,
            application: Application(
                responder: responder,
                server: server,
                configuration: .init(
                    address: .hostname(address.host, port: address.port),
                    backlog: Self.connectionsWaiting
                ),
                onServerRunning: onRunning,
                logger: logger
            )
        )
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
}
