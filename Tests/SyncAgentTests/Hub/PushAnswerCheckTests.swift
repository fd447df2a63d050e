import Signing
import SyncCore
import Testing

@testable import SyncAgent

/// A lying hub: nothing of an answer is kept unless all of it is the hub's own word on what was sent.
struct PushAnswerCheckTests {
    private let hub: HubFixture
    private let ops = [HubFixture.op(1), HubFixture.op(2), HubFixture.op(3)]

    init() throws {
        hub = try HubFixture()
    }

    private func check(_ answer: PushAnswer) throws(HubFault) {
        var check = ReceiptCheck(keys: hub.keys)
        try answer.check(against: HubFixture.batch(ops), by: &check)
    }

    private func answer(
        _ statements: [ReceiptStatement],
        by key: Ed25519PrivateKey? = nil
    ) -> PushAnswer {
        let receipts = hub.receipts(statements, by: key)
        return PushAnswer(outcomes: receipts.map { .received($0, []) }, time: HubFixture.now)
    }

    @Test func `an honest answer is taken, refusals and forks included`() throws {
        try check(hub.answer(ops))
        let receipt = hub.receipts([hub.statement(ops[1])])[0]
        let mixed: [PushOutcome] = [
            .refused(seq: 1, code: "not-found", detail: ""), .received(receipt, []), .fork(seq: 3),
        ]
        try check(PushAnswer(outcomes: mixed, time: HubFixture.now))
    }

    @Test func `receipts of two batches, each with its own signature, are both checked`() throws {
        let early = hub.receipts([hub.statement(ops[0])])
        let late = hub.receipts([hub.statement(ops[1]), hub.statement(ops[2])])
        let outcomes = (early + late).map { PushOutcome.received($0, []) }
        try check(PushAnswer(outcomes: outcomes, time: HubFixture.now))
    }

    @Test func `a receipt with another hash, op, hub or key is refused`() {
        let honest = ops.map { hub.statement($0) }
        let lies: [(String, PushAnswer)] = [
            ("hash", answer([hub.statement(ops[0], hash: OpSeal.origin)] + honest.dropFirst())),
            ("order", answer([honest[1], honest[0], honest[2]])),
            ("hub", answer([hub.statement(ops[0], hub: HubFixture.site)] + honest.dropFirst())),
            ("key", answer(honest, by: .generate())),
            ("count", answer(Array(honest.dropLast()))),
        ]
        for (name, lie) in lies {
            #expect(throws: HubFault.self, "\(name)") { try check(lie) }
        }
    }

    @Test func `one false receipt among true ones is found`() {
        var outcomes = hub.answer(ops).outcomes
        let forged = hub.receipts([hub.statement(ops[2])], by: Ed25519PrivateKey.generate())[0]
        outcomes[2] = .received(forged, [])
        #expect(throws: HubFault.garbled("the receipt for op 3 does not hold: key")) {
            try check(PushAnswer(outcomes: outcomes, time: HubFixture.now))
        }
    }

    @Test func `a refusal of an op that was not sent there is refused`() {
        var outcomes = hub.answer(ops).outcomes
        outcomes[1] = .refused(seq: 3, code: "x", detail: "")
        #expect(throws: HubFault.self) {
            try check(PushAnswer(outcomes: outcomes, time: HubFixture.now))
        }
    }
}
