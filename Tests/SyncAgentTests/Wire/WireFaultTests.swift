import SyncAgent
import Testing

/// Lines and servers that fail, each told from the others.
struct WireFaultTests {
    let fixture: WireFixture

    init() throws {
        fixture = try WireFixture()
    }

    /// The kind of error of a request to a server.
    private func kind(
        at base: String,
        _ path: String = "/",
        timeout: Duration = .seconds(20)
    ) async throws -> WireError.Kind? {
        let request = fixture.get(path, timeout: timeout)
        return await fixture.failure(try fixture.wire(base), request)?.kind
    }

    @Test(arguments: ["half", "garbage", "nothing"])
    func `an answer that is none is broken`(_ page: String) async throws {
        let server = try fixture.server()
        #expect(try await kind(at: server.base, "/" + page) == .broken)
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", ""])
    func `a port that speaks no TLS, and one that cuts, are broken`(_ answer: String) async throws {
        let server = try RawServer()
        async let kind = kind(at: server.base)
        await server.answerOnce(Array(answer.utf8))
        #expect(try await kind == .broken)
    }

    @Test func `a server that is silent during the handshake times out`() async throws {
        let server = try RawServer()
        #expect(try await kind(at: server.base, timeout: .milliseconds(300)) == .timedOut)
    }

    @Test func `a server that does not answer a request times out`() async throws {
        let server = try TLSServer(fixture.certificates, .conversation)
        #expect(try await kind(at: server.base, timeout: .seconds(1)) == .timedOut)
    }

    @Test func `an answer that stops half-way is given up long before its time is over`()
        async throws
    {
        let server = try TLSServer(fixture.certificates, .conversation)
        let wire = try fixture.wire(server.base, limits: WireLimits(stall: .seconds(1)))
        async let failure = fixture.failure(wire, fixture.get("/", timeout: .seconds(300)))
        _ = await server.hear()
        server.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        #expect(await failure == .stalled(seconds: 1))
    }

    @Test func `an answer that is held back on purpose is waited for`() async throws {
        let server = try TLSServer(fixture.certificates, .conversation)
        let wire = try fixture.wire(server.base, limits: WireLimits(stall: .seconds(1)))
        var request = fixture.get("/", timeout: .seconds(300))
        request.hold = .seconds(300)
        async let response = wire.send(request)
        _ = await server.hear()
        // Longer than a wire waits that expects an answer at once.
        try await Task.sleep(for: .seconds(8))
        server.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try await response.status == 200)
    }

    @Test func `a handshake has its own patience`() async throws {
        let server = try RawServer()
        let wire = try fixture.wire(server.base, limits: WireLimits(connect: .milliseconds(300)))
        let request = fixture.get("/", timeout: .seconds(300))
        #expect(await fixture.failure(wire, request) == .timedOut)
    }

    @Test func `where nobody listens, nothing is reached`() async throws {
        let free = try RawServer().base
        #expect(try await kind(at: free) == .unreachable)
    }

    @Test(arguments: ["https://nowhere.invalid", "http://127.0.0.1:80", "https://"])
    func `an address that leads nowhere is unreachable`(_ base: String) async throws {
        #expect(try await kind(at: base, timeout: .seconds(5)) == .unreachable)
    }

    @Test func `a machine that does not even answer TCP is unreachable`() async throws {
        let server = try RawServer(isFull: true)
        #expect(try await kind(at: server.base, timeout: .seconds(1)) == .unreachable)
    }
}
