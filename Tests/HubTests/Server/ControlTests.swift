import Hub
import Logging
import ServiceLifecycle
import Policy
import SyncCore
import Testing

/// What an operator asks, directly and through the socket.
struct ControlTests {
    static let requests: [ControlRequest] = [
        .addOrganisation(HubStoreFixture.organisation(HubStoreFixture.enterprise, .userUnit)),
        .organisations,
        .duplicate(.list(organisation: nil)),
        .duplicate(.list(organisation: "x")),
        .duplicate(.merges(organisation: "x")),
        .duplicate(
            .merge(
                HubTestSite.record(1),
                HubTestSite.record(2),
                reason: "同一台",
                author: "李科长",
                isDryRun: true
            )
        ),
        .duplicate(
            .split(HubTestSite.record(1), reason: "两台", author: "李科长", isDryRun: false)
        ),
        .createToken(organisation: "x", party: .verificationBody, uses: 3, seconds: 60),
        .backUp(folder: "/srv/备份"),
        .recover(dryRun: true),
        .statistics,
        .collectBlobs(dryRun: false),
        .collectBlobs(dryRun: true),
        .sites,
        .revoke(HubTestSite.record(1)),
        .filings(waitingOnly: true),
        .filings(waitingOnly: false),
        .register([HubTestSite.record(1), HubTestSite.record(2)], author: "李科长"),
        .giveBack([HubTestSite.record(1)], reason: "缺证书", author: "李科长"),
        .applications,
        .assign(HubTestSite.record(1), body: HubStoreFixture.body, author: "李科长"),
        .document(
            .load(
                .calendar,
                DocumentLoad("date,kind,name\n\u{7f}", by: "李科长", in: .chinese, changesDays: true)
            )
        ),
        .document(.load(.rulePack, DocumentLoad("{}", by: "李科长", in: .english))),
        .document(.list(.calendar)),
        .document(.list(.rulePack)),
        .export(organisation: nil),
        .export(organisation: "x"),
        .fact(
            .add(
                subject: "x",
                [[.subject: "x", .code: "N11", .final: "false"], [.reference: "f1"]],
                author: "李科长"
            )
        ),
        .explain(ExplainRequest("x", on: Day(number: 20_000), in: .english, as: .text)),
        .explain(ExplainRequest("x", on: Day(number: 20_000), in: .chinese, as: .json)),
        .fact(.list(subject: nil)),
        .fact(.list(subject: "x")),
        .fact(.repair(FactName("f1", subject: "x"), on: "2026-02-01", author: "李科长")),
        .fact(.repair(FactName("f1"), on: "2026-02-01", author: "x", changesDay: true)),
        .fact(.due(on: "2026-02-01", language: .chinese)),
        .fact(.expire([FactName("f1"), FactName("f2")], on: "2026-02-01", author: "x")),
        .fact(.delete([FactName("f1"), FactName("f2")], ground: "期限届满", author: "李科长")),
    ]

    @Test(arguments: requests) func `a request survives the socket`(request: ControlRequest) throws
    {
        let json = try JSONParser.parse(request.json.canonical)
        #expect(ControlRequest(json: json) == request)
    }

    @Test func `the server answers what the store itself would`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let instrument = HubTestSite.record(1)
            let ops = [
                site.ops.register(instrument), site.ops.change(instrument, ["filing": "filed"]),
            ]
            let batch = site.batch(ops, for: hub.home.hub).encoded
            _ = try await hub.call("POST", "/v1/ops", as: site, body: batch)
            let socket = try ControlSocket(hub.surroundings)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let services = ServiceGroup(configuration: .init(services: [socket], logger: logger))
            try await withThrowingTaskGroup { group in
                group.addTask { try await services.run() }
                for request in [
                    ControlRequest.organisations, .sites, .filings(waitingOnly: true),
                    .applications, .export(organisation: nil), .duplicate(.list(organisation: nil)),
                ] {
                    let direct = Lines()
                    try await hub.control.perform(request) { direct.append($0.orderedText) }
                    let remote = Lines()
                    let isDone = try await ControlClient.perform(request, home: hub.home) {
                        remote.append($0.orderedText)
                    }
                    #expect(isDone)
                    #expect(remote.all == direct.all, "\(request)")
                }
                await #expect(throws: HubError.unknownSite(instrument.description)) {
                    _ = try await ControlClient.perform(.revoke(instrument), home: hub.home) { _ in
                    }
                }
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            #expect(try await !ControlClient.perform(.sites, home: hub.home) { _ in })
        }
    }

    @Test func `a filing is registered once, and its enterprise reads it`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let instrument = HubTestSite.record(1)
            let ops = [
                site.ops.register(instrument), site.ops.change(instrument, ["filing": "filed"]),
            ]
            let batch = site.batch(ops, for: hub.home.hub).encoded
            _ = try await hub.call("POST", "/v1/ops", as: site, body: batch)
            let request = ControlRequest.register([instrument], author: "李科长")
            try await hub.control.perform(request) { _ in }
            let store = hub.surroundings.store
            #expect(try await store.filings(waitingOnly: true).isEmpty)
            #expect(try await store.filings(waitingOnly: false).map(\.state) == [.registered])
            #expect(await hub.surroundings.signal.waiting == 0)
            await #expect(throws: HubError.notPossible(instrument.description)) {
                try await hub.control.perform(request) { _ in }
            }
            let member = try #require(try await store.site(site.ops.id))
            let page = try await store.page(
                for: member,
                after: .start(epoch: 1),
                having: .everything,
                limit: 10
            )
            #expect(page.frames.count == 3)
        }
    }
}
