import Hub
import SyncCore
import Testing

/// `GET /v1/range` over the wire.
struct RangeTests {
    private static func path(_ cursor: Cursor, _ more: String = "") -> String {
        "/v1/range?epoch=\(cursor.epoch)&after=\(cursor.seq)&mark=\(cursor.mark.hex)\(more)"
    }

    @Test func `a site is told of its organisation's records, and of no other's`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            var stranger = try await hub.member(2, of: HubStoreFixture.stranger)
            let (mine, theirs) = (HubTestSite.record(1), HubTestSite.record(2))
            for (member, op) in [
                (site, site.ops.register(mine)), (stranger, stranger.ops.register(theirs)),
            ] {
                let body = member.batch([op], for: hub.home.hub).encoded
                let reply = try await hub.call("POST", "/v1/ops", as: member, body: body)
                #expect(reply.status == 200, "\(reply)")
            }
            let head = try await hub.surroundings.store.head()
            for (member, own, other) in [(site, mine, theirs), (stranger, theirs, mine)] {
                let total = try await hub.call("GET", Self.path(head), as: member)
                let sum = try #require(StateSum(json: total.json), "\(total)")
                #expect(sum.records == 1)
                let parts = try await hub.call("GET", Self.path(head, "&prefix="), as: member)
                let ranges = parts.json["ranges"]?.elements?.compactMap(StateRange.init(json:))
                #expect(ranges == [StateRange(prefix: own.description, sum: sum)])
                let hidden = try await hub.call(
                    "GET",
                    Self.path(head, "&prefix=\(other)"),
                    as: member
                )
                #expect(hidden.json == ["ranges": []], "\(hidden)")
                let refused = try await hub.call(
                    "GET",
                    Self.path(head, "&aggregate=\(other)"),
                    as: member
                )
                let unknown = try await hub.call(
                    "GET",
                    Self.path(head, "&aggregate=\(HubTestSite.record(404))"),
                    as: member
                )
                #expect(refused.status == 404 && refused.body == unknown.body, "\(refused)")
                let entries = try await hub.call(
                    "GET",
                    Self.path(head, "&aggregate=\(own)"),
                    as: member
                )
                #expect(entries.mediaType == "application/x-ndjson", "\(entries)")
                let page = FeedPage(decoding: Array(entries.body.utf8))
                #expect(page?.frames.count == 1 && page?.cursor == head, "\(entries)")
            }
        }
    }

    @Test func `what is asked amiss is refused with its code`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let start = Cursor.start(epoch: 1)
            for (path, status, code) in [
                (Self.path(start, "&scope=\(HubStoreFixture.stranger)"), 403, "other-scope"),
                (Self.path(start, "&scope=nobody"), 403, "other-scope"),
                (Self.path(start, "&prefix=xyz"), 422, "bad-parameter"),
                (Self.path(start, "&aggregate=1"), 422, "bad-parameter"),
                ("/v1/range?prefix=0", 422, "bad-parameter"),
                (Self.path(Cursor(epoch: 1, seq: 9, mark: .origin)), 409, "other-history"),
            ] {
                let reply = try await hub.call("GET", path, as: site)
                #expect(reply.status == status && reply.code == code, "\(path): \(reply)")
            }
            let op = site.ops.register(HubTestSite.record(1))
            let body = site.batch([op], for: hub.home.hub).encoded
            _ = try await hub.call("POST", "/v1/ops", as: site, body: body)
            let moved = try await hub.call("GET", Self.path(start), as: site)
            #expect(moved.status == 409 && moved.code == "moved-on", "\(moved)")
            let nobody = try await hub.call("GET", Self.path(start))
            #expect(nobody.status == 401, "\(nobody)")
        }
    }
}
