import Signing
import TestSupport
import Testing

struct Ed25519Tests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let key: String
        let publicKey: String
        let message: String
        let signature: String
    }

    /// RFC 8032, 7.1.
    static let examples = [
        Example(
            testDescription: "TEST 1",
            key: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        Example(
            testDescription: "TEST 2",
            key: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        Example(
            testDescription: "TEST 3",
            key: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
        Example(
            testDescription: "TEST SHA(abc)",
            key: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ]

    @Test(arguments: examples)
    func `the published examples come out`(_ example: Example) throws {
        let key = try Ed25519PrivateKey(raw: bytes(example.key))
        #expect(key.raw == bytes(example.key))
        #expect(key.publicKey.raw == bytes(example.publicKey))
        #expect(key.sign(bytes(example.message)) == bytes(example.signature))
        let publicKey = try Ed25519PublicKey(raw: bytes(example.publicKey))
        #expect(publicKey == key.publicKey)
        #expect(publicKey.isValid(bytes(example.signature), for: bytes(example.message)))
    }

    @Test func `a signature with any bit changed is not valid`() {
        let key = Ed25519PrivateKey.generate()
        let message = Array("回执".utf8)
        let signature = key.sign(message)
        #expect(key.publicKey.isValid(signature, for: message))
        for bit in 0..<(signature.count * 8) {
            var other = signature
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isValid(other, for: message), "bit \(bit)")
        }
    }

    @Test func `a signature is not valid for another message, key or length`() {
        let key = Ed25519PrivateKey.generate()
        let message = Array("回执".utf8)
        let signature = key.sign(message)
        for bit in 0..<(message.count * 8) {
            var other = message
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isValid(signature, for: other), "bit \(bit)")
        }
        #expect(!key.publicKey.isValid(signature, for: message + [0]))
        #expect(!key.publicKey.isValid(signature, for: []))
        #expect(!Ed25519PrivateKey.generate().publicKey.isValid(signature, for: message))
        for length in [0, 1, 63] {
            #expect(!key.publicKey.isValid(Array(signature.prefix(length)), for: message))
        }
        #expect(!key.publicKey.isValid(signature + [0], for: message))
    }

    @Test(arguments: [0, 31, 33, 64])
    func `a key of another length is refused`(_ length: Int) {
        let raw = [UInt8](repeating: 7, count: length)
        #expect(throws: SigningError.malformed(.privateKey)) {
            try Ed25519PrivateKey(raw: raw)
        }
        #expect(throws: SigningError.malformed(.publicKey)) { try Ed25519PublicKey(raw: raw) }
    }

    @Test func `under bytes that are no point of the curve nothing is valid`() throws {
        // The second coordinate 2 belongs to no point.
        let key = try Ed25519PublicKey(raw: [2] + [UInt8](repeating: 0, count: 31))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: []))
    }

    @Test func `new keys differ`() {
        #expect(Ed25519PrivateKey.generate().raw != Ed25519PrivateKey.generate().raw)
    }

    @Test func `many tasks use one key at once`() async {
        let key = Ed25519PrivateKey.generate()
        let message = [UInt8](repeating: 3, count: 1000)
        let expected = key.sign(message)
        let wrong = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    key.sign(message) == expected && key.publicKey.isValid(expected, for: message)
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 0 : 1 }
        }
        #expect(wrong == 0)
    }
}
