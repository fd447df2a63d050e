import Hub
import Signing
import SyncCore
import Testing

/// Tree heads over the wire.
struct TreeHeadRouteTests {
    private static func feed(_ cursor: Cursor = .start(epoch: 1), _ shown: String = "") -> String {
        "/v1/feed?epoch=\(cursor.epoch)&after=\(cursor.seq)&mark=\(cursor.mark.hex)\(shown)"
    }

    /// A hub with three entries of a member, and the page that the member reads.
    private static func read(_ hub: RunningHub) async throws -> (MemberSite, WireOp, FeedPage) {
        var site = try await hub.member()
        let ops = (1...3).map { site.ops.register(HubTestSite.record($0)) }
        let body = site.batch(ops, for: hub.home.hub).encoded
        _ = try await hub.call("POST", "/v1/ops", as: site, body: body)
        let reply = try await hub.call("GET", feed(), as: site)
        return (site, ops[0], try #require(FeedPage(decoding: Array(reply.body.utf8)), "\(reply)"))
    }

    @Test func `a page ends with the signed head, unless the reader shows that he has it`()
        async throws
    {
        try await RunningHub.run { hub in
            let (site, _, page) = try await Self.read(hub)
            let signed = try #require(page.treeHead?.signed)
            #expect(signed.head.count == 3 && page.cursor.seq == 3)
            #expect(signed.isSigned(by: hub.home.receiptKey.publicKey))
            let shown = "&heads=1.3&root=\(signed.head.root.hex)"
            let idle = try await hub.call("GET", Self.feed(page.cursor, shown), as: site)
            let nothing = try #require(FeedPage(decoding: Array(idle.body.utf8)))
            #expect(nothing.treeHead == nil && nothing.cursor == page.cursor)
            #expect(idle.body.utf8.count < 500)
            let other = "&heads=1.3&root=\(String(repeating: "0", count: 64))"
            let refused = try await hub.call("GET", Self.feed(page.cursor, other), as: site)
            #expect(refused.status == 409 && refused.json["code"] == "other-history")
        }
    }

    @Test func `a head is proven from any beginning of the log, for members`() async throws {
        try await RunningHub.run { hub in
            let (site, op, page) = try await Self.read(hub)
            let head = try #require(page.treeHead?.signed.head)
            let one = try await hub.call("GET", "/v1/tree-head?from=1", as: site)
            let proven = try #require(ProvenTreeHead(json: one.json), "\(one)")
            #expect(proven.signed.head == head && proven.from == 1)
            let time = try #require(page.frames.first?.stamp?.receivedAt)
            let leaf = TreeHead.leaf(seq: 1, hash: op.seal.hash, receivedAt: time)
            let isConsistent = MerkleLog.isConsistent(
                from: (1, MerkleTree(leaves: [leaf]).root),
                to: (3, head.root),
                proof: proven.proof
            )
            #expect(isConsistent)
            for (query, status) in [("?from=4", 404), ("?from=-1", 422), ("?from=x", 422)] {
                let reply = try await hub.call("GET", "/v1/tree-head\(query)", as: site)
                #expect(reply.status == status, "\(query)")
            }
            let bad = try await hub.call("GET", Self.feed(page.cursor, "&heads=1.x"), as: site)
            #expect(bad.status == 422 && bad.json["code"] == "bad-parameter")
            #expect(try await hub.call("GET", "/v1/tree-head").status == 401)
        }
    }
}
