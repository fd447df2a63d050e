import Dispatch
import FaultyDisk
import Foundation
@testable import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// Batches that come at the same time are written together.
@Suite struct GroupCommitTests {
    /// What became of a batch.
    private typealias Result = Swift.Result<AcceptedBatch, any Error>

    private static func batch(of site: inout HubTestSite, _ number: Int) -> PushBatch {
        let op = site.register(HubTestSite.record(number))
        return PushBatch(site: site.id, hub: HubStoreFixture.hub, ops: [op], signature: [])
    }

    /// Pushes batches of one site each while the log is busy, so that they are one group; `meanwhile` is done once all
    /// wait.
    private static func push(
        _ batches: [(PushBatch, HubTestSite)],
        to store: SQLiteHubStore,
        meanwhile: (_ tasks: [Task<AcceptedBatch, any Error>]) async throws -> Void = { _ in }
    ) async throws -> [Result] {
        let gate = DispatchSemaphore(value: 0)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        async let busy: Void = store.write { _ in
            enter.finish()
            gate.wait()
        }
        for await _ in entered {}
        var tasks: [Task<AcceptedBatch, any Error>] = []
        for (batch, site) in batches {
            tasks.append(
                Task { try await store.accept(batch, from: site.member, at: HubStoreFixture.now) }
            )
            while store.batches.waitingCount < tasks.count {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        try await meanwhile(tasks)
        gate.signal()
        try await busy
        var results: [Result] = []
        for task in tasks { results.append(await task.result) }
        return results
    }

    @Test func `they take one sync of the disk, and each has receipts of its own`() async throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let disk = try FaultyDisk(at: folder.path, records: true)
        defer { disk.unmount() }
        let key = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        let store = try SQLiteHubStore(
            folder: folder.path,
            hub: HubStoreFixture.hub,
            receiptKey: key
        )
        try await store.add(HubStoreFixture.organisation(HubStoreFixture.enterprise, .userUnit))
        let batches = (1...9).map { number in
            var site = HubTestSite(number, of: HubStoreFixture.enterprise)
            return (Self.batch(of: &site, number), site)
        }
        let syncs = disk.syncCount
        let results = try await Self.push(batches, to: store)
        #expect(disk.syncCount - syncs == 1)
        for (number, result) in results.enumerated() {
            let receipts = try result.get().receipts
            #expect(receipts.map(\.statement.seq) == [Int64(number + 1)])
            #expect(receipts.map(\.root.count) == [1])
            for receipt in receipts { try receipt.check(with: key.publicKey) }
        }
        #expect(try await store.checkIntegrity().isSound)
        try store.close()
    }

    @Test func `one that is refused leaves nothing behind, and takes nobody along`() async throws {
        let hub = try await HubStoreFixture()
        var sites = (1...4).map { HubTestSite($0, of: HubStoreFixture.enterprise) }
        let good = [Self.batch(of: &sites[0], 1), Self.batch(of: &sites[1], 2)]
        // Of a history that this hub does not have; and one that changes what another of the group registers.
        let lost = PushBatch(
            site: sites[2].id,
            hub: HubStoreFixture.hub,
            cursor: Cursor(epoch: 9, seq: 5, mark: .origin),
            ops: [sites[2].register(HubTestSite.record(3))],
            signature: []
        )
        let change = sites[3].change(HubTestSite.record(1), ["location": "一车间"])
        let last = PushBatch(
            site: sites[3].id,
            hub: HubStoreFixture.hub,
            ops: [change],
            signature: []
        )
        let batches = [
            (good[0], sites[0]), (lost, sites[2]), (good[1], sites[1]), (last, sites[3]),
        ]
        let results = try await Self.push(batches, to: hub.store)
        #expect(throws: HubError.otherHistory) { try results[1].get() }
        let places = try [0, 2, 3].map { try results[$0].get().summary }
        #expect(places == [["received 1"], ["received 2"], ["received 3"]])
        #expect(try await hub.lines(of: nil).filter { $0.contains("一车间") }.count == 1)
        #expect(try await hub.store.checkIntegrity().isSound)
    }

    @Test func `who gives up waiting takes nobody along`() async throws {
        let hub = try await HubStoreFixture()
        let batches = (1...3).map { number in
            var site = HubTestSite(number, of: HubStoreFixture.enterprise)
            return (Self.batch(of: &site, number), site)
        }
        let results = try await Self.push(batches, to: hub.store) { tasks in
            for task in tasks.dropLast() { task.cancel() }
        }
        #expect(try results[2].get().summary == ["received 3"])
        #expect(try await hub.store.head().seq == 3)
    }

    @Test func `where the disk fails, none of the group is in the log, and all go in again`()
        async throws
    {
        var number = 0
        var isOver = false
        while !isOver {
            let hub = try await HubStoreFixture(onFaultyDisk: true)
            let batches = (1...3).map { number in
                var site = HubTestSite(number, of: HubStoreFixture.enterprise)
                return (Self.batch(of: &site, number), site)
            }
            let results = try await Self.push(batches, to: hub.store) { _ in
                hub.disk?.faults.failsIn = number
            }
            isOver = hub.disk?.faults.failsIn != nil
            hub.disk?.faults = DiskFaults()
            let first = results.map { try? $0.get() }
            #expect(Set(first.map { $0 == nil }).count == 1, "operation \(number)")
            for ((batch, site), first) in zip(batches, first) {
                let again = try await hub.store.accept(
                    batch,
                    from: site.member,
                    at: HubStoreFixture.now
                )
                #expect(again.receipts == first?.receipts ?? again.receipts)
            }
            #expect(try await hub.store.head().seq == 3, "operation \(number)")
            #expect(try await hub.store.checkIntegrity().isSound, "operation \(number)")
            hub.disk?.unmount()
            number += 1
        }
        #expect(number > 3)
    }

    @Test func `however much comes, the write-ahead log stays short, and all of it is in the file`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let path = hub.folder.file("hub.db")
        // Together more than twice as much as the log may have.
        let serial = String(repeating: "9", count: 18_000)
        for number in 1...40 {
            let ops = (0..<20).map { op in
                site.register(HubTestSite.record(100 * number + op), serial: serial)
            }
            _ = try await hub.push(ops, of: site)
        }
        func size(_ path: String) throws -> Int {
            try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        }
        #expect(try size(path + "-wal") < 2600 * 8216)
        #expect(try size(path) > 2500 * 8192)
        #expect(try await hub.store.head().seq == 800)
    }

