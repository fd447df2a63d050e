import SyncAgent
import SyncCore
import Testing

/// Whatever comes over the wire is an answer or a fault, and a fault is of the right kind.
struct WireHubClientTests {
    private static let problem =
        #"{"code":"late","detail":"d","status":200,"title":"t","type":"x"}"#
    private static let html = "<!DOCTYPE html><title>login</title>"

    private static func response(
        _ status: Int,
        _ body: String = "",
        _ headers: [String: String] = [:]
    ) -> Result<HTTPResponse, WireError> {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    private static func told(_ status: Int) -> Problem {
        Problem(status, "late", "t", detail: "d")
    }

    static let faults: [(name: String, from: Result<HTTPResponse, WireError>, HubFault)] = [
        ("no route", .failure(.unreachable(detail: "x")), .unreachable("x")),
        ("cut", .failure(.broken(detail: "x")), .cut("x")),
        ("slow", .failure(.timedOut), .unreachable("no answer in time")),
        ("407 of a proxy", .failure(.proxyPassword(detail: "x")), .proxyPassword("x")),
        ("403 to CONNECT", .failure(.proxyRefused(detail: "x")), .proxyRefused("x")),
        ("standing still", .failure(.stalled(seconds: 30)), .stalled(seconds: 30)),
        ("given up", .failure(.cancelled), .unreachable("given up")),
        ("endless", .failure(.tooLarge), .garbled("the answer is larger than any of a hub")),
        ("foreign certificate", .failure(.untrusted(detail: "x")), .untrusted("x")),
        (
            "foreign authority",
            .failure(.pinMismatch(expected: "a", seen: "b", issuer: "c")),
            .otherAuthority(expected: "a", seen: "b", issuer: "c")
        ),
        ("our certificate", .failure(.identityRefused(detail: "x")), .identity("x")),
        ("401", response(401, problem), .identity("401 late: d")),
        ("403", response(403, problem), .identity("403 late: d")),
        (
            "403 of a revoked site",
            response(403, #"{"status":403,"code":"revoked","title":"t"}"#), .revoked
        ),
        ("403 of a proxy", response(403, html), .identity("status 403")),
        ("404", response(404, problem), .refused(told(404))),
        (
            "404 of a proxy", response(404, html),
            .garbled("the answer is HTML, not a refusal (status 404)")
        ),
        ("409", response(409, problem), .otherHistory("409 late: d")),
        (
            "half a 409", response(409, #"{"status":409,"code":"unsh"#),
            .garbled("the answer is something else, not a refusal (status 409)")
        ),
        (
            "409 about an own op",
            response(
                409,
                #"{"status":409,"code":"unshown-op","title":"t","incarnation":2,"seq":9}"#
            ),
            .unshown(OwnName(incarnation: 2, seq: 9))
        ),
        ("410", response(410, problem), .otherHistory("410 late: d")),
        ("413", response(413, problem), .tooLarge),
        ("413 of a proxy", response(413, html), .tooLargeOnTheWay),
        ("422", response(422, problem), .refused(told(422))),
        ("426", response(426, problem), .refused(told(426))),
        ("429", response(429, problem, ["retry-after": "7"]), .busy(retryAfter: 7)),
        ("503 with a date", response(503, "", ["retry-after": "Wed"]), .busy(retryAfter: nil)),
        ("503 with nonsense", response(503, "", ["retry-after": "-3"]), .busy(retryAfter: nil)),
        ("500", response(500, problem), .refused(told(500))),
        ("502 of a proxy", response(502, html), .busy(retryAfter: nil)),
        ("redirect to nowhere", response(302), .garbled("status 302")),
        (
            "redirect to a page to sign in",
            response(302, html, ["location": "http://me:secret@portal.corp:8080/in?back=hub"]),
            .redirected(to: "http://portal.corp:8080")
        ),
        (
            "redirect to another path", response(308, "", ["location": "/v2/ops?site=1"]),
            .redirected(to: "/v2/ops")
        ),
        (
            "redirect to another host by its name", response(301, "", ["location": "//other?x"]),
            .redirected(to: "//other")
        ),
        (
            "HTML", response(200, html),
            .garbled("the answer is HTML, not JSON (status 200)")
        ),
        (
            "HTML by its header", response(200, "login", ["content-type": "text/html"]),
            .garbled("the answer is HTML, not JSON (status 200)")
        ),
        ("empty", response(200), .garbled("the answer is empty, not JSON (status 200)")),
        (
            "half", response(200, #"{"outcomes":[{"rece"#),
            .garbled("the answer is something else, not JSON (status 200)")
        ),
        (
            "other JSON", response(200, "{}"),
            .garbled("the answer to a batch has another shape")
        ),
        (
            "a signature of tomorrow", response(200, #"{"tree":{"suite":"ml-dsa-65"},"time":1}"#),
            .keys(.unknownSuite("ml-dsa-65"))
        ),
        (
            "too few outcomes", response(200, #"{"outcomes":[],"time":1}"#),
            .garbled("the answer to a batch has another shape")
        ),
    ]

    @Test(arguments: faults)
    func `everything that is no answer is a fault of its kind`(
        _ example: (name: String, from: Result<HTTPResponse, WireError>, fault: HubFault)
    ) async {
        let client = WireHubClient(ScriptedWire([example.from]), timeout: .seconds(1))
        await #expect(throws: example.fault, "\(example.name)") {
            try await client.push(HubFixture.batch([HubFixture.op(1)]))
        }
    }

    @Test func `a batch goes out as it was signed, and its answer comes back`() async throws {
        let fixture = try HubFixture()
        let ops = [HubFixture.op(1), HubFixture.op(2)]
        let answer = fixture.answer(ops)
        let wire = ScriptedWire([Self.response(200, answer.json.canonicalText)])
        let batch = HubFixture.batch(ops)
        #expect(try await WireHubClient(wire, timeout: .seconds(5)).push(batch) == answer)
        let request = try #require(wire.requests.first)
        #expect(request.method == "POST" && request.path == "/v1/ops?receipts=tree")
        #expect(try PushBatch(decoding: request.body) == batch)
        #expect(request.timeout == .seconds(5))
    }

    @Test(arguments: [401, 403, 409, 422])
    func `a hub that refuses a stranger says why in its own code`(_ status: Int) async throws {
        let wire = ScriptedWire([Self.response(status, Self.problem)])
        let request = EnrolmentRequest(
            token: "x",
            certificateRequest: "x",
            signingKey: [],
            site: HubFixture.site,
            incarnation: 1,
            organisation: HubFixture.organisation,
            party: .userUnit,
            name: "x"
        )
        await #expect(throws: HubFault.refused(Self.told(status))) {
            try await WireHubClient(wire, timeout: .seconds(1)).enrol(request)
        }
    }

    // MARK: The feed

    private static let cursor = Cursor(epoch: 1, seq: 7, mark: .origin)

    private static func checkpoint(
        epoch: Int = 1,
        seq: Int64 = 9,
        mark: Mark? = nil,
        last: Bool = true
    ) -> String {
        let mark = mark ?? Mark.origin.next(opHash: [], receivedAt: HubFixture.now)
        let cursor = Cursor(epoch: epoch, seq: seq, mark: mark)
        return FeedFrame.checkpoint(cursor, isLast: last).json.canonicalText + "\n"
    }

    @Test func `a page is asked for by its cursor, with patience for the wait`() async throws {
        let wire = ScriptedWire([Self.response(200, Self.checkpoint())])
        let client = WireHubClient(wire, timeout: .seconds(5))
        let page = try await client.pull(
            after: Self.cursor,
            having: OwnOps(incarnation: 2, head: 7),
            showing: ShownTreeHeads(placesText: "2.9,1.4", root: String(repeating: "a", count: 64)),
            waitSeconds: 25
        )
        #expect(page.cursor.seq == 9 && page.isLast)
        let request = try #require(wire.requests.first)
        #expect(
            request.path == "/v1/feed?shard=city&epoch=1&after=7"
                + "&mark=00000000000000000000000000000000&limit=500&wait=25"
                + "&incarnation=2&journal=7&heads=2.9,1.4&root=\(String(repeating: "a", count: 64))"
        )
        #expect(request.timeout == .seconds(30))
    }

    @Test func `a sum of a hub that folds by other ranks is not compared`() async throws {
        let zeros = String(repeating: "0", count: 32)
        for (ranks, isTaken) in [
            (#","ranks":"\#(AuthorityHistory.builtIn.digest)""#, true), ("", true),
            (#","ranks":"ff""#, false),
        ] {
            let body = #"{"count":0,"hash":"\#(zeros)"\#(ranks)}"#
            let wire = ScriptedWire([Self.response(200, body)])
            let client = WireHubClient(wire, timeout: .seconds(1))
            do throws(HubFault) {
                let sum = try await client.stateSum(of: "91330106MA00000003", at: Self.cursor)
                #expect(isTaken && sum == .zero)
            } catch {
                #expect(!isTaken && error == .otherRanks(hubs: "ff"), "\(error)")
            }
        }
    }

    @Test func `a page or a manifest that is signed in a way of tomorrow says so`() async {
        let tree = #","tree":{"head":{"suite":"ml-dsa-65"},"signature":"00"}}"#
        let page = Self.checkpoint().dropLast(2) + tree + "\n"
        let client = WireHubClient(
            ScriptedWire([
                Self.response(200, String(page)),
                Self.response(200, #"{"manifest":{"suite":"ml-dsa-65"}}"#),
            ]),
            timeout: .seconds(1)
        )
        await #expect(throws: HubFault.keys(.unknownSuite("ml-dsa-65"))) {
            try await client.pull(
                after: Self.cursor,
                having: OwnOps(incarnation: 2, head: 7),
                showing: nil,
                waitSeconds: 0
            )
        }
        await #expect(throws: HubFault.keys(.unknownSuite("ml-dsa-65"))) {
            try await client.snapshotManifest(waitSeconds: 0)
        }
    }

    static let badPages: [(name: String, body: String)] = [
        ("empty", ""), ("HTML", html), ("no checkpoint", #"{"t":"chg"}"#),
        ("half a checkpoint", String(checkpoint().dropLast(9))),
        ("backwards", checkpoint(seq: 6)), ("another epoch", checkpoint(epoch: 2)),
        ("the same place with another past", checkpoint(seq: 7)),
        ("for ever on one spot", checkpoint(seq: 7, mark: .origin, last: false)),
        ("two pages in one", checkpoint() + checkpoint()),
    ]

    @Test(arguments: badPages)
    func `a page that does not go on from the cursor is no page`(
        _ example: (name: String, body: String)
    ) async {
        let wire = ScriptedWire([Self.response(200, example.body)])
        do {
            let client = WireHubClient(wire, timeout: .seconds(1))
            _ = try await client.pull(
                after: Self.cursor,
                having: OwnOps(incarnation: 2, head: 7),
                showing: nil,
                waitSeconds: 0
            )
            Issue.record("\(example.name) was taken")
        } catch {
            guard case .garbled = error else {
                Issue.record("\(example.name): \(error)")
                return
            }
        }
    }
}
