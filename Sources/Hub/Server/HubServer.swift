import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The running server: all listeners, until it is told to stop.
package struct HubServer: Service {
    let listeners: [Listener]
    /// What the server shows to its callers.
    package let certificate: ServerCertificate
    let snapshots: HubSnapshots
    let collection: BlobCollection
    let logger: Logger

    /// Serves until a graceful shutdown; requests in progress are answered first.
    package func run() async throws {
        let services: [any Service] = listeners + [certificate, snapshots, collection]
        let group = ServiceGroup(configuration: .init(services: services, logger: logger))
        try await group.run()
    }

    /// Method and path of every call that the server answers.
    package var calls: [String] {
        let routes = listeners.first?.application.responder.table.all ?? []
        return routes.map { "\($0.method.rawValue) \($0.path)" }.sorted()
    }

    /// Where the server takes connections, ports as they came to be.
    package struct Listening: Sendable {
        package let secure: ListenAddress
        package let insecure: ListenAddress?
        package let metrics: ListenAddress?
    }
}

/// One address at which the server takes connections.
struct Listener: Service {
    /// What it is for.
    enum Kind { case secure, insecure, metrics }

    let address: ListenAddress
    let application: Application<HubResponder>

    func run() async throws {
        do { try await application.run() } catch let error as IOError {
            let detail = strerror(error.errnoCode).map { String(cString: $0) } ?? "\(error)"
            throw HubError.cannotListen(address: address.description, detail: detail)
        } catch is SocketAddressError.UnknownHost {
            throw HubError.cannotListen(address: address.description, detail: "unknown host")
        }
    }
}

/// Waits for all listeners.
actor Readiness {
    private let kinds: Set<Listener.Kind>
    private let onReady: @Sendable (HubServer.Listening) async -> Void
    private var addresses: [Listener.Kind: ListenAddress] = [:]

    init(
        _ kinds: Set<Listener.Kind>,
        onReady: @escaping @Sendable (HubServer.Listening) async -> Void
    ) {
        self.kinds = kinds
        self.onReady = onReady
    }

    func add(_ channel: any Channel, _ kind: Listener.Kind) async {
        guard let host = channel.localAddress?.ipAddress, let port = channel.localAddress?.port
        else { return }
        addresses[kind] = ListenAddress(host: host, port: port)
        guard let secure = addresses[.secure], addresses.count == kinds.count else { return }
        await onReady(
            HubServer.Listening(
                secure: secure,
                insecure: addresses[.insecure],
                metrics: addresses[.metrics]
            )
        )
    }
}
