import Signing
import TestSupport
import Testing

struct CertificateRequestTests {
    @Test func `a request says who asks, in Chinese too`() throws {
        let request = try CertificateRequest(
            pem: Fixture.request(
                commonName: "site-1",
                organisation: "杭州某某检定所",
                unit: "检定一室"
            )
        )
        #expect(request.commonName == "site-1")
        #expect(request.organisation == "杭州某某检定所")
        #expect(request.unit == "检定一室")
    }

    @Test func `openssl verifies our request`() throws {
        let text = try Fixture.request(organisation: "杭州某某检定所")
        let outcome = try openssl.run(
            "req",
            "-verify",
            "-noout",
            "-subject",
            "-nameopt",
            "utf8",
            input: Array(text.utf8)
        )
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("O=杭州某某检定所"))
    }

    @Test func `a request made by openssl is read; parts it leaves out are empty`() throws {
        let made = try request(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        let request = try CertificateRequest(pem: made)
        #expect(request.commonName == "杭州")
        #expect(request.organisation.isEmpty)
        #expect(request.unit.isEmpty)
    }

    @Test func `a request whose signature is broken is refused`() throws {
        var request = content(of: try Fixture.request())
        request[request.count - 1] ^= 1
        #expect(throws: SigningError.brokenSignature) {
            try CertificateRequest(pem: pem("CERTIFICATE REQUEST", request))
        }
    }

    @Test func `a request for another name than was signed is refused`() throws {
        let text = try Fixture.request(commonName: "site-1", organisation: "", unit: "")
        var request = content(of: text)
        let name = Array("site-1".utf8)
        let start = try #require(
            request.indices.first { request[$0...].starts(with: name) }
        )
        request[start + 5] = UInt8(ascii: "2")
        #expect(throws: SigningError.brokenSignature) {
            try CertificateRequest(pem: pem("CERTIFICATE REQUEST", request))
        }
    }

    @Test(arguments: [
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"], ["-newkey", "rsa:2048"],
        ["-newkey", "ed25519"],
    ])
    func `a request with a key of another kind is refused`(_ key: [String]) throws {
        let made = try request(key)
        #expect(throws: SigningError.otherKind(.certificateRequest)) {
            try CertificateRequest(pem: made)
        }
    }

    @Test func `a request that names two people is refused`() throws {
        let made = try request(
            ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            subject: "/CN=a/CN=b"
        )
        #expect(throws: SigningError.badName("a")) { try CertificateRequest(pem: made) }
    }

    @Test func `no byte of a request can be changed unnoticed`() throws {
        let request = content(of: try Fixture.request())
        for index in request.indices {
            var other = request
            other[index] ^= 1
            #expect(throws: SigningError.self, "byte \(index)") {
                try CertificateRequest(pem: pem("CERTIFICATE REQUEST", other))
            }
        }
    }

    static let badNames: [(label: String, name: String)] = [
        ("a line feed", "a\nb"), ("a NUL", "a\0b"), ("a control character", "a\u{9b}b"),
        ("65 characters", String(repeating: "量", count: 65)),
    ]

    @Test(arguments: badNames)
    func `a name that screens cannot show or certificates cannot hold is refused`(
        _ bad: (label: String, name: String)
    ) {
        #expect(throws: SigningError.badName(bad.name)) {
            try Fixture.request(commonName: bad.name)
        }
        #expect(throws: SigningError.badName(bad.name)) {
            try Fixture.request(organisation: bad.name)
        }
    }

    @Test func `a name of 64 Chinese characters is kept, none at all is refused`() throws {
        let name = String(repeating: "量", count: 64)
        #expect(
            try CertificateRequest(pem: Fixture.request(organisation: name)).organisation == name
        )
        #expect(throws: SigningError.badName("")) { try Fixture.request(commonName: "") }
    }

    @Test func `a text that is no request is refused`() throws {
        let authority = try Fixture.authority()
        let text = try Fixture.request()
        let others = [
            "", "杭州", "-----BEGIN CERTIFICATE REQUEST-----", authority.certificate.pem,
            authority.key.pem, pem("CERTIFICATE REQUEST", [0x30, 0x80]),
            pem("CERTIFICATE REQUEST", content(of: text) + [0]),
            pem("CERTIFICATE", content(of: text)),
            String(repeating: "A", count: 1 << 20) + "\n" + text,
        ]
        for other in others {
            #expect(throws: SigningError.malformed(.certificateRequest)) {
                try CertificateRequest(pem: other)
            }
        }
        for length in 0..<(text.count - 1) {
            #expect(throws: SigningError.malformed(.certificateRequest), "\(length)") {
                try CertificateRequest(pem: String(text.prefix(length)))
            }
        }
    }

    private func request(_ key: [String], subject: String = "/CN=杭州") throws -> String {
        let folder = try TemporaryFolder()
        return try openssl.run(
            ["req", "-new", "-utf8", "-nodes", "-keyout", folder.file("key"), "-subj", subject]
                + key
        ).output
    }
}
