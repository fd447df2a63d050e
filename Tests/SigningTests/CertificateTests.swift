import Signing
import TestSupport
import Testing

struct CertificateTests {
    @Test func `a certificate comes back from its text and its bytes`() throws {
        let certificate = try Fixture.client(of: Fixture.authority())
        #expect(try Certificate(pem: certificate.pem) == certificate)
        #expect(try Certificate(der: certificate.der) == certificate)
        #expect(content(of: certificate.pem) == certificate.der)
    }

    @Test(arguments: [0, 2_524_607_999, 2_524_608_000, 253_402_300_798] as [Int64])
    func `moments come back, on both sides of 2050`(_ from: Int64) throws {
        let certificate = try Fixture.client(of: Fixture.authority(), from: from, until: from + 1)
        #expect(certificate.notBefore == from)
        #expect(certificate.notAfter == from + 1)
    }

    @Test func `an authority of ten years ends ten years later`() throws {
        let certificate = try Fixture.authority().certificate
        #expect(certificate.notBefore == now)
        #expect(certificate.notAfter == now + 315_569_520)
    }

    @Test func `fingerprint and pin are what openssl computes`() throws {
        let certificate = try Fixture.client(of: Fixture.authority())
        let folder = try TemporaryFolder()
        let path = try folder.write("certificate.pem", certificate.pem)
        let fingerprint = try openssl.run("x509", "-in", path, "-noout", "-fingerprint", "-sha256")
        #expect(
            fingerprint.output.lowercased().replacing(":", with: "")
                .contains("fingerprint=" + certificate.fingerprint)
        )
        let key = try openssl.run("x509", "-in", path, "-noout", "-pubkey").output
        let der = folder.file("key.der")
        let converted = try openssl.run(
            "pkey",
            "-pubin",
            "-outform",
            "DER",
            "-out",
            der,
            input: Array(key.utf8)
        )
        #expect(converted.status == 0)
        let digest = try openssl.run("dgst", "-sha256", "-r", der).output
        #expect("sha256:" + digest.prefix(64) == certificate.publicKeyPin)
    }

    @Test func `a certificate is signed by its authority and by no other of the same name`() throws
    {
        let authority = try Fixture.authority()
        let client = try Fixture.client(of: authority)
        #expect(client.isSigned(by: authority.certificate))
        #expect(authority.certificate.isSigned(by: authority.certificate))
        #expect(!client.isSigned(by: try Fixture.authority().certificate))
        #expect(!client.isSigned(by: try Fixture.authority(name: "另一个 CA").certificate))
        #expect(!authority.certificate.isSigned(by: client))
    }

    @Test func `the owner of a certificate is no authority`() throws {
        let authority = try Fixture.authority()
        let folder = try TemporaryFolder()
        let key = P256PrivateKey.generate()
        let leaf = try Fixture.server(of: authority, key: key)
        // openssl signs what we would not: a certificate issued by a leaf.
        let made = try openssl.run(
            "x509",
            "-req",
            "-days",
            "1",
            "-CAcreateserial",
            "-CA",
            folder.write("leaf.pem", leaf.pem),
            "-CAkey",
            folder.write("key", key.pem),
            input: Array(Fixture.request().utf8)
        )
        let forged = try Certificate(pem: made.output)
        #expect(forged.commonName == "asked")
        #expect(!forged.isSigned(by: leaf))
        #expect(!forged.isSigned(by: authority.certificate))
    }

    @Test func `no byte of a certificate can be changed unnoticed`() throws {
        let authority = try Fixture.authority()
        let der = try Fixture.client(of: authority).der
        for index in der.indices {
            for mask in [1, 0x80] as [UInt8] {
                var other = der
                other[index] ^= mask
                let read = try? Certificate(der: other)
                #expect(read?.isSigned(by: authority.certificate) != true, "byte \(index)")
            }
        }
    }

    @Test func `what is no certificate is refused, and a cut one at every length`() throws {
        let certificate = try Fixture.authority().certificate
        let others = [
            "", "杭州", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
            try Fixture.request(), pem("CERTIFICATE", certificate.der + [0]),
            pem("TRUSTED CERTIFICATE", certificate.der),
        ]
        for other in others {
            #expect(throws: SigningError.malformed(.certificate)) { try Certificate(pem: other) }
        }
        for length in 0..<certificate.der.count {
            #expect(throws: SigningError.malformed(.certificate), "\(length)") {
                try Certificate(der: Array(certificate.der.prefix(length)))
            }
        }
        for length in 0..<(certificate.pem.count - 1) {
            #expect(throws: SigningError.malformed(.certificate), "\(length)") {
                try Certificate(pem: String(certificate.pem.prefix(length)))
            }
        }
    }

    @Test func `a looser encoding of a certificate is refused`() throws {
        let der = try Fixture.authority().certificate.der
        // The length of the whole in three bytes where two are enough.
        #expect(der.starts(with: [0x30, 0x82]))
        let loose = [0x30, 0x83, 0] + der.dropFirst(2)
        let folder = try TemporaryFolder()
        let read = try openssl.run(
            "x509",
            "-inform",
            "DER",
            "-noout",
            "-in",
            folder.write("loose", loose)
        )
        #expect(read.status == 0, "openssl reads it")
        #expect(throws: SigningError.malformed(.certificate)) { try Certificate(der: loose) }
    }

    @Test func `a damaged certificate is never taken for a sound one`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let der = try Fixture.authority().certificate.der
        for _ in 0..<2000 {
            var bytes = der
            for _ in 0..<Int.random(in: 2...20, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] =
                    UInt8.random(in: 0...255, using: &generator)
            }
            guard bytes != der, let read = try? Certificate(der: bytes) else { continue }
            #expect(!read.isSigned(by: read), "seed \(seed)")
        }
    }
}
