import SyncAgent
import TestSupport
import Testing

/// What goes over a wire to a hub that speaks HTTP/2, frame by frame.
struct WireHTTP2Tests {
    let fixture: WireFixture

    init() throws {
        fixture = try WireFixture()
    }

    private func server() throws -> TLSServer {
        try TLSServer(fixture.certificates, .conversation, options: ["-alpn", "h2"])
    }

    @Test func `requests share a connection, and one that is held back keeps none waiting`()
        async throws
    {
        let server = try server()
        let wire = try fixture.wire(server.base)
        async let held = wire.send(fixture.get("/held"))
        await server.begin()
        let first = try #require(await server.hear(.headers)?.stream)
        async let quick = wire.send(fixture.get("/quick"))
        let second = try #require(await server.hear(.headers)?.stream)
        server.answer(second, "quick")
        let response = try await quick
        #expect(response.status == 200 && response.body == Array("quick".utf8))
        #expect(response.headers["x-some"] == "a value")
        server.answer(first, "held")
        #expect(try await held.body == Array("held".utf8))
    }

    @Test func `a request that is given up ends alone`() async throws {
        let server = try server()
        let wire = try fixture.wire(server.base)
        try await withThrowingTaskGroup(of: WireError?.self) { group in
            group.addTask { await fixture.failure(wire, fixture.get("/")) }
            await server.begin()
            _ = await server.hear(.headers)
            async let other = wire.send(fixture.get("/other"))
            let second = try #require(await server.hear(.headers)?.stream)
            group.cancelAll()
            #expect(try await group.next() == .cancelled)
            server.answer(second)
            #expect(try await other.status == 200)
        }
    }

    @Test func `a request that was not worked on is sent once more`() async throws {
        let server = try server()
        let wire = try fixture.wire(server.base)
        async let response = wire.send(fixture.get("/"))
        await server.begin()
        let first = try #require(await server.hear(.headers)?.stream)
        let refused: UInt32 = 7
        server.say(RawFrame(.reset, stream: first, RawFrame.four(refused)))
        // libcurl makes a new connection for it.
        await server.begin()
        server.answer(try #require(await server.hear(.headers)?.stream))
        #expect(try await response.status == 200)
    }

    @Test func `a hub that says farewell to a request has it fail, and is asked anew`() async throws
    {
        let server = try server()
        let wire = try fixture.wire(server.base)
        async let first = wire.send(fixture.get("/"))
        await server.begin()
        server.answer(try #require(await server.hear(.headers)?.stream))
        #expect(try await first.status == 200)
        async let second = fixture.failure(wire, fixture.get("/"))
        _ = await server.hear(.headers)
        server.say(RawFrame(.goAway, RawFrame.four(1) + RawFrame.four(0)))
        #expect(await second?.kind == .broken)
        async let third = wire.send(fixture.get("/"))
        await server.begin()
        server.answer(try #require(await server.hear(.headers)?.stream))
        #expect(try await third.status == 200)
    }

    @Test func `an answer that is broken off is broken`() async throws {
        let server = try server()
        let wire = try fixture.wire(server.base)
        async let failure = fixture.failure(wire, fixture.get("/"))
        await server.begin()
        let stream = try #require(await server.hear(.headers)?.stream)
        let internalError: UInt32 = 2
        server.say(
            .answer(200, stream: stream),
            RawFrame(.data, stream: stream, Array("half".utf8)),
            RawFrame(.reset, stream: stream, RawFrame.four(internalError))
        )
        #expect(await failure?.kind == .broken)
    }

    @Test func `after a request that stood still nothing goes over its connection`() async throws {
        let server = try server()
        let wire = try fixture.wire(server.base, limits: WireLimits(stall: .seconds(2)))
        async let failure = fixture.failure(wire, fixture.get("/", timeout: .seconds(300)))
        await server.begin()
        _ = await server.hear(.headers)
        #expect(await failure == .stalled(seconds: 2))
        async let response = wire.send(fixture.get("/", timeout: .seconds(300)))
        await server.begin()
        server.answer(try #require(await server.hear(.headers)?.stream))
        #expect(try await response.status == 200)
    }

    @Test func `no more is sent in a second than is allowed, and it arrives whole`() async throws {
        let server = try server()
        let trust = WireTrust(caPEM: try fixture.certificates.text("ca", "pem"))
        let wire = fixture.wire(server.base, trust: trust, uploadRate: 16 << 10)
        let body = [UInt8](repeating: 0x20, count: 48 << 10)
        let request = HTTPRequest(
            method: "POST",
            path: "/",
            body: body,
            timeout: .seconds(300),
            responseMax: 10
        )
        let start = ContinuousClock.now
        async let response = wire.send(request)
        await server.begin()
        var heard: [UInt8] = []
        while heard.count < body.count, let frame = await server.hear(.data) {
            heard += frame.payload
        }
        server.answer(1)
        #expect(try await response.status == 200)
        #expect(heard == body)
        // A busy machine makes it only longer.
        #expect(ContinuousClock.now - start > .seconds(1))
    }

    @Test func `a file goes alone, over a connection with HTTP/1.1`() async throws {
        let plain = try TLSServer(
            fixture.certificates,
            .conversation,
            options: ["-alpn", "h2,http/1.1"]
        )
        let wire = try fixture.wire(plain.base)
        var request = fixture.get("/file")
        request.isAlone = true
        async let response = wire.send(request)
        let text = await plain.hear()
        #expect(text.hasPrefix("GET /file HTTP/1.1\r\n"))
        plain.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try await response.status == 200)
    }

    @Test func `a proxy hands on what is said in HTTP/2`() async throws {
        let server = try server()
        let proxy = try ConnectProxy(.open)
        let address = try #require(ProxyAddress("http://127.0.0.1:\(proxy.port)"))
        let trust = WireTrust(caPEM: try fixture.certificates.text("ca", "pem"))
        let wire = fixture.wire(server.base, trust: trust, proxy: WireProxy(address: address))
        async let response = wire.send(fixture.get("/"))
        await server.begin()
        server.answer(try #require(await server.hear(.headers)?.stream))
        #expect(try await response.status == 200)
        #expect(proxy.asked == ["127.0.0.1:\(server.port)"])
    }
}

extension TLSServer {
    fileprivate func answer(_ stream: UInt32, _ text: String = "") {
        let end = RawFrame(.data, flags: RawFrame.end, stream: stream, Array(text.utf8))
        say(.answer(200, stream: stream, fields: [("x-some", "a value")]), end)
    }
}
