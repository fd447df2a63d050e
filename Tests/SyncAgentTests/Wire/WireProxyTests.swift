import SyncAgent
import TestSupport
import Testing

/// The way to a hub through a proxy, and what a proxy says no to.
struct WireProxyTests {
    private let fixture: WireFixture
    private let server: TLSServer

    init() throws {
        fixture = try WireFixture()
        try fixture.certificates.certificate("named", by: "ca", host: "DNS:hub.example")
        server = try fixture.server(showing: "named")
    }

    /// A wire to a name that only the proxy can resolve.
    private func wire(
        by proxy: ConnectProxy,
        _ user: String = "http://",
        _ authentication: ProxyAuthentication = .any,
        password: String? = nil
    ) throws -> CurlWire {
        let address = try #require(ProxyAddress("\(user)127.0.0.1:\(proxy.port)"))
        return fixture.wire(
            "https://hub.example:\(server.port)",
            trust: WireTrust(caPEM: try fixture.certificates.text("ca", "pem")),
            proxy: WireProxy(address: address, authentication: authentication, password: password)
        )
    }

    @Test(arguments: ["http://", "socks5h://"])
    func `a proxy resolves the name of the hub and lets us through`(_ scheme: String) async throws {
        let proxy = try ConnectProxy()
        let wire = try wire(by: proxy, scheme)
        #expect(try await wire.send(fixture.get("/good")).status == 200)
        #expect(proxy.asked == ["hub.example:\(server.port)"])
        #expect(proxy.authorizations.isEmpty)
    }

    @Test(arguments: [ProxyAuthentication.any, .basic])
    func `the password is shown to who asks for it`(_ method: ProxyAuthentication) async throws {
        let proxy = try ConnectProxy(.password("corp\\zhang:s3cr3t"))
        let wire = try wire(by: proxy, "http://corp%5Czhang@", method, password: "s3cr3t")
        #expect(try await wire.send(fixture.get("/good")).status == 200)
        #expect(proxy.authorizations.count == 1)
    }

    @Test func `SOCKS5 has its own way to ask for a password`() async throws {
        let proxy = try ConnectProxy(.password("zhang:s3cr3t"))
        let right = try wire(by: proxy, "socks5h://zhang@", password: "s3cr3t")
        #expect(try await right.send(fixture.get("/good")).status == 200)
        let wrong = try wire(by: proxy, "socks5h://zhang@", password: "other")
        #expect(await fixture.failure(wrong, fixture.get("/good"))?.kind == .proxyPassword)
    }

    @Test(arguments: [nil, "other"])
    func `a password that is missing or wrong is told, with what the proxy offers`(
        _ password: String?
    ) async throws {
        let proxy = try ConnectProxy(.password("zhang:s3cr3t"))
        let wire = try wire(
            by: proxy,
            password == nil ? "http://" : "http://zhang@",
            password: password
        )
        #expect(
            await fixture.failure(wire, fixture.get("/good"))
                == .proxyPassword(detail: "http://127.0.0.1:\(proxy.port), basic")
        )
        #expect(proxy.asked.isEmpty)
    }

    @Test func `NTLM begins where the proxy wants it`() async throws {
        let proxy = try ConnectProxy(.wants("NTLM"))
        let wire = try wire(by: proxy, "http://zhang@", .ntlm, password: "s3cr3t")
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .proxyPassword)
        // The first of its messages, in which no password is.
        #expect(proxy.authorizations.first?.hasPrefix("NTLM TlRMTVNTUAAB") == true)
    }

    @Test(arguments: [302, 403, 502])
    func `a proxy that does not let us through is told by its status`(_ status: Int) async throws {
        let proxy = try ConnectProxy(.refuses(status))
        #expect(
            await fixture.failure(try wire(by: proxy), fixture.get("/good"))
                == .proxyRefused(detail: "http://127.0.0.1:\(proxy.port): \(status)")
        )
    }

    @Test(arguments: ["http://", "socks5h://"])
    func `a hub that the proxy does not reach is the proxy's no`(_ scheme: String) async throws {
        let proxy = try ConnectProxy(.refuses(503))
        let error = await fixture.failure(try wire(by: proxy, scheme), fixture.get("/good"))
        #expect(error?.kind == .proxyRefused || error?.kind == .proxyPassword)
    }

    @Test(arguments: ["http://nowhere.invalid:3128", "http://127.0.0.1:1"])
    func `a proxy that is not there is unreachable`(_ text: String) async throws {
        let address = try #require(ProxyAddress(text))
        let wire = fixture.wire(
            server.base,
            trust: WireTrust(caPEM: try fixture.certificates.text("ca", "pem")),
            proxy: WireProxy(address: address)
        )
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .unreachable)
    }

    @Test func `who opens TLS on the way is not trusted`() async throws {
        try fixture.certificates.authority("office", name: "公司 TLS 审查")
        try fixture.certificates.certificate("inspected", by: "office", host: "DNS:hub.example")
        let inspector = try fixture.server(showing: "inspected", chain: ["office"])
        let proxy = try ConnectProxy()
        let address = try #require(ProxyAddress("127.0.0.1:\(proxy.port)"))
        let wire = fixture.wire(
            "https://hub.example:\(inspector.port)",
            trust: WireTrust(caPEM: try fixture.certificates.text("ca", "pem")),
            proxy: WireProxy(address: address)
        )
        #expect(
            await fixture.failure(wire, fixture.get("/good"))
                == .pinMismatch(
                    expected: try fixture.certificates.pin("ca"),
                    seen: try fixture.certificates.pin("office"),
                    issuer: "CN=公司 TLS 审查"
                )
        )
    }
}
