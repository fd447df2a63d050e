import Foundation
import Signing
import TestSupport
import Testing

struct CertificateAuthorityTests {
    @Test func `openssl accepts a client certificate as one, and only with its own authority`()
        throws
    {
        let authority = try Fixture.authority()
        let client = try Fixture.client(of: authority)
        #expect(try verify(client, authority, "-purpose", "sslclient") == 0)
        #expect(try verify(client, authority, "-purpose", "sslserver") != 0)
        #expect(try verify(client, Fixture.authority()) != 0)
        #expect(try verify(client, authority, at: now - 1) != 0)
        #expect(try verify(client, authority, at: now + 90 * day + 1) != 0)
    }

    @Test func `openssl accepts a server certificate for each of its names and no other`() throws {
        let authority = try Fixture.authority()
        let server = try Fixture.server(
            of: authority,
            names: ["hub.example.cn", "127.0.0.1", "::1", "2001:db8::25"]
        )
        #expect(try verify(server, authority, "-purpose", "sslserver") == 0)
        #expect(try verify(server, authority, "-purpose", "sslclient") != 0)
        #expect(try verify(server, authority, "-verify_hostname", "hub.example.cn") == 0)
        #expect(try verify(server, authority, "-verify_hostname", "other.example.cn") != 0)
        for address in ["127.0.0.1", "::1", "2001:db8::25"] {
            #expect(try verify(server, authority, "-verify_ip", address) == 0)
        }
        #expect(try verify(server, authority, "-verify_ip", "127.0.0.2") != 0)
    }

    @Test func `openssl reads the extensions that were asked for`() throws {
        let authority = try Fixture.authority()
        let root = try text(authority.certificate)
        #expect(root.contains("Version: 3"))
        #expect(root.contains("X509v3 Basic Constraints: critical CA:TRUE"))
        #expect(root.contains("X509v3 Key Usage: critical Certificate Sign, CRL Sign"))
        #expect(root.contains("X509v3 Subject Key Identifier:"))
        let client = try text(Fixture.client(of: authority, serial: [0x0a, 0xbc]))
        #expect(client.contains("X509v3 Basic Constraints: critical CA:FALSE"))
        #expect(client.contains("X509v3 Key Usage: critical Digital Signature X509v3 Extended"))
        #expect(client.contains("X509v3 Extended Key Usage: TLS Web Client Authentication"))
        #expect(client.contains("X509v3 Authority Key Identifier:"))
        #expect(client.contains("Serial Number: 2748 (0xabc)"))
        #expect(client.contains("Signature Algorithm: ecdsa-with-SHA256"))
        let server = try text(Fixture.server(of: authority, names: ["a.cn", "192.0.2.1"]))
        #expect(server.contains("X509v3 Extended Key Usage: TLS Web Server Authentication"))
        #expect(server.contains("X509v3 Subject Alternative Name: DNS:a.cn, IP Address:192.0.2.1"))
    }

    @Test func `a certificate says what the authority says, not what the request asked`() throws {
        let key = P256PrivateKey.generate()
        let authority = try Fixture.authority()
        let client = try Fixture.client(
            of: authority,
            request: Fixture.request(key: key, commonName: "city", organisation: "市局"),
            commonName: "site-7",
            organisation: "杭州某某自来水有限公司",
            unit: ""
        )
        let read = try Certificate(pem: client.pem)
        #expect(read == client)
        #expect(read.commonName == "site-7")
        #expect(read.organisation == "杭州某某自来水有限公司")
        #expect(read.unit.isEmpty)
        #expect(try text(read).contains("Subject: O=杭州某某自来水有限公司, CN=site-7"))
        // Yet the key is the asker's: a certificate made with the key has the same pin.
        let server = try Fixture.server(of: authority, key: key)
        #expect(client.publicKeyPin == server.publicKeyPin)
    }

    @Test func `an authority that was kept goes on issuing`() throws {
        let authority = try Fixture.authority()
        let reopened = try CertificateAuthority(
            key: P256PrivateKey(pem: authority.key.pem),
            certificate: Certificate(pem: authority.certificate.pem)
        )
        let client = try Fixture.client(of: reopened)
        #expect(client.isSigned(by: authority.certificate))
    }

