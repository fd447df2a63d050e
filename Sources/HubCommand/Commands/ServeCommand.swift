import ArgumentParser
import Hub
import LocalSocket
import Logging
import ServiceLifecycle
import Terminal
import UnixSignals

/// `jiliang-hub serve`: the server, until SIGTERM or SIGINT.
struct ServeCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "运行服务器 · run the server"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "监听地址, 端口 0 由系统选 · address to listen on, port 0 lets the system choose")
    var listen = "127.0.0.1:8443"

    @Option(help: "不加密的监听地址, 仅限本机 · address for plain HTTP, this machine only")
    var insecureHttp: String?

    @Option(
        help:
            "监控指标的监听地址 (GET /metrics), 仅限本机 · address for metrics (GET /metrics), this machine only"
    )
    var metrics: String?

    @OptionGroup(title: "上限 · limits") var limits: LimitOptions

    func run(_ session: Session) async throws {
        let listen = try Self.address(listen, for: "--listen")
        let insecure = try insecureHttp.map { try Self.loopback($0, for: "--insecure-http") }
        let metrics = try metrics.map { try Self.loopback($0, for: "--metrics") }
        let home = try HubHome.open(path: session.home)
        let logger = Logger(label: "jiliang-hub") { StreamLogHandler.standardError(label: $0) }
        let surroundings = try session.openSurroundings(
            home,
            logger: logger,
            snapshotLimits: limits.snapshotLimits()
        )
        if try home.backup() != nil { session.warn(.putBack) }
        let control = try ControlSocket(surroundings)
        let server = try HubServer.build(
            HubConfiguration(
                listen: listen,
                insecureListen: insecure,
                metricsListen: metrics,
                limits: limits.limits()
            ),
            surroundings
        ) { listening in
            let plain = listening.insecure.map { ", http://\($0)" } ?? ""
            let metrics = listening.metrics.map { ", http://\($0)/metrics" } ?? ""
            Screen.printError("jiliang-hub ready on https://\(listening.secure)\(plain)\(metrics)")
        }
        var quiet = logger
        quiet.logLevel = .critical
        let group = ServiceGroup(
            configuration: .init(
                services: [server, control, Reloading(certificate: server.certificate)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        )
        try await group.run()
    }

    /// An address of this machine: what is not encrypted goes no further.
    private static func loopback(_ text: String, for option: String) throws -> ListenAddress {
        let address = try address(text, for: option)
        guard address.isLoopback else { throw Failure.notLoopback(text, for: option) }
        return address
    }

    private static func address(_ text: String, for option: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw Failure.badChoice(text, for: option, expected: "127.0.0.1:8443")
        }
        return address
    }
}

/// Reads the server's certificate again on SIGHUP.
private struct Reloading: Service {
    let certificate: ServerCertificate

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { certificate.refresh() }
    }
}
