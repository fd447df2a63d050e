import Hub
import Signing
import SyncCore
import Testing

/// Ops, receipts and the feed over the wire.
struct ExchangeTests {
    private static let start = Cursor.start(epoch: 1)

    private static func feed(_ cursor: Cursor = start, wait: Int = 0) -> String {
        "/v1/feed?shard=\(cursor.shard)&epoch=\(cursor.epoch)&after=\(cursor.seq)"
            + "&mark=\(cursor.mark.hex)&limit=100&wait=\(wait)&incarnation=1&journal=9"
    }

    @Test func `an op gets a receipt that verifies, the same one every time`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let op = site.ops.register(HubTestSite.record(1))
            let body = site.batch([op], for: hub.home.hub).encoded
            let first = try await hub.call("POST", "/v1/ops", as: site, body: body)
            let again = try await hub.call("POST", "/v1/ops", as: site, body: body)
            let query = StatusQuery(ops: [
                op.header.id, OpID(site: site.ops.id, incarnation: 1, seq: 9),
            ])
            let status = try await hub.call(
                "POST",
                "/v1/ops/status",
                as: site,
                body: query.json.canonical
            )
            let answer = try #require(PushAnswer(json: first.json), "\(first)")
            guard case .received(let receipt, _) = answer.outcomes[0] else {
                Issue.record("not received: \(first)")
                return
            }
            try receipt.check(with: hub.home.receiptKey.publicKey)
            #expect(receipt.statement.hash == op.seal.hash)
            #expect(again.json["outcomes"] == first.json["outcomes"])
            let known = try #require(status.json["outcomes"]?.elements)
            #expect(known.count == 2 && known[1] == .null)
            #expect(known[0]["receipt"] == receipt.json)
        }
    }

    @Test func `who asks for the tree gets the same receipts without what he can compute`()
        async throws
    {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let ops = (1...3).map { site.ops.register(HubTestSite.record($0)) }
            let batch = site.batch(ops, for: hub.home.hub)
            let path = "/v1/ops?receipts=tree"
            let short = try await hub.call("POST", path, as: site, body: batch.encoded)
            let whole = try await hub.call("POST", "/v1/ops", as: site, body: batch.encoded)
            let made = try #require(PushAnswer(short: short.json, to: batch), "\(short)")
            #expect(made.outcomes == PushAnswer(json: whole.json)?.outcomes)
            let other = "/v1/ops?receipts=none"
            let refused = try await hub.call("POST", other, as: site, body: batch.encoded)
            #expect(refused.status == 422)
        }
    }

    @Test func `the time is signed for its asker`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let reply = try await hub.call("GET", "/v1/time?nonce=abc", as: site)
            let time = try #require(reply.json["time"]?.integer)
            let bytes = HubTime.signedBytes(
                hub: hub.home.hub,
                time: Instant(milliseconds: time),
                nonce: "abc"
            )
            let signature = try #require(reply.json["signature"]?.bytes)
            let key = hub.home.receiptKey.publicKey
            #expect(key.isValid(signature, for: bytes))
            #expect(reply.json["keyID"]?.string == key.fingerprint)
        }
    }

    @Test func `who waits at the feed is woken by a batch of a colleague`() async throws {
        try await RunningHub.run { hub in
            var writer = try await hub.member(1)
            let reader = try await hub.member(2)
            async let waiting = hub.call("GET", Self.feed(wait: 50), as: reader)
            try await hub.waitForReaders(1)
            let start = ContinuousClock.now
            let op = writer.ops.register(HubTestSite.record(1))
            let pushed = try await hub.call(
                "POST",
                "/v1/ops",
                as: writer,
                body: writer.batch([op], for: hub.home.hub).encoded
            )
            #expect(pushed.status == 200, "\(pushed)")
            let reply = try await waiting
            // Far from the 50 seconds that a reader who is not woken would wait.
            #expect(ContinuousClock.now - start < .seconds(25))
            #expect(reply.mediaType == "application/x-ndjson")
            let page = try #require(FeedPage(decoding: Array(reply.body.utf8)), "\(reply)")
            #expect(page.frames.count == 1)
            #expect(page.cursor == (try await hub.surroundings.store.head()))
        }
    }

    @Test func `a site that is revoked while it waits at the feed is told at once, and no other`()
        async throws
    {
        try await RunningHub.run { hub in
            let revoked = try await hub.member(1)
            let other = try await hub.member(2)
            async let waiting = hub.call("GET", Self.feed(wait: 50), as: revoked)
            async let goingOn = hub.call("GET", Self.feed(wait: 50), as: other)
            try await hub.waitForReaders(2)
            let start = ContinuousClock.now
            try await hub.control.perform(.revoke(revoked.ops.id)) { _ in }
            let reply = try await waiting
            #expect(ContinuousClock.now - start < .seconds(25))
            #expect(reply.status == 403 && reply.code == "revoked", "\(reply)")
            // The other one waits on.
            try await hub.waitForReaders(1)
            await hub.stop()
            let page = FeedPage(decoding: Array(try await goingOn.body.utf8))
            #expect(page?.frames.isEmpty == true)
        }
    }

    @Test func `a connection that goes on is of no use to a site that was revoked meanwhile`()
        async throws
    {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            // One program that waits at the feed first, and asks for the time on the same connection then.
            async let waiting = hub.call(
                "GET",
                "/v1/time?nonce=1",
                as: site,
                options: ["https://\(hub.listening.secure)" + Self.feed(wait: 50)]
            )
            try await hub.waitForReaders(1)
            try await hub.control.perform(.revoke(site.ops.id)) { _ in }
            let reply = try await waiting
            #expect(reply.status == 403 && reply.body.contains("revoked"), "\(reply)")
        }
    }

    @Test func `who waits at the feed of a server that stops is answered`() async throws {
        try await RunningHub.run { hub in
            let reader = try await hub.member()
            async let waiting = hub.call("GET", Self.feed(wait: 50), as: reader)
            try await hub.waitForReaders(1)
            let start = ContinuousClock.now
            await hub.stop()
            let reply = try await waiting
            #expect(ContinuousClock.now - start < .seconds(25))
            let page = try #require(FeedPage(decoding: Array(reply.body.utf8)), "\(reply)")
            #expect(page.frames.isEmpty && page.isLast)
        }
    }

    @Test func `a wait without news ends with an empty page`() async throws {
        try await RunningHub.run { hub in
            let reader = try await hub.member()
            let reply = try await hub.call("GET", Self.feed(wait: 1), as: reader)
            let page = try #require(FeedPage(decoding: Array(reply.body.utf8)), "\(reply)")
            #expect(page.frames.isEmpty && page.isLast)
            #expect(await hub.surroundings.signal.waiting == 0)
        }
    }
}

extension RunningHub {
    /// Returns once so many requests wait at the feed.
    fileprivate func waitForReaders(_ count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while await surroundings.signal.waiting < count {
            try #require(ContinuousClock.now < deadline, "nobody waits at the feed")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
