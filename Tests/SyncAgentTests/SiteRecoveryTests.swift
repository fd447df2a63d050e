import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// What a site says again when its hub has other ops under its names.
struct SiteRecoveryTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private static let now = Instant(milliseconds: 1_795_420_800_000)
    private static let key = Ed25519PrivateKey.generate()
    private static let keys = HubKeys(hub: hub, first: .ed25519(key.publicKey))

    /// A hub that has another op under the name of the second one, or perhaps beside it, and nothing else.
    private struct OtherHub: HubClient {
        let answer: PushOutcome?

        func status(of ops: [OpID]) async throws(HubFault) -> StatusAnswer {
            StatusAnswer(outcomes: ops.map { $0.seq == 2 ? answer : nil }, incarnation: 1)
        }
        func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer {
            throw .unreachable("")
        }
        func pull(
            after cursor: Cursor,
            having own: OwnOps,
            showing heads: ShownTreeHeads?,
            waitSeconds: Int
        ) async throws(HubFault) -> FeedPage { throw .unreachable("") }
        func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer {
            throw .unreachable("")
        }
        func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer {
            throw .unreachable("")
        }
        func time(nonce: String) async throws(HubFault) -> SignedTime { throw .unreachable("") }
        func keys() async throws(HubFault) -> HubKeys { throw .unreachable("") }
    }

    private static func receipt(_ op: WireOp, hash: [UInt8]) -> PushOutcome {
        let statement = ReceiptStatement(
            hub: hub,
            op: op.header.id,
            hash: hash,
            aggregate: op.header.aggregate,
            epoch: 1,
            seq: op.header.seq,
            receivedAt: now
        )
        let tree = MerkleTree(leaves: [statement.json.canonical])
        let root = ReceiptRoot.sign(tree, hub: hub, with: key)
        let receipt = Receipt(statement: statement, root: root, position: 0, path: [])
        return .received(receipt, [])
    }

    /// A site that has registered three instruments and joined, and its hub has told it nothing yet.
    private static func joined(
        in folder: TemporaryFolder,
        _ random: inout SeededGenerator
    ) throws -> Store {
        let store = try Store.create(
            home: folder.path,
            role: .userUnit,
            organisation: "91330106MA00000003",
            name: "示例企业",
            region: nil,
            at: now,
            patience: .seconds(5),
            random: &random
        ).store
        try store.write(at: now, random: &random) { writer in
            for serial in 1...3 {
                let id = writer.newID()
                let fields = [
                    ("compulsory", "true"), ("regime", "periodic"), ("serial", "\(serial)"),
                    ("status", "in_use"),
                ]
                let patch = Patch(.instrument, id, fields.map { Patch.Field($0.0, $0.1) })
                let body = OpBody(author: "王会计", patches: [patch])
                try writer.append(OpDraft(aggregate: id, kind: .register, body: body))
            }
            return ((), .commit)
        }
        try store.join(
            Membership(
                url: "https://127.0.0.1:1",
                hub: hub,
                city: "测试市",
                ca: "",
                keys: keys,
                certificate: "",
                epoch: 1,
                joinedAt: now,
                certificateExpires: now
            )
        )
        return store
    }

    /// The hub was put back from a backup, and a copy of the home was there first.
    @Test(arguments: [true, false])
    func `a receipt does not keep what builds on another's op from being said again`(
        _ isUnderTheName: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 1)
        let store = try Self.joined(in: folder, &random)
        let ops = try store.waitingOps()
        let received = ops.map { Self.receipt($0, hash: $0.seal.hash) }
        _ = try store.keep(PushAnswer(outcomes: received, time: Self.now), at: Self.now)
        _ = try store.rewind(to: .start(epoch: 2), from: .start(epoch: 1))
        try store.halt(.fork(seq: 2))

        let another = Self.receipt(ops[1], hash: [UInt8](repeating: 9, count: 32))
        let other = OtherHub(answer: isUnderTheName ? another : nil)
        let recovery = try await SiteRecovery(
            of: store,
            trusting: Self.keys,
            asking: other,
            at: Self.now
        )
        #expect(recovery.reissued == 2)
        #expect(try recovery.run(on: store, at: Self.now, random: &random))
        let names = try store.waitingOps().map(\.header.ownName)
        // What stands before the fork keeps its name and its receipt.
        #expect(names.map(\.description) == ["1/1", "2/4", "2/5"])
        #expect(try store.receipts().count == 3)
        try store.close()
    }

    @Test func `a hub whose receipt does not hold is not believed, and nothing changes`()
        async throws
    {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 2)
        let store = try Self.joined(in: folder, &random)
        try store.halt(.fork(seq: 2))
        let ops = try store.waitingOps()
        let other = OtherHub(answer: Self.receipt(ops[1], hash: ops[1].seal.hash))
        await #expect(throws: HubFault.garbled("the receipt for op 2 does not hold")) {
            _ = try await SiteRecovery(
                of: store,
                trusting: HubKeys(
                    hub: Self.hub,
                    first: .ed25519(Ed25519PrivateKey.generate().publicKey)
                ),
                asking: other,
                at: Self.now
            )
        }
        #expect(try store.waitingOps() == ops)
        try store.close()
    }

    @Test func `a life of which the site was told is not begun again, whatever the hub has lost`()
        async throws
    {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 3)
        let store = try Self.joined(in: folder, &random)
        try store.halt(.stale(current: 3))
        let op = try store.waitingOps()[1]
        let recovery = try await SiteRecovery(
            of: store,
            trusting: Self.keys,
            asking: OtherHub(answer: Self.receipt(op, hash: op.seal.hash)),
            at: Self.now
        )
        #expect(recovery.incarnation == 4)
        #expect(try recovery.run(on: store, at: Self.now, random: &random))
        #expect(try store.waitingOps().map(\.header.ownName.description) == ["4/4", "4/5"])
        try store.close()
    }
}
