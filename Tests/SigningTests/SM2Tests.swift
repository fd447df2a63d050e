import Foundation
import Signing
import TestSupport
import Testing

/// SM2 with SM3, against the standard's own example and against the `openssl` of the machine.
struct SM2Tests {
    // GM/T 0003.5-2012, annex A: key, message and signature of the example.
    private static let secret =
        "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
    private static let point =
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    private static let signature =
        "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        + "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    /// How many points the curve has.
    private static let order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"
    private static let message = Array("message digest".utf8)

    @Test func `SM3 of the examples in GB／T 32905, annex A`() {
        let long = [UInt8](repeating: 0, count: 16).flatMap { _ in Array("abcd".utf8) }
        #expect(
            SM3().digest(Array("abc".utf8))
                == bytes("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
        )
        #expect(
            SM3().digest(long)
                == bytes("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")
        )
    }

    @Test func `the example of the standard verifies, and no other message does`() throws {
        let key = try SM2PublicKey(raw: bytes(Self.point))
        let signature = bytes(Self.signature)
        #expect(key.isValid(signature, for: Self.message))
        #expect(!key.isValid(signature, for: Self.message + [0]))
        for index in signature.indices {
            var other = signature
            other[index] ^= 1
            #expect(!key.isValid(other, for: Self.message), "byte \(index)")
        }
        for count in 0..<signature.count {
            #expect(!key.isValid(Array(signature.prefix(count)), for: Self.message))
        }
        #expect(!key.isValid(signature + [0], for: Self.message))
    }

    /// The numbers of a signature in DER of a form of its own.
    private static func sequence(_ numbers: [[UInt8]], longForm: Bool = false) -> [UInt8] {
        let body: [UInt8] = numbers.flatMap { number -> [UInt8] in
            [0x02, UInt8(number.count)] + number
        }
        let length: [UInt8] = longForm ? [0x81, UInt8(body.count)] : [UInt8(body.count)]
        return [0x30] + length + body
    }

    @Test func `a signature has one form: nobody can make another of it`() throws {
        let key = SM2PrivateKey.generate()
        // Two numbers whose highest bit is 0, so that a longer form is not refused by its length.
        let short = (0..<1000).lazy.map { _ in key.sign(Self.message) }.first {
            $0[3] == 32 && $0[37] == 32
        }
        let signature = try #require(short)
        let (r, s) = (Array(signature[4..<36]), Array(signature[38..<70]))
        #expect(Self.sequence([r, s]) == signature)
        #expect(key.publicKey.isValid(signature, for: Self.message))
        let others: [(String, [UInt8])] = [
            ("a zero before r", Self.sequence([[0] + r, s])),
            ("a zero before s", Self.sequence([r, [0] + s])),
            ("a length in two bytes", Self.sequence([r, s], longForm: true)),
            ("no end", [0x30, 0x80] + signature.dropFirst(2) + [0, 0]),
            ("something behind", signature + [0x05, 0x00]),
            ("three numbers", [0x30, 71] + signature.dropFirst(2) + [0x02, 0x01, 0x00]),
            ("the other order", Self.sequence([s, r])),
            ("s below zero", Self.sequence([r, Self.negative(s)])),
            ("r and s as they are", r + s), ("r zero", Self.sequence([[0], s])),
            ("s zero", Self.sequence([r, [0]])), ("nothing", []),
            ("as r, the order", Self.sequence([[0] + bytes(Self.order), s])),
            ("as s, the order", Self.sequence([r, [0] + bytes(Self.order)])),
        ]
        for (name, other) in others {
            #expect(
                other != signature && !key.publicKey.isValid(other, for: Self.message),
                "\(name)"
            )
        }
    }

    /// The number below zero of the same size.
    private static func negative(_ number: [UInt8]) -> [UInt8] {
        var (rest, carry) = (number.map { ~$0 }, true)
        for index in rest.indices.reversed() where carry {
            (rest[index], carry) = rest[index].addingReportingOverflow(1)
        }
        return rest
    }

    @Test func `a private key is its number, and has the point that belongs to it`() throws {
        let key = try SM2PrivateKey(raw: bytes(Self.secret))
        #expect(key.publicKey.raw == bytes(Self.point))
        #expect(key.raw == bytes(Self.secret))
        let signature = key.sign(Self.message)
        #expect(key.publicKey.isValid(signature, for: Self.message))
        // Another each time, and each holds.
        #expect(key.sign(Self.message) != signature)
        let made = SM2PrivateKey.generate()
        #expect(try SM2PrivateKey(raw: made.raw).publicKey == made.publicKey)
        #expect(!made.publicKey.isValid(signature, for: Self.message))
    }

    @Test func `what is no key is refused`() throws {
        let ones = Self.order.dropLast() + "2"
        let zero = String(repeating: "0", count: 64)
        for raw in [zero, Self.order, String(ones), "", String(Self.secret.dropLast(2))] {
            #expect(throws: SigningError.malformed(.privateKey), "\(raw)") {
                try SM2PrivateKey(raw: bytes(raw))
            }
        }
        var elsewhere = bytes(Self.point)
        elsewhere[64] ^= 1
        var (compressed, hybrid) = (bytes(Self.point), bytes(Self.point))
        (compressed[0], hybrid[0]) = (2, 7)
        let beyond = [4] + [UInt8](repeating: 0xff, count: 64)
        for raw in [
            elsewhere, compressed, Array(compressed.prefix(33)), hybrid, beyond, [], [0],
            Array(elsewhere.dropLast()), bytes(Self.point) + [0],
        ] {
            #expect(throws: SigningError.malformed(.publicKey)) { try SM2PublicKey(raw: raw) }
        }
    }

    @Test func `openssl verifies what we sign, and we what openssl signs`() throws {
        let folder = try TemporaryFolder()
        let message = try folder.write("message", Array("杭市管〔2021〕120号".utf8))
        let key = SM2PrivateKey.generate()
        let ours = try folder.write("ours", key.sign(Array("杭市管〔2021〕120号".utf8)))
        let pem = try folder.write("ours.pem", Array(key.publicKey.pem.utf8))
        let identity = ["-sigopt", "distid:1234567812345678"]
        let verified = try openssl.run(
            ["dgst", "-sm3"] + identity + ["-verify", pem, "-signature", ours, message]
        )
        #expect(verified.status == 0, "\(verified.errors)")
        let again = try openssl.run([
            "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-digest", "sm3", "-pkeyopt",
            "distid:1234567812345678", "-in", message, "-sigfile", ours,
        ])
        #expect(again.output.contains("Signature Verified Successfully"), "\(again.errors)")

        let theirs = folder.file("theirs.pem")
        try #require(openssl.run(["genpkey", "-algorithm", "SM2", "-out", theirs]).status == 0)
        let signed = try openssl.run(
            ["dgst", "-sm3"] + identity + ["-sign", theirs, "-out", folder.file("theirs"), message]
        )
        try #require(signed.status == 0, "\(signed.errors)")
        let text = try openssl.run(["pkey", "-in", theirs, "-pubout"]).output
        let known = try SuitePublicKey(pem: text)
        #expect(known.suite == .sm2 && known.pem == text)
        let signature = try Data(contentsOf: URL(fileURLWithPath: folder.file("theirs")))
        #expect(known.isValid([UInt8](signature), for: Array("杭市管〔2021〕120号".utf8)))
        // Who signs under another name than the one that everybody has signs something else.
        let other = ["-sigopt", "distid:ALICE123@YAHOO.COM"]
        let named = try openssl.run(
            ["dgst", "-sm3"] + other + ["-sign", theirs, "-out", folder.file("named"), message]
        )
        try #require(named.status == 0, "\(named.errors)")
        let alien = try Data(contentsOf: URL(fileURLWithPath: folder.file("named")))
        #expect(!known.isValid([UInt8](alien), for: Array("杭市管〔2021〕120号".utf8)))
        let der = try openssl.run([
            "pkey", "-in", theirs, "-pubout", "-outform", "DER", "-out",
            folder.file("der"),
        ])
        try #require(der.status == 0)
        let digest = try openssl.run(["dgst", "-sha256", "-r", folder.file("der")]).output
        #expect(digest.hasPrefix(known.fingerprint))
    }

    @Test(arguments: [
        (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], []), (["X25519"], []),
        (["SM2", "-pkeyopt", "ec_param_enc:explicit"], []),
        (["SM2"], ["-ec_conv_form", "compressed"]),
    ])
    func `a key of another kind, or one that is written otherwise, is none of a hub`(
        _ kind: [String],
        _ form: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("key.pem")
        let made = try openssl.run(["genpkey", "-out", file, "-algorithm"] + kind)
        try #require(made.status == 0, "\(made.errors)")
        let text = try openssl.run(["pkey", "-in", file, "-pubout"] + form).output
        #expect(throws: SigningError.self) { try SuitePublicKey(pem: text) }
    }
}