    @Test func `an authority needs its own key and its own certificate`() throws {
        let authority = try Fixture.authority()
        let key = P256PrivateKey.generate()
        #expect(throws: SigningError.otherKey) {
            try CertificateAuthority(key: key, certificate: authority.certificate)
        }
        let leaf = try Fixture.server(of: authority, key: key)
        #expect(throws: SigningError.notAnAuthority) {
            try CertificateAuthority(key: key, certificate: leaf)
        }
    }

    @Test func `an authority that openssl made issues too, unless it has no key identifier`() throws
    {
        let folder = try TemporaryFolder()
        let key = P256PrivateKey.generate()
        let path = try folder.write("key", key.pem)
        func made(_ identifier: String) throws -> Certificate {
            try Certificate(
                pem: openssl.run(
                    "req",
                    "-x509",
                    "-new",
                    "-key",
                    path,
                    "-subj",
                    "/CN=CA/ST=x",
                    "-addext",
                    "subjectKeyIdentifier=" + identifier
                ).output
            )
        }
        let authority = try CertificateAuthority(key: key, certificate: made("hash"))
        let client = try Fixture.client(of: authority)
        #expect(client.isSigned(by: authority.certificate))
        let nameless = try made("none")
        #expect(throws: SigningError.notAnAuthority) {
            try CertificateAuthority(key: key, certificate: nameless)
        }
    }

    @Test func `addresses may be written in every usual way`() throws {
        let names = [
            "::", "1::", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "::ffff:1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4", "2001:DB8::A", "0.0.0.0", "a", "A.b-c.CN", "1a.2b",
        ]
        let server = try Fixture.server(of: Fixture.authority(), names: names)
        let text = try text(server)
        #expect(text.components(separatedBy: "IP Address:").count == 10)
        #expect(text.components(separatedBy: "DNS:").count == 4)
    }

    static let badSerials: [[UInt8]] = [
        [], [0], [0, 0], [0x80] + [UInt8](repeating: 0, count: 19),
        [1] + [UInt8](repeating: 0, count: 20),
    ]

    @Test(arguments: badSerials)
    func `a serial number that a certificate cannot carry is refused`(_ serial: [UInt8]) throws {
        let authority = try Fixture.authority()
        #expect(throws: SigningError.badSerial) {
            try Fixture.client(of: authority, serial: serial)
        }
    }

    @Test func `the longest serial number is carried`() throws {
        let serial = [0x7f] + [UInt8](repeating: 0xff, count: 19)
        let client = try Fixture.client(of: Fixture.authority(), serial: serial)
        #expect(try text(client).contains("7f" + String(repeating: ":ff", count: 19)))
    }

    static let badPeriods: [(from: Int64, until: Int64)] = [
        (now, now), (now, now - 1), (-1, now), (now, 253_402_300_800), (.min, .max),
    ]

    @Test(arguments: badPeriods)
    func `a period that a certificate cannot tell is refused`(_ bad: (from: Int64, until: Int64))
        throws
    {
        let authority = try Fixture.authority()
        #expect(throws: SigningError.badPeriod(from: bad.from, until: bad.until)) {
            try Fixture.client(of: authority, from: bad.from, until: bad.until)
        }
    }

    @Test(arguments: [0, -1, 9000, .max, .min])
    func `an authority for no time or for ever is refused`(_ years: Int) {
        #expect(throws: SigningError.self) {
            try CertificateAuthority.create(name: "CA", at: now, years: years, serial: [1])
        }
    }

    static let badServerNames = [
        "", " ", "a b", "a.cn,DNS:b.cn", "DNS:a.cn", "a..cn", ".cn", "cn.", "-a.cn", "a-.cn",
        "*.a.cn", "杭州.cn", "1.2.3.4,IP:5.6.7.8", "1.2.3.4\0", "300.1.1.1", "1.2.3", "::1%lo",
        ":::", "a_b.cn", String(repeating: "a", count: 64) + ".cn",
        String(repeating: "a.", count: 126) + "cn",
    ]

    @Test(arguments: badServerNames)
    func `what is neither a DNS name nor an address is refused`(_ name: String) throws {
        let authority = try Fixture.authority()
        #expect(throws: SigningError.badServerName(name)) {
            try Fixture.server(of: authority, names: ["localhost", name])
        }
    }

    @Test func `a server certificate for no name is refused`() throws {
        let authority = try Fixture.authority()
        #expect(throws: SigningError.noServerName) {
            try Fixture.server(of: authority, names: [])
        }
    }

    /// The exit status of `openssl verify` at a moment.
    private func verify(
        _ certificate: Certificate,
        _ authority: CertificateAuthority,
        _ options: String...,
        at moment: Int64 = now + day
    ) throws -> Int32 {
        let folder = try TemporaryFolder()
        let paths = [
            "-CAfile", try folder.write("ca.pem", authority.certificate.pem),
            try folder.write("certificate.pem", certificate.pem),
        ]
        return try openssl.run(
            ["verify", "-x509_strict", "-attime", String(moment)] + options + paths
        ).status
    }

    /// What `openssl x509 -text` prints, with single spaces.
    private func text(_ certificate: Certificate) throws -> String {
        try openssl.run(
            "x509",
            "-noout",
            "-text",
            "-nameopt",
            "utf8,sep_comma_plus_space",
            input: Array(certificate.pem.utf8)
        ).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
