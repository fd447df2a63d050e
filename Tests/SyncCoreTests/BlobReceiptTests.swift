import Signing
import SyncCore
import Testing

/// The hub's word that a file has arrived.
struct BlobReceiptTests {
    private let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private let site = RecordID(trusted: "019ab000-0000-7000-8000-000000000901")
    private let digest = String(repeating: "ab", count: 32)

    private func receipt(by key: Ed25519PrivateKey) -> BlobReceipt {
        let now = Instant(milliseconds: 1_795_420_800_000)
        return BlobReceipt.sign(digest, size: 5, from: site, at: now, hub: hub, with: key)
    }

    @Test func `a receipt is read as it was written, and proves itself`() throws {
        let key = Ed25519PrivateKey.generate()
        let receipt = receipt(by: key)
        let json = try JSONParser.parse(receipt.json.canonical)
        #expect(BlobReceipt(json: json) == receipt)
        #expect(receipt.isGenuine(by: key.publicKey))
        #expect(!receipt.isGenuine(by: Ed25519PrivateKey.generate().publicKey))
    }

    @Test(arguments: [
        ("\"size\":5", "\"size\":6"), ("1795420800000", "1795420800001"), ("\"ab", "\"cd"),
        ("0901", "0902"), ("00ff", "00fe"),
    ])
    func `a receipt in which a word is another proves nothing`(_ old: String, _ new: String) throws
    {
        let key = Ed25519PrivateKey.generate()
        let text = receipt(by: key).json.canonicalText
        let altered = try JSONParser.parse(Array(text.replacing(old, with: new).utf8))
        let other = try #require(BlobReceipt(json: altered))
        #expect(!other.isGenuine(by: key.publicKey))
    }

    @Test(arguments: [("\"blob\"", "\"receipts\""), ("\"version\":1", "\"version\":2")])
    func `a statement of another kind is no receipt`(_ old: String, _ new: String) throws {
        let text = receipt(by: .generate()).json.canonicalText.replacing(old, with: new)
        #expect(BlobReceipt(json: try JSONParser.parse(Array(text.utf8))) == nil)
    }
}
