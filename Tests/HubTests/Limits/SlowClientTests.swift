import Hub
import SyncCore
import TestSupport
import Testing

/// Clients that hang, drip, ask what is no HTTP, or come in masses, and what others notice of it.
struct SlowClientTests {
    private static let request = "GET /-/healthy HTTP/1.1\r\nHost: hub\r\n"
    private static let post =
        "POST /v1/enroll HTTP/1.1\r\nHost: hub\r\nContent-Length: 9000\r\n\r\n"

    @Test func `whoever does not keep up is gone, however he drips, and good clients are answered`()
        async throws
    {
        var limits = HubLimits()
        limits.patience = .seconds(3)
        limits.lookEvery = .milliseconds(100)
        try await RunningHub.run(limits: limits) { hub in
            let plain = try #require(hub.listening.insecure?.port)
            let clients = HangingClients()
            try clients.open(15, to: hub.listening.secure.port)
            try clients.open(15, to: hub.listening.secure.port, saying: "\u{16}\u{03}\u{01}")
            try clients.open(15, to: plain, saying: "GET /-/hea")
            try clients.open(15, to: plain, saying: Self.request + "X: ")
            try clients.open(15, to: plain, saying: Self.post)
            // Answered, and idle from then on.
            try clients.open(15, to: plain, saying: Self.request + "\r\n")
            #expect(try await hub.call("GET", "/-/healthy").status == 200)
            let deadline = ContinuousClock.now + .seconds(120)
            while clients.openCount() > 0 {
                try #require(ContinuousClock.now < deadline, "\(clients.openCount()) still hang")
                try await Task.sleep(for: .milliseconds(300))
                clients.say("x")
            }
            #expect(try await hub.call("GET", "/-/healthy").status == 200)
        }
    }

    @Test func `where all places are taken by silence, who speaks is answered`() async throws {
        var limits = HubLimits()
        limits.connections = 30
        try await RunningHub.run(limits: limits) { hub in
            let site = try await hub.member()
            let clients = HangingClients()
            for _ in 1...3 {
                try clients.open(60, to: hub.listening.secure.port)
                #expect(try await hub.call("GET", "/-/healthy").status == 200)
                #expect(try await hub.call("GET", "/v1/time?nonce=1", as: site).status == 200)
            }
            let deadline = ContinuousClock.now + .seconds(60)
            while clients.openCount() > 30 {
                try #require(ContinuousClock.now < deadline, "\(clients.openCount()) are open")
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `where all places are taken by sites, the next one is told to come back`(
        _ version: HTTPVersion
    ) async throws {
        var limits = HubLimits()
        limits.connections = 1
        try await RunningHub.run(limits: limits, speaking: version) { hub in
            let site = try await hub.member()
            async let waiting = hub.waitAtFeed(as: site)
            try await hub.waitForWaiting(1)
            let turnedAway = try await hub.call("GET", "/-/healthy", options: ["-i"])
            #expect(turnedAway.status == 503, "\(turnedAway)")
            #expect(turnedAway.body.lowercased().contains("retry-after: 5"), "\(turnedAway)")
            #expect(turnedAway.body.contains(#""code":"too-many-connections""#), "\(turnedAway)")
            let body = [UInt8](repeating: 0x20, count: 60_000)
            let post = try await hub.call("POST", "/v1/enroll", body: body)
            #expect(post.status == 503 && post.code == "too-many-connections", "\(post)")
            await hub.stop()
            #expect(try await waiting.status == 200)
        }
    }

    @Test(arguments: [
        ("no HTTP", "NONSENSE\r\n\r\n", 400, "no-http"),
        (
            "a long field", request + "X: \(String(repeating: "x", count: 20_000))\r\n\r\n", 431,
            "long-head"
        ),
        (
            "many fields", request + String(repeating: "X: y\r\n", count: 120) + "\r\n", 431,
            "long-head"
        ),
        (
            "a path without an end", "GET /" + String(repeating: "x", count: 200_000), 431,
            "long-head"
        ),
    ])
    func `a head that is none, or too long, is refused with a problem`(
        label: String,
        bytes: String,
        status: Int,
        code: String
    ) async throws {
        try await RunningHub.run { hub in
            let port = try #require(hub.listening.insecure?.port)
            let answer = try await HangingClients.answer(to: Array(bytes.utf8), at: port)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(label): \(answer)")
            #expect(answer.contains("\"code\":\"\(code)\""), "\(label): \(answer)")
            #expect(try await hub.call("GET", "/-/healthy").status == 200)
        }
    }
}
