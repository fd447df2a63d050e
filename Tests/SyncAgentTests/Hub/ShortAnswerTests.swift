import Signing
import SyncAgent
import SyncCore
import Testing

/// The short answer to a batch is the whole one, in few bytes, and nothing else.
struct ShortAnswerTests {
    private let hub: HubFixture
    private let ops = [HubFixture.op(1), HubFixture.op(2), HubFixture.op(3), HubFixture.op(4)]

    init() throws {
        hub = try HubFixture()
    }

    private func read(_ json: JSONValue) -> PushAnswer? {
        PushAnswer(short: json, to: HubFixture.batch(ops))
    }

    /// The short form, whose bytes are canonical.
    private func short(_ answer: PushAnswer) throws -> JSONValue {
        let bytes = try #require(answer.shortened)
        let json = try JSONParser.parse(bytes)
        #expect(json.canonical == bytes)
        return json
    }

    /// The same object with another value under a name.
    private func changed(_ json: JSONValue, _ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = json else { return json }
        return .object(members.map { $0.name == name ? JSONValue.Member(name, value) : $0 })
    }

    @Test func `every receipt comes back as it was, in a part of the bytes`() throws {
        let answer = hub.answer(ops)
        let short = try short(answer)
        #expect(read(short)?.outcomes == answer.outcomes)
        #expect(short.canonical.count * 2 < answer.json.canonical.count)
        var check = ReceiptCheck(keys: hub.keys)
        try read(short)?.check(against: HubFixture.batch(ops), by: &check)
    }

    @Test(arguments: SignatureSuite.allCases, [1, 2, 3, 4])
    func `the receipts of a hub of any suite come back as they were`(
        _ suite: SignatureSuite,
        count: Int
    ) throws {
        let key = SuitePrivateKey.generate(suite)
        let sent = Array(ops.prefix(count))
        let receipts = hub.receipts(sent.map { hub.statement($0) }, by: key)
        let whole = PushAnswer(outcomes: receipts.map { .received($0, []) }, time: HubFixture.now)
        let short = try short(whole)
        #expect(short["tree"]?["suite"]?.string == suite.rawValue)
        let answer = try #require(PushAnswer(short: short, to: HubFixture.batch(sent)))
        #expect(answer.outcomes == whole.outcomes && answer.time == whole.time)
        var check = ReceiptCheck(keys: HubKeys(hub: HubFixture.hub, first: key.publicKey))
        try answer.check(against: HubFixture.batch(sent), by: &check)
    }

    @Test func `what is no new receipt stands as it is: refusals, forks, receipts of before`()
        throws
    {
        let former = hub.receipts([hub.statement(ops[0])])
        let fresh = hub.receipts([hub.statement(ops[1]), hub.statement(ops[2])])
        let note = PushOutcome.FieldNote(
            record: HubFixture.site,
            field: "location",
            outcome: .superseded,
            rule: .rank
        )
        for last in [PushOutcome.fork(seq: 4), .refused(seq: 4, code: "not-found", detail: "x")] {
            let outcomes: [PushOutcome] = [
                .received(former[0], []), .received(fresh[0], [note]), .received(fresh[1], []),
                last,
            ]
            let answer = PushAnswer(outcomes: outcomes, time: HubFixture.now)
            let short = try short(answer)
            #expect(read(short)?.outcomes == answer.outcomes)
        }
    }

    @Test
    func `where the numbers have a hole, or a statement is missing, there is no short answer`() {
        let hole = hub.receipts([hub.statement(ops[0]), hub.statement(ops[2])])
        let part = hub.receipts([hub.statement(ops[0]), hub.statement(ops[1])])
        for receipts in [hole, [part[1]], [part[0]], []] {
            let outcomes = receipts.map { PushOutcome.received($0, []) }
            #expect(PushAnswer(outcomes: outcomes, time: HubFixture.now).shortened == nil)
        }
    }

    @Test func `one other value in it, and it is no answer to this batch`() throws {
        let short = try short(hub.answer(ops))
        let tree = try #require(short["tree"])
        let lies: [(String, JSONValue)] = [
            ("count", 3), ("count", 0), ("count", 201), ("epoch", 2), ("first", 2), ("first", 0),
            ("receivedAt", 0), ("suite", "none"), ("suite", "sm2-sm3"),
            ("hub", .string(HubFixture.site.description)),
            ("root", .string(String(repeating: "0", count: 64))),
        ]
        for (name, value) in lies {
            let lie = changed(short, "tree", changed(tree, name, value))
            #expect(read(lie) == nil, "\(name)")
        }
        let places: [JSONValue] = [["place": 1], ["place": 4], ["place": -1]]
        let outcomes = try #require(short["outcomes"]?.elements)
        for place in places {
            let lie = changed(short, "outcomes", .array([place] + outcomes.dropFirst()))
            #expect(read(lie) == nil, "\(place)")
        }
    }

    @Test func `no receipt of the tree comes with a path of its own, which nobody would check`()
        throws
    {
        let answer = hub.answer(ops)
        let short = try short(answer)
        let outcomes = try #require(short["outcomes"]?.elements)
        guard case .received(let receipt, _) = answer.outcomes[3] else {
            Issue.record("\(answer.outcomes[3])")
            return
        }
        let pathless = Receipt(
            statement: receipt.statement,
            root: receipt.root,
            position: receipt.position,
            path: []
        )
        for told in [receipt, pathless] {
            // The batch has a fifth op, so that all places are there.
            let whole = PushOutcome.received(told, []).json
            let lie = changed(short, "outcomes", .array(outcomes + [whole]))
            #expect(PushAnswer(short: lie, to: HubFixture.batch(ops + [ops[3]])) == nil)
        }
    }

    @Test func `a key of somebody else is found as in a whole answer`() throws {
        let receipts = hub.receipts(
            ops.map { hub.statement($0) },
            by: Ed25519PrivateKey.generate()
        )
        let lie = PushAnswer(outcomes: receipts.map { .received($0, []) }, time: HubFixture.now)
        let short = try short(lie)
        let answer = try #require(read(short))
        var check = ReceiptCheck(keys: hub.keys)
        #expect(throws: HubFault.garbled("the receipt for op 1 does not hold: key")) {
            try answer.check(against: HubFixture.batch(ops), by: &check)
        }
    }
}
