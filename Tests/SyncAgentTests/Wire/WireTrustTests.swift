import SyncAgent
import Testing

/// Whom the wire believes, and what it says of those whom it does not.
struct WireTrustTests {
    let fixture: WireFixture
    private var certificates: Certificates { fixture.certificates }

    init() throws {
        fixture = try WireFixture()
    }

    @Test(arguments: [[], ["ca"]])
    func `another authority is not trusted, whatever its name, and named`(
        _ chain: [String]
    ) async throws {
        try certificates.authority("other", name: "测试 CA")
        let server = try fixture.server(chain: chain)
        let wire = fixture.wire(
            server.base,
            trust: WireTrust(caPEM: try certificates.text("other", "pem"))
        )
        #expect(
            await fixture.failure(wire, fixture.get("/good"))
                == .pinMismatch(
                    expected: try certificates.pin("other"),
                    seen: try certificates.pin(chain.first ?? "hub"),
                    issuer: "CN=测试 CA"
                )
        )
    }

    @Test func `a certificate that the known authority did not sign proves nothing`() async throws {
        try certificates.authority("other", name: "测试 CA")
        try certificates.certificate("forged", by: "other")
        let server = try fixture.server(showing: "forged", chain: ["ca"])
        let wire = try fixture.wire(server.base)
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .untrusted)
    }

    static let worthless: [(label: String, host: String, days: Int)] = [
        ("of another address", "IP:127.0.0.2", 1),
        ("of a name in place of the address", "DNS:localhost", 1),
        ("that has expired", "IP:127.0.0.1", -1),
    ]

    @Test(arguments: worthless, [false, true])
    func `a certificate of the right authority can be worthless, known or pinned`(
        _ example: (label: String, host: String, days: Int),
        isPinned: Bool
    ) async throws {
        try certificates.certificate("bad", by: "ca", host: example.host, days: example.days)
        let server = try fixture.server(showing: "bad", chain: ["ca"])
        let trust =
            isPinned
            ? WireTrust(pin: try certificates.pin("ca"))
            : WireTrust(caPEM: try certificates.text("ca", "pem"))
        let wire = fixture.wire(server.base, trust: trust)
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .untrusted)
    }

    @Test func `a server that knows no TLS 1.3 is refused`() async throws {
        let server = try fixture.server(options: ["-tls1_2"])
        let wire = try fixture.wire(server.base)
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .broken)
    }

    // MARK: The pin

    @Test func `the pin of the authority is enough`() async throws {
        let server = try fixture.server(chain: ["ca"])
        let pin = try certificates.pin("ca")
        for pin in [pin, pin.uppercased()] {
            let wire = fixture.wire(server.base, trust: WireTrust(pin: pin))
            #expect(try await wire.send(fixture.get("/good")).status == 200)
            #expect(try await wire.send(fixture.get("/good")).status == 200)
        }
    }

    @Test func `another authority than the pinned one is named`() async throws {
        try certificates.authority("other", name: "公司 TLS 审查")
        try certificates.certificate("proxied", by: "other")
        let server = try fixture.server(showing: "proxied", chain: ["other"])
        let pin = try certificates.pin("ca")
        let wire = fixture.wire(server.base, trust: WireTrust(pin: pin))
        let seen = try certificates.pin("other")
        #expect(
            await fixture.failure(wire, fixture.get("/good"))
                == .pinMismatch(expected: pin, seen: seen, issuer: "CN=公司 TLS 审查")
        )
    }

    @Test func `the pinned authority does not vouch for what it did not sign`() async throws {
        // The same name, so that nothing but the signature tells the two apart.
        try certificates.authority("other", name: "测试 CA")
        try certificates.certificate("forged", by: "other")
        let server = try fixture.server(showing: "forged", chain: ["ca"])
        let wire = fixture.wire(server.base, trust: WireTrust(pin: try certificates.pin("ca")))
        #expect(await fixture.failure(wire, fixture.get("/good"))?.kind == .untrusted)
    }

    @Test(arguments: ["", "sha256:", String(repeating: "0", count: 200)])
    func `what is no pin is met by nothing`(_ pin: String) async throws {
        let server = try fixture.server(chain: ["ca"])
        let wire = fixture.wire(server.base, trust: WireTrust(pin: pin))
        let seen = try certificates.pin("ca")
        #expect(
            await fixture.failure(wire, fixture.get("/good"))
                == .pinMismatch(expected: pin, seen: seen, issuer: "CN=测试 CA")
        )
    }

    // MARK: Our identity

    /// A server that asks for a certificate of its own authority.
    private func askingServer() throws -> TLSServer {
        let ca = certificates.file("ca", "pem")
        return try fixture.server(options: [
            "-Verify", "1", "-CAfile", ca, "-verify_return_error",
        ])
    }

    /// Trust in `ca`, shown with a certificate and a key.
    private func trust(certificate: String? = nil, key: String? = nil) throws -> WireTrust {
        WireTrust(
            caPEM: try certificates.text("ca", "pem"),
            clientCertificatePEM: try certificate.map { try certificates.text($0, "pem") },
            clientKeyPEM: try key.map { try certificates.text($0, "key") }
        )
    }

    @Test func `our certificate is shown`() async throws {
        try certificates.certificate("site", by: "ca")
        let server = try askingServer()
        let wire = fixture.wire(server.base, trust: try trust(certificate: "site", key: "site"))
        #expect(try await wire.send(fixture.get("/good")).status == 200)
    }

    @Test
    func `a certificate of ours that is missing, foreign, expired or without its key is named`()
        async throws
    {
        try certificates.authority("other", name: "别的 CA")
        try certificates.certificate("stranger", by: "other")
        try certificates.certificate("late", by: "ca", days: -1)
        let server = try askingServer()
        let trusts = [
            try trust(),
            try trust(certificate: "stranger", key: "stranger"),
            try trust(certificate: "late", key: "late"),
            try trust(certificate: "stranger", key: "late"),
        ]
        for trust in trusts {
            let error = await fixture.failure(
                fixture.wire(server.base, trust: trust),
                fixture.get("/good")
            )
            #expect(error?.kind == .identityRefused, "\(String(describing: error))")
        }
    }
}
