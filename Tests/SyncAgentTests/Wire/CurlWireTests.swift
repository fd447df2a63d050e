import SyncAgent
import TestSupport
import Testing

/// What goes over the wire and back, and how a request is given up.
struct CurlWireTests {
    let fixture: WireFixture

    init() throws {
        fixture = try WireFixture()
    }

    @Test func `an answer comes with status, headers and body`() async throws {
        let server = try fixture.server()
        let response = try await fixture.wire(server.base).send(fixture.get("/good"))
        #expect(response.status == 200)
        #expect(response.body == Array("计量".utf8))
        #expect(response.headers["x-some"] == "a value, b")
        #expect(response.headers["x-none"] == "")
    }

    @Test func `a refusal is an answer`() async throws {
        let server = try fixture.server()
        let response = try await fixture.wire(server.base).send(fixture.get("/refusal"))
        #expect(response.status == 422)
        #expect(response.body == Array("no".utf8))
    }

    @Test func `a redirect is not followed`() async throws {
        let server = try fixture.server()
        let response = try await fixture.wire(server.base).send(fixture.get("/moved"))
        #expect(response.status == 302)
        #expect(response.headers["location"] == "/good")
    }

    @Test func `two requests and their bodies go over one connection`() async throws {
        let server = try TLSServer(fixture.certificates, .conversation)
        let wire = try fixture.wire(server.base)
        for (status, body) in [(201, "{}"), (202, "")] {
            let request = HTTPRequest(
                method: "POST",
                path: "/v1/ops?a=1",
                headers: [("X-Batch", "7"), ("X-Empty", "")],
                body: Array(body.utf8),
                timeout: .seconds(20),
                responseMax: 10
            )
            async let response = wire.send(request)
            let text = await server.hear(bodyBytes: body.utf8.count)
            server.say("HTTP/1.1 \(status) OK\r\nContent-Length: 1\r\n\r\nx")
            #expect(try await response.status == status)
            #expect(text.hasPrefix("POST /v1/ops?a=1 HTTP/1.1\r\n"))
            #expect(text.contains("\r\nUser-Agent: test/1\r\n"))
            #expect(text.contains("\r\nX-Batch: 7\r\n"))
            #expect(text.contains("\r\nX-Empty:\r\n"))
            #expect(text.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
            #expect(!text.contains("Content-Type"))
            #expect(text.hasSuffix("\r\n\r\n" + body))
        }
    }

    @Test func `no more is sent in a second than is allowed`() async throws {
        let server = try TLSServer(fixture.certificates, .conversation)
        let trust = WireTrust(caPEM: try fixture.certificates.text("ca", "pem"))
        let wire = fixture.wire(server.base, trust: trust, uploadRate: 16 << 10)
        var random = SeededGenerator(seed: 1)
        // Letters drawn at random are not compressed to less than half of their number.
        let body = (0..<(96 << 10)).map { _ in UInt8.random(in: 32..<127, using: &random) }
        let request = HTTPRequest(
            method: "POST",
            path: "/",
            body: body,
            timeout: .seconds(300),
            responseMax: 10
        )
        let start = ContinuousClock.now
        async let response = wire.send(request)
        _ = await server.hear(bodyBytes: 48 << 10)
        server.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try await response.status == 200)
        // A busy machine makes it only longer.
        #expect(ContinuousClock.now - start > .seconds(1))
    }

    @Test func `an answer larger than asked for is given up`() async throws {
        let server = try fixture.server()
        let wire = try fixture.wire(server.base)
        #expect(try await wire.send(fixture.get("/good", responseMax: 6)).status == 200)
        #expect(await fixture.failure(wire, fixture.get("/good", responseMax: 5)) == .tooLarge)
        #expect(await fixture.failure(wire, fixture.get("/headers")) == .tooLarge)
    }

    @Test func `a cancelled request ends, and its connection with it`() async throws {
        let server = try RawServer()
        let wire = try fixture.wire(server.base)
        await withTaskGroup(of: WireError?.self) { group in
            group.addTask { await fixture.failure(wire, fixture.get("/")) }
            let peer = await server.accepted()
            group.cancelAll()
            #expect(await group.next() == .cancelled)
            // Returns only when the wire has let go.
            await server.waitForHangUp(of: peer)
        }
    }

    @Test func `a request of a cancelled task is not waited for`() async throws {
        let server = try RawServer()
        let wire = try fixture.wire(server.base)
        await withTaskGroup(of: WireError?.self) { group in
            group.cancelAll()
            group.addTask { await fixture.failure(wire, fixture.get("/")) }
            #expect(await group.next() == .cancelled)
        }
    }

    @Test func `closing the wire ends what waits, and what comes later`() async throws {
        let server = try RawServer()
        let wire = try fixture.wire(server.base)
        async let first = fixture.failure(wire, fixture.get("/"))
        async let second = fixture.failure(wire, fixture.get("/"))
        try await Task.sleep(for: .milliseconds(100))
        wire.close()
        #expect(await first == .cancelled)
        #expect(await second == .cancelled)
        #expect(await fixture.failure(wire, fixture.get("/")) == .cancelled)
    }
}