    @Test func `a group is as large as it may be, and has one at least`() async throws {
        let queue = BatchQueue<Int, Int>()
        let tasks = try await [500, 400, 200, 5000].asyncMap { weight, count in
            let task = Task { try await queue.value(of: weight) {} }
            while queue.waitingCount < count { try await Task.sleep(for: .milliseconds(2)) }
            return task
        }
        for group in [[500, 400], [200], [5000]] {
            let taken = queue.takeGroup(upTo: 1000) { $0 }
            #expect(taken.map(\.work) == group)
            #expect(queue.endGroup() == (group != [5000]))
            for waiter in taken { waiter.continuation.resume(returning: waiter.work) }
        }
        for (task, weight) in zip(tasks, [500, 400, 200, 5000]) {
            #expect(try await task.value == weight)
        }
    }
}

extension [Int] {
    /// Each element with how many there are up to it.
    fileprivate func asyncMap<Value>(_ body: (Int, Int) async throws -> Value) async rethrows
        -> [Value]
    {
        var values: [Value] = []
        for element in self { values.append(try await body(element, values.count + 1)) }
        return values
    }
}

extension FaultyDisk {
    /// How often a file was synced.
    fileprivate var syncCount: Int {
        events.count { if case .sync = $0 { true } else { false } }
    }
}
