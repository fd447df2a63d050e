import Signing
import TestSupport
import Testing

/// Keys as texts, and what a text must not give away.
struct KeyTextTests {
    @Test func `a public key comes back from its text`() throws {
        let key = Ed25519PrivateKey.generate().publicKey
        #expect(try Ed25519PublicKey(pem: key.pem) == key)
    }

    @Test func `openssl verifies a signature with the text of the key alone`() throws {
        let key = Ed25519PrivateKey.generate()
        let folder = try TemporaryFolder()
        let message = Array("杭市管〔2021〕120号".utf8)
        func verify(_ message: [UInt8]) throws -> Program.Outcome {
            try openssl.run(
                "pkeyutl",
                "-verify",
                "-pubin",
                "-rawin",
                "-inkey",
                folder.write("key.pem", key.publicKey.pem),
                "-sigfile",
                folder.write("signature", key.sign(Array("杭市管〔2021〕120号".utf8))),
                "-in",
                folder.write("message", message)
            )
        }
        let right = try verify(message)
        #expect(right.status == 0)
        #expect(right.output.contains("Signature Verified Successfully"))
        #expect(try verify(message + [0]).status != 0)
    }

    @Test func `the fingerprint of a key is what openssl computes`() throws {
        let key = Ed25519PrivateKey.generate().publicKey
        let folder = try TemporaryFolder()
        let der = folder.file("key.der")
        let converted = try openssl.run(
            "pkey",
            "-pubin",
            "-in",
            folder.write("key.pem", key.pem),
            "-outform",
            "DER",
            "-out",
            der
        )
        #expect(converted.status == 0)
        let digest = try openssl.run("dgst", "-sha256", "-r", der)
        #expect(digest.output.hasPrefix(key.fingerprint + " "))
    }

    @Test func `a P-256 key comes back from its text, and openssl finds it sound`() throws {
        let key = P256PrivateKey.generate()
        #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try P256PrivateKey(pem: key.pem).pem == key.pem)
        let check = try openssl.run("pkey", "-check", "-noout", input: Array(key.pem.utf8))
        #expect(check.status == 0)
        #expect(check.output.contains("Key is valid"))
    }

    @Test func `a P-256 key that openssl made is read`() throws {
        let made = try openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "group:P-256")
        #expect(try P256PrivateKey(pem: made.output).pem == made.output)
    }

    @Test func `a P-256 key whose halves do not belong together is refused`() throws {
        var key = content(of: P256PrivateKey.generate().pem)
        // In the middle of the secret number, which begins at byte 36.
        key[50] ^= 1
        #expect(throws: SigningError.malformed(.privateKey)) {
            try P256PrivateKey(pem: pem("PRIVATE KEY", key))
        }
    }

    static let otherKinds: [[String]] = [
        ["-algorithm", "EC", "-pkeyopt", "group:P-384"],
        ["-algorithm", "EC", "-pkeyopt", "group:P-256", "-pkeyopt", "ec_param_enc:explicit"],
        ["-algorithm", "RSA"],
        ["-algorithm", "X25519"],
    ]

    @Test(arguments: otherKinds)
    func `a key of another kind is named as such`(_ options: [String]) throws {
        let made = try openssl.run(["genpkey"] + options).output
        #expect(throws: SigningError.otherKind(.privateKey)) { try P256PrivateKey(pem: made) }
        let publicKey = try openssl.run("pkey", "-pubout", input: Array(made.utf8)).output
        #expect(throws: SigningError.otherKind(.publicKey)) {
            try Ed25519PublicKey(pem: publicKey)
        }
    }

    @Test func `a locked key is refused and nobody is asked for a password`() throws {
        let locked = try openssl.run(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "group:P-256",
            "-aes256",
            "-pass",
            "pass:secret"
        ).output
        #expect(locked.contains("ENCRYPTED"))
        let key = P256PrivateKey.generate().pem
        let oldStyle = key.replacing(
            "PRIVATE KEY-----\n",
            with: "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                + "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            maxReplacements: 1
        )
        for text in [locked, oldStyle] {
            #expect(throws: SigningError.malformed(.privateKey)) { try P256PrivateKey(pem: text) }
        }
    }

    @Test func `a key cut short is refused at every length`() throws {
        let text = P256PrivateKey.generate().pem
        let publicText = Ed25519PrivateKey.generate().publicKey.pem
        // The last line feed may be missing.
        for length in 0..<(text.count - 1) {
            #expect(throws: SigningError.malformed(.privateKey), "\(length)") {
                try P256PrivateKey(pem: String(text.prefix(length)))
            }
        }
        for length in 0..<(publicText.count - 1) {
            #expect(throws: SigningError.malformed(.publicKey), "\(length)") {
                try Ed25519PublicKey(pem: String(publicText.prefix(length)))
            }
        }
    }

    @Test func `neither description nor dump shows a private key`() {
        let signing = Ed25519PrivateKey.generate()
        let certified = P256PrivateKey.generate()
        var shown = "\(signing) \(certified) \(String(reflecting: signing))"
        dump(signing, to: &shown)
        dump(certified, to: &shown)
        #expect(!shown.contains(signing.raw.map(String.init).joined(separator: ", ")))
        #expect(!shown.contains("\(signing.raw[0]), \(signing.raw[1])"))
        #expect(!shown.contains("PRIVATE KEY"))
        // What may be known is shown, so the looking works.
        #expect(shown.contains("\(signing.publicKey.raw)"))
    }
}
