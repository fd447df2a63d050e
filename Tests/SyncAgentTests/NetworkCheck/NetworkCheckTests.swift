import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// The layer at which the way to a hub ends, named by looking at a real way.
struct NetworkCheckTests {
    private let fixture: WireFixture
    /// What the hub's clock says; the clock of the machine is another matter.
    private static let now = Instant(milliseconds: 1_795_420_800_000)
    private static let date = "Mon, 23 Nov 2026 08:00:00 GMT"

    init() throws {
        fixture = try WireFixture()
        try answer("HTTP/1.1 200 OK\r\nDate: \(Self.date)\r\n\r\n{\"status\":\"healthy\"}")
    }

    private func answer(_ text: String, at path: String = "-/healthy") throws {
        try fixture.write(path, Array(text.utf8))
    }

    private func look(
        _ base: String,
        as joined: Joined? = nil,
        pin: String? = nil,
        by proxy: WireProxy? = nil,
        now: Instant = now
    ) async throws -> NetworkReport {
        let address = try #require(HubAddress(base))
        let pin = pin.flatMap(AuthorityPin.init)
        return await aside {
            NetworkCheck(
                to: address,
                as: joined,
                pin: pin,
                by: proxy,
                limits: WireLimits(stall: .seconds(2)),
                timeout: .seconds(20),
                userAgent: "test/1",
                clock: { now },
                nonce: "n1"
            ).run()
        }
    }

    /// Whether each layer is sound, by the first letter of yes, no and unknown.
    private func states(_ report: NetworkReport) -> String {
        report.findings.map { $0.isSound.map { $0 ? "y" : "n" } ?? "-" }.joined()
    }

    @Test func `a way that is sound is so in all its layers, in their order`() async throws {
        let server = try fixture.server(chain: ["ca"])
        let pin = try fixture.certificates.pin("ca")
        let report = try await look(server.base, pin: pin)
        #expect(report.findings.map(\.layer) == NetworkLayer.allCases)
        #expect(states(report) == "yyyyyyy", "\(report)")
        #expect(report.cause == nil)
        let facts = report.findings.map(\.fact)
        #expect(facts[0] == .way(hub: server.base, proxy: nil))
        #expect(facts[4] == .authority(pin: pin))
        #expect(facts[6] == .clockOffset(milliseconds: 0, isSigned: false))
    }

    @Test func `without a pin the authority is shown, and is neither right nor wrong`() async throws
    {
        let server = try fixture.server(chain: ["ca"])
        let report = try await look(server.base)
        #expect(states(report) == "yyyy-yy", "\(report)")
        let pin = try fixture.certificates.pin("ca")
        #expect(report.findings[4].fact == .anyAuthority(pin: pin, issuer: "CN=测试 CA"))
    }

    @Test func `a name that is none, and a port where nobody listens`() async throws {
        let nameless = try await look("https://nowhere.invalid")
        #expect(states(nameless) == "yn-----", "\(nameless)")
        let free = try RawServer().base
        let closed = try await look(free)
        #expect(states(closed) == "yyn----", "\(closed)")
        guard case .fault(.unreachable, at: .tcp) = closed.cause else {
            Issue.record("\(closed)")
            return
        }
    }

    @Test func `through a proxy, and not past it`() async throws {
        try fixture.certificates.certificate("named", by: "ca", host: "DNS:hub.example")
        let server = try fixture.server(showing: "named", chain: ["ca"])
        let base = "https://hub.example:\(server.port)"
        let pin = try fixture.certificates.pin("ca")
        let proxy = try ConnectProxy(.password("zhang:s3cr3t"))
        for scheme in ["http", "socks5h"] {
            let address = try #require(ProxyAddress("\(scheme)://zhang@127.0.0.1:\(proxy.port)"))
            let right = WireProxy(address: address, password: "s3cr3t")
            let report = try await look(base, pin: pin, by: right)
            #expect(states(report) == "yyyyyyy", "\(report)")
            #expect(report.findings[3].fact == .throughProxy(address.description))
            let wrong = WireProxy(address: address, password: "other")
            let refused = try await look(base, pin: pin, by: wrong)
            #expect(states(refused) == "yyyn---", "\(refused)")
            guard case .fault(.proxyPassword, at: .proxy) = refused.cause else {
                Issue.record("\(refused)")
                return
            }
        }
        let address = try #require(ProxyAddress("127.0.0.1:1"))
        let absent = try await look(base, pin: pin, by: WireProxy(address: address))
        #expect(states(absent) == "yyn----", "\(absent)")
    }

