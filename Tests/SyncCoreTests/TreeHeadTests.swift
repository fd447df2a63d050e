import Signing
import SyncCore
import Testing

/// What a site makes of the heads that its hub gives it.
struct TreeHeadTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private static let key = Ed25519PrivateKey.generate()

    /// A log whose entries are told apart by the letter of a history: those from a number on are another's.
    private struct History {
        let name: UInt8
        var from: Int64 = 1

        func leaf(_ seq: Int64) -> [UInt8] {
            TreeHead.leaf(
                seq: seq,
                hash: [UInt8](repeating: seq < from ? 0 : name, count: 32),
                receivedAt: Instant(milliseconds: seq)
            )
        }

        var log: MerkleLog {
            MerkleLog { level, number in
                let first = number << level + 1
                return MerkleTree(leaves: (first..<first + 1 << level).map(leaf)).root
            }
        }
    }

    private let honest = History(name: 0)

    private func head(
        _ count: Int64,
        of history: History,
        epoch: Int = 1,
        forks: [TreeHead.Fork] = []
    ) throws -> SignedTreeHead {
        let head = TreeHead(
            hub: Self.hub,
            epoch: epoch,
            forks: forks,
            count: count,
            root: try history.log.root(of: count),
            time: Instant(milliseconds: count)
        )
        return SignedTreeHead.sign(head, with: Self.key)
    }

    private func proven(_ head: SignedTreeHead, from: Int64, of history: History) throws
        -> ProvenTreeHead
    {
        let proof = try history.log.proof(from: from, to: head.head.count)
        return ProvenTreeHead(head, from: from, proof: proof)
    }

    @Test func `a head is the hub's own word, and comes back from the wire as it was`() throws {
        let forks = [TreeHead.Fork(epoch: 2, seq: 4), TreeHead.Fork(epoch: 3, seq: 2)]
        let signed = try head(5, of: honest, epoch: 3, forks: forks)
        let proven = try proven(signed, from: 3, of: honest)
        let read = try ProvenTreeHead(json: JSONParser.parse(proven.json.canonical))
        #expect(read == proven)
        #expect(signed.isSigned(by: Self.key.publicKey))
        #expect(!signed.isSigned(by: Ed25519PrivateKey.generate().publicKey))
        let other = try head(6, of: honest, epoch: 3, forks: forks)
        let forged = SignedTreeHead(head: other.head, keyID: "", signature: signed.signature)
        #expect(!forged.isSigned(by: Self.key.publicKey))
    }

    @Test func `a log that goes on is the newer one, and the same again is known`() throws {
        let first = try head(3, of: honest)
        var kept = KeptTreeHeads()
        #expect(try kept.judge(proven(first, from: 0, of: honest)) == .newer)
        kept = kept.adding(first)
        let second = try proven(head(7, of: honest), from: 3, of: honest)
        #expect(kept.judge(second) == .newer)
        #expect(try kept.judge(proven(first, from: 0, of: honest)) == .known)
    }

    @Test func `a log that shrinks, forks or proves nothing contradicts what was signed`() throws {
        let first = try head(5, of: honest)
        let kept = KeptTreeHeads([first])
        let other = History(name: 1, from: 4)
        let cases: [(ProvenTreeHead, HeadContradiction.Kind)] = [
            (try proven(head(4, of: honest), from: 0, of: honest), .shrunk),
            (try proven(head(5, of: other), from: 5, of: other), .forked),
            (try proven(head(9, of: other), from: 5, of: other), .unproven),
            (try ProvenTreeHead(head(9, of: honest), from: 0, proof: []), .unproven),
        ]
        for (later, kind) in cases {
            let expected = HeadContradiction(kind, earlier: first, later: later.signed)
            #expect(kept.judge(later) == .contradiction(expected))
            #expect(!expected.isBehindEpoch)
        }
    }

    @Test func `an epoch explains what is lost behind its fork, and nothing before it`() throws {
        let kept = try [3, 5, 8].reduce(KeptTreeHeads()) { try $0.adding(head($1, of: honest)) }
        // The hub was put back to entry 6 and went on otherwise.
        let restored = History(name: 1, from: 7)
        let fork = TreeHead.Fork(epoch: 2, seq: 6)
        let honestly = try head(10, of: restored, epoch: 2, forks: [fork])
        #expect(kept.base(for: honestly.head)?.head.count == 5)
        #expect(try kept.judge(proven(honestly, from: 5, of: restored)) == .newer)
        // It says so, and has changed entry 4 as well.
        let changed = History(name: 1, from: 4)
        let dishonestly = try head(10, of: changed, epoch: 2, forks: [fork])
        let judged = try kept.judge(proven(dishonestly, from: 5, of: changed))
        guard case .contradiction(let contradiction) = judged else {
            Issue.record("\(judged)")
            return
        }
        #expect(contradiction.kind == .unproven && contradiction.isBehindEpoch)
        #expect(contradiction.earlier.head.count == 5)
        // Of two epochs the one with the earlier fork counts; an older epoch is none.
        let forks = [TreeHead.Fork(epoch: 2, seq: 4), TreeHead.Fork(epoch: 3, seq: 6)]
        let later = try head(10, of: changed, epoch: 3, forks: forks)
        #expect(kept.base(for: later.head)?.head.count == 3)
        #expect(try kept.judge(proven(later, from: 3, of: changed)) == .newer)
        let back = try kept.adding(later).judge(proven(honestly, from: 0, of: restored))
        #expect(
            back == .contradiction(HeadContradiction(.shrunk, earlier: later, later: honestly))
        )
    }

    @Test func `what a site shows makes the hub prove from where the site needs it`() throws {
        let kept = try [1, 3, 5, 8].reduce(KeptTreeHeads()) { try $0.adding(head($1, of: honest)) }
        let shown = try #require(kept.shown(in: 1))
        #expect(shown.placesText == "1.8")
        let rewound = try #require(kept.shown(in: 2))
        #expect(rewound.placesText == "1.8,1.5,1.3,1.1")
        let parsed = ShownTreeHeads(placesText: rewound.placesText, root: rewound.root.hex)
        #expect(parsed == rewound)
        let restored = History(name: 1, from: 7)
        let forks = [TreeHead.Fork(epoch: 2, seq: 4)]
        let later = try head(9, of: restored, epoch: 2, forks: forks)
        #expect(rewound.base(for: later.head) == kept.base(for: later.head)?.head.count)
    }

    @Test(arguments: [
        "", "1", "1.", ".1", "1.2,", "a.b", "0.1", "1.-1", "1.1.1", "1.9223372036854775808",
    ])
    func `places that are none are not read`(_ text: String) {
        let root = String(repeating: "0", count: 64)
        #expect(ShownTreeHeads(placesText: text, root: root) == nil)
        #expect(ShownTreeHeads(placesText: "1.1", root: text) == nil)
    }

    @Test func `of a long history few heads are kept, the newest of each epoch among them`() throws
    {
        var kept = KeptTreeHeads()
        for count in Int64(1)...300 { kept = kept.adding(try head(count, of: honest)) }
        #expect(kept.heads.count < 24 && kept.newest?.head.count == 300)
        let fork = TreeHead.Fork(epoch: 2, seq: 100)
        let restored = History(name: 1, from: 101)
        kept = kept.adding(try head(120, of: restored, epoch: 2, forks: [fork]))
        #expect(kept.newest?.head.count == 120)
        #expect(kept.heads.contains { $0.head.epoch == 1 && $0.head.count == 300 })
        #expect(kept.heads.contains { $0.head.epoch == 1 && $0.head.count <= 100 })
    }
}
