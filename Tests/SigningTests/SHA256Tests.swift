import Signing
import Testing

/// The examples of FIPS 180-4.
struct SHA256Tests {
    static let cases: [(text: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test(arguments: cases)
    func `the published examples come out`(_ example: (text: String, digest: String)) {
        let sha256 = SHA256()
        // Twice, because one context serves many digests.
        for _ in 0..<2 {
            let digest = sha256.digest(Array(example.text.utf8))
            let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(hex == example.digest)
        }
    }

    /// The examples 1, 2 and 3 of RFC 4231.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
    ])
    func `the published codes come out`(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        let bytes = SHA256().code(of: message[...], key: key)
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == code)
    }

    @Test func `parts are digested as one text`() {
        let sha256 = SHA256()
        #expect(sha256.digest([1, 2], [], [3]) == sha256.digest([1, 2, 3]))
    }
}
