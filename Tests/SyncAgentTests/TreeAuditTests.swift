import LocalStore
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// Whether what the hub has acknowledged is in the log that it has signed.
struct TreeAuditTests {
    private let folder: TemporaryFolder
    private let fixture: HubFixture

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
    }

    /// What the hub shows of its log.
    private struct Shown: TreeClient {
        var paths: [Int64: [[UInt8]]]

        func inclusion(of seq: Int64, in count: Int64) async throws(HubFault) -> [[UInt8]]? {
            paths[seq]
        }
    }

    /// A hub that asks for patience so many times before each answer.
    private final class Busy: TreeClient {
        private let hub: Shown
        private let times: Int
        private let told: Int?
        private let left: Mutex<Int>

        init(_ hub: Shown, times: Int, told seconds: Int?) {
            (self.hub, self.times, told) = (hub, times, seconds)
            left = Mutex(times)
        }

        func inclusion(of seq: Int64, in count: Int64) async throws(HubFault) -> [[UInt8]]? {
            let isBusy = left.withLock { left in
                left = left > 0 ? left - 1 : times
                return left < times
            }
            if isBusy { throw .busy(retryAfter: told) }
            return try await hub.inclusion(of: seq, in: count)
        }
    }

    /// A site with receipts for five ops, and the head of a log in which one entry may be another.
    private func site(forging forged: Int64? = nil) async throws -> (Store, Shown) {
        let store = try MemberHome.make(at: folder.path, in: fixture)
        let member = try #require(try Joined(of: store))
        try store.close()
        try MemberHome.edit(at: folder.path, count: 5)
        let hub = StandInHub(fixture, site: member.site)
        #expect(try await push(to: hub, as: member) == 5)
        let leaves = hub.ops.map { op in
            let hash = op.header.seq == forged ? [UInt8](repeating: 9, count: 32) : op.seal.hash
            return TreeHead.leaf(seq: op.header.seq, hash: hash, receivedAt: HubFixture.now)
        }
        let log = MerkleLog { level, number in
            let first = Int(number) << level
            return MerkleTree(leaves: Array(leaves[first..<first + 1 << level])).root
        }
        let head = TreeHead(
            hub: HubFixture.hub,
            epoch: 1,
            forks: [],
            count: 5,
            root: try log.root(of: 5),
            time: HubFixture.now
        )
        let again = try MemberHome.open(at: folder.path)
        let signed = SignedTreeHead.sign(head, with: fixture.receiptKey)
        let proven = ProvenTreeHead(signed, from: 0, proof: [])
        let cursor = Cursor(epoch: 1, seq: 5, mark: .origin)
        #expect(try again.take(proven, reaching: cursor, at: HubFixture.now) == nil)
        var shown = Shown(paths: [:])
        for seq in Int64(1)...5 { shown.paths[seq] = try log.path(to: seq - 1, in: 5) }
        return (again, shown)
    }

    /// Sends all there is; the store is closed again when the agent is gone.
    private func push(to hub: StandInHub, as member: Joined) async throws -> Int {
        let agent = Agent(
            store: try MemberHome.open(at: folder.path),
            joined: member,
            settings: AgentSettings(patience: .seconds(5)) { _ in hub },
            mode: .round(push: true, pull: false),
            clock: { HubFixture.now }
        )
        return try await agent.run().received
    }

    private func audit(
        _ store: Store,
        _ hub: Shown,
        sample: Int? = nil
    ) async throws -> TreeAudit? {
        var random = SeededGenerator(seed: 1)
        return try await TreeAudit(of: store, asking: hub, sample: sample, random: &random)
    }

    @Test func `every receipt of an honest hub is found, and of a sample so many`() async throws {
        let (store, hub) = try await site()
        let all = try #require(try await audit(store, hub))
        #expect(all.findings.count == 5 && all.missing.isEmpty && all.head.head.count == 5)
        let some = try #require(try await audit(store, hub, sample: 2))
        #expect(some.findings.count == 2 && some.missing.isEmpty)
    }

    @Test func `a receipt for what another entry stands for is named`() async throws {
        let (store, hub) = try await site(forging: 3)
        let found = try #require(try await audit(store, hub))
        #expect(found.missing.map(\.statement.op.seq) == [3])
    }

    @Test func `what the hub shows nothing of, or a wrong way, is missing`() async throws {
        var (store, hub) = try await site()
        hub.paths[2] = nil
        hub.paths[4] = hub.paths[5]
        let found = try #require(try await audit(store, hub))
        #expect(found.missing.map(\.statement.op.seq) == [2, 4])
    }

    @Test(arguments: [(2, 2), (nil, 1), (-5, 1), (86_400, 30)])
    func `a hub that asks for patience is waited for, and not for ever`(
        _ told: Int?,
        _ waited: Int
    ) async throws {
        let (store, hub) = try await site()
        var random = SeededGenerator(seed: 1)
        var pauses: [Int] = []
        let busy = Busy(hub, times: 3, told: told)
        let found = try await TreeAudit(of: store, asking: busy, sample: nil, random: &random) {
            pauses.append($0)
        }
        #expect(found?.findings.count == 5 && found?.missing.isEmpty == true)
        #expect(pauses == Array(repeating: waited, count: 15))
        await #expect(throws: HubFault.busy(retryAfter: told)) {
            let never = Busy(hub, times: 1_000, told: told)
            _ = try await TreeAudit(of: store, asking: never, sample: 1, random: &random) { _ in }
        }
    }
}
