import Foundation
import Hub
import Logging
import ServiceLifecycle
import SyncCore
import TestSupport

/// A hub that serves on loopback for the length of one test.
struct RunningHub: Sendable {
    let folder: TemporaryFolder
    let home: HubHome
    let surroundings: Surroundings
    let listening: HubServer.Listening
    let certificate: ServerCertificate
    /// What curl speaks with it; by itself it takes HTTP/2, as the agent does.
    let version: HTTPVersion
    /// Method and path of every call that it answers.
    let calls: [String]
    /// Tells the server to stop, as SIGTERM does.
    let stop: @Sendable () async -> Void

    var control: HubControl { HubControl(surroundings) }

    /// Starts a hub, lets the test work with it, and stops it.
    static func run(
        store: (any HubStore)? = nil,
        blobLimits: BlobLimits = BlobLimits(),
        snapshotLimits: SnapshotLimits = SnapshotLimits(),
        logger: Logger? = nil,
        prepare: (HubHome) throws -> Void = { _ in },
        limits: HubLimits = .patient,
        speaking version: HTTPVersion = .two,
        _ body: (RunningHub) async throws -> Void
    ) async throws {
        await RunningHubs.shared.enter()
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await runNow(
                    store: store,
                    blobLimits: blobLimits,
                    snapshotLimits: snapshotLimits,
                    logger: logger,
                    prepare: prepare,
                    limits: limits,
                    speaking: version,
                    body
                )
            )
        } catch { result = .failure(error) }
        await RunningHubs.shared.leave()
        try result.get()
    }

    private static func runNow(
        store: (any HubStore)?,
        blobLimits: BlobLimits,
        snapshotLimits: SnapshotLimits,
        logger: Logger?,
        prepare: (HubHome) throws -> Void,
        limits: HubLimits,
        speaking version: HTTPVersion,
        _ body: (RunningHub) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let home = try makeHome(folder.file("hub"))
        try prepare(home)
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        let logger = logger ?? quiet
        let metrics = HubMetrics()
        let surroundings = Surroundings(
            home: home,
            store: try store
                ?? SQLiteHubStore(
                    folder: home.path,
                    hub: home.hub,
                    keyring: home.keyring,
                    metrics: metrics
                ),
            signal: FeedSignal(),
            metrics: metrics,
            clock: now,
            logger: logger,
            blobLimits: blobLimits,
            snapshotLimits: snapshotLimits
        )
        let (addresses, ready) = AsyncStream.makeStream(of: HubServer.Listening.self)
        let anyPort = ListenAddress(host: "127.0.0.1", port: 0)
        let server = try HubServer.build(
            HubConfiguration(
                listen: anyPort,
                insecureListen: anyPort,
                metricsListen: anyPort,
                limits: limits
            ),
            surroundings
        ) { ready.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { ready.finish() }
                try await services.run()
            }
            for await listening in addresses {
                let hub = RunningHub(
                    folder: folder,
                    home: home,
                    surroundings: surroundings,
                    listening: listening,
                    certificate: server.certificate,
                    version: version,
                    calls: server.calls,
                    stop: { await services.triggerGracefulShutdown() }
                )
                try await body(hub)
                await hub.stop()
            }
            try await group.waitForAll()
        }
    }

    @discardableResult
    static func makeHome(
        _ path: String,
        city: String = "示例市",
        names: [String] = [],
        at now: Instant = RunningHub.now()
    ) throws -> HubHome {
        var random = SystemRandomNumberGenerator()
        return try HubHome.create(path: path, city: city, names: names, at: now, random: &random)
            .home
    }

    /// The clock of the machine: certificates are checked against it by TLS.
    @Sendable static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    // MARK: Who may join

    /// Names an organisation and makes a token, as an operator does.
    func token(
        for organisation: String = HubStoreFixture.enterprise,
        _ party: Party = .userUnit,
        uses: Int = 1
    ) async throws -> String {
        try await control.perform(
            .addOrganisation(HubStoreFixture.organisation(organisation, party))
        ) { _ in }
        let lines = Lines()
        let request = ControlRequest.createToken(
            organisation: organisation,
            party: party,
            uses: uses,
            seconds: 3600
        )
        try await control.perform(request) { lines.append($0["token"]?.string ?? "") }
        return lines.all[0]
    }

    /// A site that has joined through the server.
    func member(
        _ number: Int = 1,
        of organisation: String = HubStoreFixture.enterprise,
        _ party: Party = .userUnit
    ) async throws -> MemberSite {
        let site = MemberSite(number, of: organisation, party)
        let token = try await token(for: organisation, party)
        return try await site.enrolled(at: self, token: token)
    }
}

extension HubLimits {
    /// The built-in limits for clients that wait for a processor with hundreds of tests beside them.
    static var patient: HubLimits {
        var limits = HubLimits()
        limits.patience = .seconds(600)
        limits.idle = .seconds(600)
        limits.linger = .seconds(60)
        return limits
    }
}
