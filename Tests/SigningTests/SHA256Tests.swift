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

    @Test func `parts are digested as one text`() {
        let sha256 = SHA256()
        #expect(sha256.digest([1, 2], [], [3]) == sha256.digest([1, 2, 3]))
    }
}
