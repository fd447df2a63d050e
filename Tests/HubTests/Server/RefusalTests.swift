import Hub
import Signing
import SyncCore
import Testing

/// Everything that the server refuses, with status and code.
struct RefusalTests {
    /// One request that must be refused.
    struct Case: Sendable {
        let label: String
        let method: String
        let path: String
        var isMember = true
        var body: [UInt8]?
        var options: [String] = []
        let status: Int
        let code: String

        init(
            _ label: String,
            _ method: String,
            _ path: String,
            isMember: Bool = true,
            body: [UInt8]? = nil,
            options: [String] = [],
            _ status: Int,
            _ code: String
        ) {
            self.label = label
            self.method = method
            self.path = path
            self.isMember = isMember
            self.body = body
            self.options = options
            self.status = status
            self.code = code
        }
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static let zeros = String(repeating: "0", count: 32)

    static let paths: [Case] = [
        Case("an unknown path", "GET", "/nope", isMember: false, 404, "no-such-path"),
        Case("an unknown path, as a member", "GET", "/v1/nope", 404, "no-such-path"),
        Case("a stranger", "GET", "/v1/feed", isMember: false, 401, "unknown-caller"),
        Case("a stranger's wrong method", "PUT", "/v1/ops", isMember: false, 401, "unknown-caller"),
        Case("a member's wrong method", "PUT", "/v1/ops", 405, "wrong-method"),
        Case("anyone's wrong method", "POST", "/-/healthy", isMember: false, 405, "wrong-method"),
    ]

    static let feeds: [Case] = [
        ("", "missing everything"), ("shard=other&epoch=1&after=0&mark=\(zeros)", "another shard"),
        ("epoch=1&after=0", "no mark"), ("epoch=1&after=0&mark=zz", "no hexadecimal mark"),
        ("epoch=0&after=0&mark=\(zeros)", "epoch 0"), ("after=0&mark=\(zeros)", "no epoch"),
        ("epoch=1&after=-1&mark=\(zeros)", "a negative number"),
        ("epoch=1&after=0&mark=\(zeros)&limit=0", "no frames"),
        ("epoch=1&after=0&mark=\(zeros)&limit=1001", "too many frames"),
        ("epoch=1&after=0&mark=\(zeros)&wait=51", "too long a wait"),
    ].map { Case($0.1, "GET", "/v1/feed?\($0.0)", 422, "bad-parameter") }

    static let others: [Case] = [
        Case(
            "a cursor of another log",
            "GET",
            "/v1/feed?epoch=1&after=7&mark=\(zeros)",
            409,
            "other-history"
        ),
        Case("a time without a nonce", "GET", "/v1/time", 422, "bad-parameter"),
        Case("a query that is none", "POST", "/v1/ops/status", body: text("{}"), 422, "bad-query"),
        Case("half an object", "POST", "/v1/ops", body: text("{"), 400, "bad-json"),
        Case(
            "a name twice",
            "POST",
            "/v1/ops",
            body: text(#"{"site":1,"site":2}"#),
            400,
            "duplicate-name"
        ),
        Case("no batch", "POST", "/v1/ops", body: text("{}"), 422, "bad-batch"),
        Case(
            "an unknown compression",
            "POST",
            "/v1/ops",
            body: text("{}"),
            options: ["-H", "Content-Encoding: br"],
            415,
            "unknown-encoding"
        ),
        Case(
            "ten megabytes",
            "POST",
            "/v1/ops",
            body: [UInt8](repeating: 0x20, count: 10_000_000),
            413,
            "too-large"
        ),
        Case(
            "ten megabytes of unknown length",
            "POST",
            "/v1/ops",
            body: [UInt8](repeating: 0x20, count: 10_000_000),
            options: ["-H", "Transfer-Encoding: chunked"],
            413,
            "too-large"
        ),
        Case(
            "a stranger's ten megabytes",
            "POST",
            "/v1/enroll",
            isMember: false,
            body: [UInt8](repeating: 0x20, count: 10_000_000),
            413,
            "too-large"
        ),
        Case("a join that is none", "POST", "/v1/enroll", body: text("[]"), 422, "bad-enrolment"),
    ]

    @Test func `every refusal is a problem with its status and code`() async throws {
        try await RunningHub.run { hub in
            let member = try await hub.member()
            for item in Self.paths + Self.feeds + Self.others {
                let reply = try await hub.call(
                    item.method,
                    item.path,
                    as: item.isMember ? member : nil,
                    body: item.body,
                    options: item.options
                )
                #expect(reply.status == item.status, "\(item.label): \(reply)")
                #expect(reply.code == item.code, "\(item.label): \(reply)")
                #expect(reply.mediaType == Problem.mediaType, "\(item.label)")
                #expect(reply.json["status"]?.integer == Int64(item.status), "\(item.label)")
            }
        }
    }

    @Test func `a batch is refused for what is wrong with it, and for nothing else`() async throws {
        try await RunningHub.run { hub in
            var member = try await hub.member()
            let other = try await hub.member(2)
            let op = member.ops.register(HubTestSite.record(1))
            let good = member.batch([op], for: hub.home.hub)
            let altered = String(decoding: good.encoded, as: UTF8.self)
                .replacing("00123", with: "00124")
            let digest = #""bodyDigest":"\#(op.seal.bodyDigest.hex)","claimedAt""#
            let told = altered.replacing(#""claimedAt""#, with: digest)
            let many = [WireOp](repeating: op, count: PushBatch.opsMax + 1)
            let forged = PushBatch(
                site: good.site,
                hub: good.hub,
                ops: good.ops,
                signature: other.signingKey.sign([1])
            )
            let cases: [(String, [UInt8], Int, String)] = [
                ("an op too many", member.batch(many, for: good.hub).encoded, 422, "too-many-ops"),
                ("an altered body", Array(altered.utf8), 403, "bad-signature"),
                ("an altered body beside its digest", Array(told.utf8), 422, "bad-op"),
                ("another hub", member.batch([op], for: good.site).encoded, 422, "other-hub"),
                ("another site", other.batch([op], for: good.hub).encoded, 403, "not-your-site"),
                ("another key", forged.encoded, 403, "bad-signature"),
            ]
            for (label, body, status, code) in cases {
                let reply = try await hub.call("POST", "/v1/ops", as: member, body: body)
                #expect(reply.status == status && reply.code == code, "\(label): \(reply)")
            }
            #expect(try await hub.surroundings.store.head().seq == 0)
            let reply = try await hub.call("POST", "/v1/ops", as: member, body: good.encoded)
            #expect(reply.status == 200, "\(reply)")
        }
    }

    @Test func `what goes wrong inside the hub is not told`() async throws {
        try await RunningHub.run(store: BrokenStore()) { hub in
            let ready = try await hub.call("GET", "/-/ready")
            #expect(ready.status == 503)
            #expect(!ready.body.contains(BrokenStore.secret))
            let body = try MemberSite(1, of: HubStoreFixture.enterprise, .userUnit)
                .enrolment(token: "t").json.canonical
            let reply = try await hub.call("POST", "/v1/enroll", body: body)
            #expect(reply.status == 500)
            #expect(reply.code == "internal")
            #expect(!reply.body.contains(BrokenStore.secret))
        }
    }
}
