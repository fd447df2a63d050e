import Foundation
import Hub
import SyncCore
import TestSupport
import Testing

/// What a client may do over a connection that carries its requests side by side.
struct HTTP2Tests {
    @Test(arguments: HTTPVersion.allCases)
    func `a client speaks the version that it likes, and its certificate counts`(
        _ version: HTTPVersion
    ) async throws {
        try await RunningHub.run(speaking: version) { hub in
            let site = try await hub.member()
            for (caller, status) in [(site, 200), (nil, 401)] {
                let reply = try await hub.call(
                    "GET",
                    "/v1/time?nonce=1",
                    as: caller,
                    options: ["-i"]
                )
                #expect(reply.body.hasPrefix("\(version.name) \(status)"), "\(reply)")
            }
        }
    }

    @Test func `a request is answered while another one waits on the same connection`() async throws
    {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let client = try RawHTTP2Client(hub, as: site)
            client.send(RawFrame.waitAtFeed(stream: 1))
            try await hub.waitForWaiting(1)
            client.send(RawFrame.request("/v1/time?nonce=1", stream: 3))
            #expect(await client.next(.headers)?.stream == 3)
            #expect(await client.next(.data)?.stream == 3)
            // What stops the hub, or the site, is told on the stream that waits.
            try await hub.control.perform(.revoke(site.ops.id)) { _ in }
            #expect(await client.next(.headers)?.stream == 1)
            let problem = String(decoding: await client.next(.data)?.payload ?? [], as: UTF8.self)
            #expect(problem.contains("\"revoked\""), "\(problem)")
        }
    }

    @Test func `who was revoked is refused also on the connection that he has open`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let client = try RawHTTP2Client(hub, as: site)
            client.send(RawFrame.request("/v1/time?nonce=1", stream: 1))
            #expect(await client.next(.data)?.stream == 1)
            try await hub.control.perform(.revoke(site.ops.id)) { _ in }
            client.send(RawFrame.request("/v1/time?nonce=1", stream: 3))
            let answer = await client.next(.data, stream: 3)
            let problem = String(decoding: answer?.payload ?? [], as: UTF8.self)
            #expect(problem.contains("\"revoked\""), "\(problem)")
        }
    }

    @Test func `a hub that stops says so, and answers what is in progress first`() async throws {
        var limits = HubLimits.patient
        limits.linger = .seconds(1)
        limits.lookEvery = .milliseconds(100)
        try await RunningHub.run(limits: limits) { hub in
            let client = try RawHTTP2Client(hub, as: try await hub.member())
            let idle = try RawHTTP2Client(hub)
            #expect(await idle.next(.settings) != nil)
            client.send(RawFrame.waitAtFeed(stream: 1))
            try await hub.waitForWaiting(1)
            await hub.stop()
            let frames = await client.rest()
            #expect(frames.contains { $0.kind == .goAway && $0.errorCode == 0 })
            #expect(frames.contains { $0.kind == .headers && $0.stream == 1 })
            #expect(frames.contains { $0.isEnd && $0.stream == 1 })
            #expect(await idle.rest().contains { $0.kind == .goAway && $0.errorCode == 0 })
        }
    }

    @Test func `a client that does much over one connection is not taken for an attacker`()
        async throws
    {
        try await RunningHub.run { hub in
            let reply = try await hub.call(
                "GET",
                "/-/healthy?[1-300]",
                options: ["-i", "-o", "/dev/null"]
            )
            #expect(reply.exit == 0 && reply.status == 200, "\(reply)")
        }
    }

    // MARK: Attacks

    struct Attack: Sendable, CustomTestStringConvertible {
        let label: String
        let frames: [RawFrame]
        /// By RFC 9113, section 7.
        let errorCode: UInt32
        var testDescription: String { label }
    }

    private static func many(_ frames: (UInt32) -> [RawFrame]) -> [RawFrame] {
        (0..<300).flatMap { frames(2 * $0 + 1) }
    }

    private static let calm: UInt32 = 11
    /// Counted as more than a head has, by the bytes that HPACK adds to each field.
    private static let fields = (1...500).map { (name: "x\($0)", value: "y") }
    private static let open = RawFrame.request("POST", "/v1/enroll", stream: 1, isEnd: false)

    static let attacks: [Attack] = [
        Attack(
            label: "requests that are taken back at once",
            frames: many {
                [
                    .request("/-/healthy", stream: $0),
                    RawFrame(.reset, stream: $0, RawFrame.four(8)),
                ]
            },
            errorCode: calm
        ),
        Attack(
            label: "pings",
            frames: many { [RawFrame(.ping, RawFrame.four($0) + RawFrame.four(0))] },
            errorCode: calm
        ),
        Attack(label: "settings", frames: many { _ in [RawFrame(.settings)] }, errorCode: calm),
        Attack(
            label: "priorities",
            frames: many { [RawFrame(.priority, stream: $0, [0, 0, 0, 0, 1])] },
            errorCode: calm
        ),
        Attack(
            label: "data with nothing in it",
            frames: [open] + (0..<9).map { _ in RawFrame(.data, stream: 1) },
            errorCode: calm
        ),
        Attack(
            label: "a head without an end",
            frames: [RawFrame(.headers, flags: RawFrame.end, stream: 1, RawFrame.block([]))]
                + (0..<99).map { _ in RawFrame(.continuation, stream: 1, [0]) },
            errorCode: calm
        ),
        Attack(
            label: "a head that is too long",
            frames: [.request("/-/healthy", stream: 1, fields: fields)],
            errorCode: 9
        ),
        Attack(
            label: "a head of nonsense",
            frames: [RawFrame(.headers, flags: 5, stream: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF])],
            errorCode: 9
        ),
        Attack(
            label: "a frame that is too large",
            frames: [RawFrame(.data, stream: 1, Array(repeating: 0, count: 20_000))],
            errorCode: 6
        ),
    ]

    @Test(arguments: attacks)
    func `a connection with which a client attacks ends, and others are served`(
        _ attack: Attack
    ) async throws {
        try await RunningHub.run { hub in
            let client = try RawHTTP2Client(hub)
            client.send(attack.frames)
            let last = await client.rest().last { $0.kind == .goAway }
            #expect(last?.errorCode == attack.errorCode, "\(last as Any)")
            #expect(try await hub.call("GET", "/-/healthy").status == 200)
        }
    }

    @Test(arguments: [false, true])
    func `only so many requests come side by side`(_ isKnown: Bool) async throws {
        var limits = HubLimits.patient
        limits.streams = 2
        try await RunningHub.run(limits: limits) { hub in
            let client = try RawHTTP2Client(hub)
            let settings = await client.next(.settings)
            #expect(settings?.payload.prefix(6) == [0, 3, 0, 0, 0, 2])
            // Before a client has said that it knows, what it does is no violation.
            if isKnown { client.send(RawFrame(.settings, flags: RawFrame.ack)) }
            for stream: UInt32 in [1, 3, 5] {
                client.send(RawFrame.request("POST", "/v1/enroll", stream: stream, isEnd: false))
            }
            if isKnown {
                #expect(await client.next(.goAway) != nil)
            } else {
                let refused = await client.next(.reset)
                #expect(refused?.stream == 5 && refused?.errorCode == 7, "\(refused as Any)")
            }
        }
    }

    @Test func `requests that were too many for too long end the connection`() async throws {
        var limits = HubLimits.patient
        limits.streams = 1
        limits.resets = 10
        try await RunningHub.run(limits: limits) { hub in
            let client = try RawHTTP2Client(hub)
            for number: UInt32 in 0...12 {
                let stream = 2 * number + 1
                client.send(RawFrame.request("POST", "/v1/enroll", stream: stream, isEnd: false))
            }
            let last = await client.rest().last { $0.kind == .goAway }
            #expect(last?.errorCode == Self.calm, "\(last as Any)")
        }
    }

    @Test func `a head with too many fields is refused with a problem`() async throws {
        try await RunningHub.run { hub in
            let client = try RawHTTP2Client(hub)
            let fields = (1...120).map { (name: "x-\($0)", value: "y") }
            client.send(RawFrame.request("/-/healthy", stream: 1, fields: fields))
            let text = String(decoding: await client.next(.data)?.payload ?? [], as: UTF8.self)
            #expect(text.contains("\"long-head\""), "\(text)")
            client.send(RawFrame.request("/-/healthy", stream: 3))
            #expect(await client.next(.headers, stream: 3) != nil)
        }
    }

    // MARK: Clients that do not keep up

    private static var impatient: HubLimits {
        var limits = HubLimits.patient
        limits.patience = .seconds(3)
        limits.linger = .seconds(3)
        limits.lookEvery = .milliseconds(100)
        return limits
    }

    @Test func `a body that drips ends its own request only`() async throws {
        try await RunningHub.run(limits: Self.impatient) { hub in
            let client = try RawHTTP2Client(hub, as: try await hub.member())
            client.send(RawFrame.waitAtFeed(stream: 1))
            try await hub.waitForWaiting(1)
            client.send(RawFrame.request("POST", "/v1/ops", stream: 3, isEnd: false))
            let drip = client.drip(RawFrame(.data, stream: 3, [0x20]))
            #expect(await client.next(.reset)?.stream == 3)
            drip.cancel()
            client.send(RawFrame.request("/v1/time?nonce=1", stream: 5))
            #expect(await client.next(.headers)?.stream == 5)
        }
    }

    @Test func `a client that does not take its answer loses it`() async throws {
        try await RunningHub.run(limits: Self.impatient) { hub in
            let client = try RawHTTP2Client(hub)
            // Nothing may be sent to it.
            client.send(RawFrame(.settings, [0, 4, 0, 0, 0, 0]))
            client.send(RawFrame.request("/openapi.json", stream: 1))
            #expect(await client.next(.reset)?.stream == 1)
        }
    }

    @Test func `a connection that asks for nothing ends, whatever else it says`() async throws {
        try await RunningHub.run(limits: Self.impatient) { hub in
            let client = try RawHTTP2Client(hub)
            let drip = client.drip(RawFrame(.windowUpdate, RawFrame.four(1)))
            while await client.next() != nil {}
            drip.cancel()
        }
    }
}

/// Which HTTP curl is to speak.
enum HTTPVersion: String, CaseIterable, Sendable {
    case one = "--http1.1"
    case two = "--http2"

    /// As the answer says it.
    var name: String { self == .one ? "HTTP/1.1" : "HTTP/2" }
}

extension RawFrame {
    static func request(
        _ path: String,
        stream: UInt32,
        fields: [(name: String, value: String)] = []
    ) -> RawFrame {
        request("GET", path, stream: stream, fields: fields)
    }

    /// A request that has nothing to read, and waits until the server stops.
    static func waitAtFeed(stream: UInt32) -> RawFrame {
        let mark = String(repeating: "0", count: 32)
        return request("/v1/feed?epoch=1&after=0&mark=\(mark)&wait=50", stream: stream)
    }
}