    @Test func `who opens TLS on the way is named beside whom we expect`() async throws {
        try fixture.certificates.authority("office", name: "公司 TLS 审查")
        try fixture.certificates.certificate("inspected", by: "office")
        let server = try fixture.server(showing: "inspected", chain: ["office"])
        let pin = try fixture.certificates.pin("ca")
        let report = try await look(server.base, pin: pin)
        #expect(states(report) == "yyyyn--", "\(report)")
        let seen = try fixture.certificates.pin("office")
        #expect(
            report.cause
                == .fault(
                    .otherAuthority(expected: pin, seen: seen, issuer: "CN=公司 TLS 审查"),
                    at: .tls
                )
        )
    }

    @Test
    func `an expired certificate is the hub's fault where the clocks agree, else the clock's`()
        async throws
    {
        try fixture.certificates.certificate("late", by: "ca", days: -1)
        let server = try fixture.server(showing: "late", chain: ["ca"])
        let pin = try fixture.certificates.pin("ca")
        let expired = try await look(server.base, pin: pin)
        #expect(states(expired) == "yyyyn-y", "\(expired)")
        guard case .fault(.untrusted, at: .tls) = expired.cause else {
            Issue.record("\(expired)")
            return
        }
        let year: Int64 = 365 * 86_400_000
        let ahead = try await look(server.base, pin: pin, now: Self.now.adding(milliseconds: year))
        #expect(states(ahead) == "yyyyn-n", "\(ahead)")
        #expect(ahead.cause == .clock(behindMilliseconds: -year))
    }

    static let answers: [(name: String, text: String, fault: HubFault)] = [
        (
            "a page to sign in", "302 Found\r\nLocation: http://portal.corp/in?me\r\n\r\n",
            .redirected(to: "http://portal.corp")
        ),
        ("too many requests", "429 No\r\nRetry-After: 7\r\n\r\n", .busy(retryAfter: 7)),
        ("a proxy before a hub that is down", "503 No\r\n\r\n<html>", .busy(retryAfter: nil)),
        (
            "HTML", "200 OK\r\n\r\n<html>",
            .garbled("the answer is HTML, not JSON (status 200)")
        ),
        (
            "something else", "200 OK\r\n\r\n{\"ok\":1}",
            .garbled("the answer is something else, not that of a hub (status 200)")
        ),
    ]

    @Test(arguments: answers)
    func `an answer that is not a hub's, or that sends away, is named`(
        _ example: (name: String, text: String, fault: HubFault)
    ) async throws {
        try answer("HTTP/1.1 \(example.text)")
        let server = try fixture.server(chain: ["ca"])
        let report = try await look(server.base, pin: try fixture.certificates.pin("ca"))
        #expect(states(report) == "yyyyyn-", "\(report)")
        #expect(report.cause == .fault(example.fault, at: .http))
    }

    @Test func `half an answer is a connection that broke`() async throws {
        try answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\"")
        let server = try fixture.server(chain: ["ca"])
        let report = try await look(server.base, pin: try fixture.certificates.pin("ca"))
        #expect(states(report) == "yyyyyn-", "\(report)")
        guard case .fault(.cut, at: .http) = report.cause else {
            Issue.record("\(report)")
            return
        }
    }

    @Test func `a year off by the hub's unsigned word is told`() async throws {
        let server = try fixture.server(chain: ["ca"])
        let pin = try fixture.certificates.pin("ca")
        let year: Int64 = 365 * 86_400_000
        let report = try await look(
            server.base,
            pin: pin,
            now: Self.now.adding(milliseconds: -year)
        )
        #expect(states(report) == "yyyyyyn")
        #expect(report.cause == .clock(behindMilliseconds: year))
    }

    // MARK: A site that has joined

    /// A member of a hub whose authority is `ca`, with a certificate of it.
    private func joined(_ hub: HubFixture, _ home: TemporaryFolder) throws -> Joined {
        try fixture.certificates.certificate("site", by: "ca")
        let key = try fixture.certificates.text("site", "key")
        try home.folder("keys")
        _ = try home.write("keys/certificate.key", Array(key.utf8))
        let signing = Ed25519PrivateKey.generate().raw.hex
        _ = try home.write("keys/signing.key", Array(signing.utf8))
        let membership = Membership(
            url: "https://127.0.0.1:1",
            hub: HubFixture.hub,
            city: "测试市",
            ca: try fixture.certificates.text("ca", "pem"),
            keys: hub.keys,
            certificate: try fixture.certificates.text("site", "pem"),
            epoch: 1,
            joinedAt: HubFixture.now,
            certificateExpires: HubFixture.now
        )
        let keys = try SiteKeys.load(home: home.path)
        return Joined(site: HubFixture.site, membership: membership, keys: keys)
    }

    @Test func `a member learns the hub's signed time, and believes no other`() async throws {
        let hub = try HubFixture()
        let member = try joined(hub, try TemporaryFolder())
        let server = try fixture.server()
        for (nonce, state) in [("n1", "yyyyyyy"), ("n2", "yyyyyy-")] {
            let bytes = HubTime.signedBytes(hub: HubFixture.hub, time: Self.now, nonce: nonce)
            let signature = hub.receiptKey.sign(bytes).hex
            let time = Self.now.milliseconds
            let keyID = hub.receiptKey.keyID
            let body = """
                {"hub":"\(HubFixture.hub)","keyID":"\(keyID)","time":\(time),"signature":"\(signature)"}
                """
            try answer("HTTP/1.1 200 OK\r\n\r\n\(body)", at: "v1/time?nonce=n1")
            let report = try await look(server.base, as: member)
            #expect(states(report) == state, "\(report)")
            let fact = LayerFinding.Fact.clockOffset(milliseconds: 0, isSigned: true)
            #expect((report.findings[6].fact == fact) == (nonce == "n1"))
        }
        try answer("HTTP/1.1 401 No\r\n\r\n", at: "v1/time?nonce=n1")
        let refused = try await look(server.base, as: member)
        #expect(refused.cause == .fault(.identity("status 401"), at: .http))
    }
}
