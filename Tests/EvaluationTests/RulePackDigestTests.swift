import Policy
import Evaluation
import SyncCore
import TestSupport
import Testing

/// The reader of rule packs and that of canonical JSON are two; what the one accepts the other must
/// be able to hash.
struct RulePackDigestTests {
    @Test func `a damaged pack is refused, or is canonical JSON`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let odd = [
            #"\ud800"#, #"\u0000"#, #"\udc00\ud800"#, "\u{FEFF}", "-0", "01", "1e2", "\\", ",",
        ]
        var accepted = 0
        for _ in 0..<3000 {
            var bytes = RulePack.builtIn.json
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            default:
                let piece = odd.randomElement(using: &generator) ?? ""
                bytes.insert(contentsOf: piece.utf8, at: place)
            }
            guard let pack = try? RulePack(json: bytes) else { continue }
            accepted += 1
            #expect((try? JSONParser.parse(pack.json)) != nil, "seed \(seed)")
        }
        #expect(accepted > 0 && accepted < 3000, "seed \(seed)")
    }

    @Test(arguments: [#"\ud800"#, #"\udc00"#, #"\ud800\u0041"#, #"\x"#, #"\u12"#])
    func `an escape that means no character is refused`(escape: String) {
        let text = String(decoding: RulePack.builtIn.json, as: UTF8.self)
            .replacing("投诉查实", with: escape)
        #expect(throws: RulePackError.self) { try RulePack(json: Array(text.utf8)) }
    }

    @Test func `the digest of the built-in pack is that of its canonical bytes`() throws {
        let pack = RulePack.builtIn
        #expect(pack.digest.hasPrefix("sha256:") && pack.digest.utf8.count == 71)
        let canonical = try JSONParser.parse(pack.json).canonical
        #expect(try RulePack(json: canonical).digest == pack.digest)
    }
}
