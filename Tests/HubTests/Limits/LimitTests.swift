import Hub
import SyncCore
import TestSupport
import Testing

/// What a running server does beyond its limits.
struct LimitTests {
    private static let time = "/v1/time?nonce=1"

    /// Nothing comes back within the length of a test.
    private static func once(_ burst: Double) -> Allowance {
        Allowance(burst: burst, perSecond: 0.001)
    }

    @Test(arguments: HTTPVersion.allCases)
    func `a site that asks too often is told when to come back, and others are served`(
        _ version: HTTPVersion
    ) async throws {
        var limits = HubLimits.patient
        limits.site = Self.once(2)
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            let (site, other) = (try await hub.member(1), try await hub.member(2))
            for _ in 1...2 {
                #expect(try await hub.call("GET", Self.time, as: site).status == 200)
            }
            let refused = try await hub.call("GET", Self.time, as: site, options: ["-i"])
            #expect(refused.status == 429, "\(refused)")
            #expect(refused.body.lowercased().contains("retry-after: "), "\(refused)")
            #expect(refused.body.contains(#""code":"too-many-requests""#), "\(refused)")
            #expect(try await hub.call("GET", Self.time, as: other).status == 200)
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `ops for which the law sets days draw from a reserve, once there is nothing else`(
        _ version: HTTPVersion
    ) async throws {
        var limits = HubLimits.patient
        limits.site = Self.once(1)
        limits.siteWithReserve = Self.once(4)
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            var site = try await hub.member()
            let id = HubTestSite.record(1)
            let ordinary = site.batch([site.ops.register(id)], for: hub.home.hub)
            let filing = site.ops.change(id, ["filing": "filed"])
            let change = site.ops.change(id, ["location": "here"])
            func push(_ batch: PushBatch) async throws -> Int {
                try await hub.call("POST", "/v1/ops", as: site, body: batch.encoded).status
            }
            #expect(try await push(ordinary) == 200)
            #expect(try await push(site.batch([filing], for: hub.home.hub)) == 200)
            #expect(try await push(site.batch([change], for: hub.home.hub)) == 429)
            #expect(try await push(site.batch([filing, change], for: hub.home.hub)) == 200)
            // The reserve has an end too.
            #expect(try await push(site.batch([filing], for: hub.home.hub)) == 429)
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `a hub that is busy takes only ops for which the law sets days`(_ version: HTTPVersion)
        async throws
    {
        var limits = HubLimits.patient
        limits.batches = 0
        limits.batchReserve = 1
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            var site = try await hub.member()
            let id = HubTestSite.record(1)
            let values = ["filing": "filed", "serial": "1", "status": "in_use"]
            let filing = site.ops.op(.register, id, [.instrument(id, values)])
            let change = site.ops.change(id, ["location": "here"])
            let busy = try await hub.call(
                "POST",
                "/v1/ops",
                as: site,
                body: site.batch([change], for: hub.home.hub).encoded,
                options: ["-i"]
            )
            #expect(busy.status == 503, "\(busy)")
            #expect(busy.body.lowercased().contains("retry-after: 5"), "\(busy)")
            for (op, status) in [(filing, 200), (change, 503), (filing, 200)] {
                let body = site.batch([op], for: hub.home.hub).encoded
                let reply = try await hub.call("POST", "/v1/ops", as: site, body: body)
                #expect(reply.status == status, "\(reply)")
            }
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `whoever guesses tokens is slowed, and good ones cost nothing`(_ version: HTTPVersion)
        async throws
    {
        var limits = HubLimits.patient
        limits.guesses = Self.once(2)
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            for number in 1...3 { _ = try await hub.member(number) }
            let guess = try MemberSite(9, of: HubStoreFixture.enterprise, .userUnit)
                .enrolment(token: "guess").json.canonical
            for status in [403, 403, 429] {
                let reply = try await hub.call("POST", "/v1/enroll", body: guess)
                #expect(reply.status == status, "\(reply)")
            }
            #expect(try await hub.call("GET", "/-/healthy").status == 200)
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `an address from which strangers ask too often is told when to come back`(
        _ version: HTTPVersion
    ) async throws {
        var limits = HubLimits.patient
        limits.strangers = Self.once(4)
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            let site = try await hub.member()
            for (path, status) in [("/nowhere", 404), ("/v1/feed", 401)] {
                #expect(try await hub.call("GET", path).status == status)
            }
            // A site does not count as a stranger.
            for _ in 1...3 {
                #expect(try await hub.call("GET", Self.time, as: site).status == 200)
            }
            let guess = try MemberSite(9, of: HubStoreFixture.enterprise, .userUnit)
                .enrolment(token: "guess").json.canonical
            let reply = try await hub.call("POST", "/v1/enroll", body: guess)
            #expect(reply.status == 403, "\(reply)")
            for (path, status) in [("/nowhere", 429), ("/v1/feed", 429), ("/v1/enroll", 405)] {
                #expect(try await hub.call("GET", path).status == status)
            }
            #expect(try await hub.call("POST", "/v1/enroll", body: guess).status == 429)
            // Who watches over the server, and who has a certificate, does not suffer.
            #expect(try await hub.call("GET", "/-/ready").status == 200)
            #expect(try await hub.call("GET", Self.time, as: site).status == 200)
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `a site has only so many connections`(_ version: HTTPVersion) async throws {
        var limits = HubLimits.patient
        limits.connectionsPerSite = 1
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            let (site, other) = (try await hub.member(1), try await hub.member(2))
            async let waiting = hub.waitAtFeed(as: site)
            try await hub.waitForWaiting(1)
            let refused = try await hub.call("GET", Self.time, as: site)
            #expect(refused.status == 429, "\(refused)")
            #expect(refused.code == "too-many-connections", "\(refused)")
            #expect(try await hub.call("GET", Self.time, as: other).status == 200)
            await hub.stop()
            #expect(try await waiting.status == 200)
        }
    }
}

extension RunningHub {
    /// A request that has nothing to read, and waits until the server stops.
    func waitAtFeed(as site: MemberSite) async throws -> Reply {
        let mark = String(repeating: "0", count: 32)
        return try await call("GET", "/v1/feed?epoch=1&after=0&mark=\(mark)&wait=50", as: site)
    }

    /// Returns once so many requests wait at the feed.
    func waitForWaiting(_ count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while await surroundings.signal.waiting < count {
            try #require(ContinuousClock.now < deadline, "nobody waits at the feed")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
