import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// A hub that was put back from a backup gets back what sites can send again, with its time.
struct HubRecoveryTests {
    private let instrument = HubTestSite.record(1)
    private static let later = Instant(milliseconds: HubStoreFixture.now.milliseconds + 3_600_000)

    /// A hub, a site with receipts for three ops, and the hub as a backup has it: with the first op only.
    private struct Loss {
        let hub: HubStoreFixture
        let restored: HubStoreFixture
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops: [WireOp]
        let receipts: [Receipt]
        /// Where the site stood before.
        let head: Cursor

        init(_ instrument: RecordID) async throws {
            hub = try await HubStoreFixture()
            restored = try await HubStoreFixture()
            let register = site.register(instrument)
            ops = [
                register, site.change(instrument, ["location": "一车间"]),
                site.change(instrument, ["purpose": "贸易结算"]),
            ]
            let answer = try await hub.push(ops, of: site)
            receipts = answer.receipts
            head = try await hub.store.head()
            // A log of the same ops at the same time is the same log.
            _ = try await restored.push([register], of: site)
        }

        /// The ops as the site sends them again.
        var again: [WireOp] {
            zip(ops, receipts).map { op, receipt in
                WireOp(header: op.header, body: op.body, seal: op.seal, receipt: receipt)
            }
        }
    }

    @Test func `a hub that starts again says again that it lacks something`() async throws {
        let loss = try await Loss(instrument)
        #expect(try await loss.restored.store.note(unknown: loss.head))
        try loss.restored.store.close()
        // As when it is put back once more, from a backup that knows of the first time.
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: loss.restored.folder.file("hub.db"),
            toPath: folder.file("hub.db")
        )
        let key = loss.restored.receiptKey
        let store = try SQLiteHubStore(
            folder: folder.path,
            hub: HubStoreFixture.hub,
            receiptKey: key
        )
        #expect(try await store.note(unknown: loss.head))
        #expect(try await !store.note(unknown: loss.head))
    }

    @Test func `a reader beyond the end is refused until the hub is recovered, then sent back`()
        async throws
    {
        let loss = try await Loss(instrument)
        let store = loss.restored.store
        let member = loss.site.member
        await #expect(throws: HubError.otherHistory) {
            _ = try await store.page(for: member, after: loss.head, having: .everything, limit: 10)
        }
        #expect(try await store.note(unknown: loss.head))
        #expect(try await !store.note(unknown: loss.head))
        let planned = try await store.recoveryPlan()
        #expect(try await store.head().epoch == 1)
        let opened = try await store.recover(at: Self.later)
        #expect(planned == opened)
        #expect(
            opened == OpenedEpoch(epoch: 2, forkSeq: 1, lostThrough: 3, isNew: true)
        )
        let place = try await store.head()
        #expect(place.epoch == 2 && place.seq == 1)
        await #expect(throws: HubError.rewind(place)) {
            _ = try await store.page(for: member, after: loss.head, having: .everything, limit: 10)
        }
        let page = try await store.page(for: member, after: place, having: .everything, limit: 10)
        #expect(page.isLast && page.frames.isEmpty)
    }

    @Test func `recovering again changes nothing, until something speaks for another loss`()
        async throws
    {
        let loss = try await Loss(instrument)
        let store = loss.restored.store
        #expect(try await store.recover(at: Self.later).isNew)
        let second = try await store.recover(at: Self.later)
        #expect(second == OpenedEpoch(epoch: 2, forkSeq: 1, lostThrough: nil, isNew: false))
        // The backup was older than an earlier recovery: a site has seen epoch 4.
        let ahead = Cursor(epoch: 4, seq: 9, mark: loss.head.mark)
        _ = try await store.note(unknown: ahead)
        #expect(try await store.recover(at: Self.later).epoch == 5)
    }

    @Test
    func `an op that comes again with its receipt keeps its time, one without gets a new one`()
        async throws
    {
        let loss = try await Loss(instrument)
        let restored = loss.restored
        _ = try await restored.store.recover(at: Self.later)
        let again = loss.again
        let answer = try await restored.push(
            [again[1], loss.ops[2]],
            of: loss.site,
            at: Self.later
        )
        let statements = answer.receipts.map(\.statement)
        #expect(statements.map(\.receivedAt) == [HubStoreFixture.now, Self.later])
        #expect(statements.map(\.epoch) == [2, 2])
        #expect(statements.map(\.seq) == [2, 3])
        let key = restored.receiptKey.publicKey
        for receipt in answer.receipts { try receipt.check(with: key) }
        let stamps = try await restored.feed(of: loss.site).compactMap(\.stamp?.receivedAt)
        #expect(stamps == [HubStoreFixture.now, HubStoreFixture.now, Self.later])
        // The same again gets the same receipt; entries of before the fork keep their epoch.
        let repeated = try await restored.push([again[1]], of: loss.site, at: Self.later)
        #expect(repeated.receipts == [answer.receipts[0]])
        let first = try await restored.push([again[0]], of: loss.site, at: Self.later)
        #expect(first.receipts.map(\.statement.epoch) == [1])
    }

    @Test func `what a copy of the site has said again is not taken under its first name as well`()
        async throws
    {
        let loss = try await Loss(instrument)
        let restored = loss.restored
        _ = try await restored.store.recover(at: Self.later)
        // A copy of the home that had made op 2 and never had a receipt for it.
        let original = loss.ops[1]
        let header = OpHeader(
            site: loss.site.id,
            incarnation: 2,
            seq: 9,
            time: original.header.time,
            claimedAt: original.header.claimedAt,
            aggregate: instrument,
            kind: .change,
            batch: nil,
            base: original.header.base,
            reissueOf: original.header.ownName
        )
        let salt = [UInt8](repeating: 9, count: OpSeal.saltLength)
        let body = original.body ?? []
        let seal = OpSealer().seal(header, body: body, salt: salt, after: OpSeal.origin)
        let copy = try await restored.push(
            [WireOp(header: header, body: body, seal: seal)],
            of: loss.site,
            at: Self.later
        )
        #expect(copy.summary == ["received 2"])

        let again = loss.again
        let answer = try await restored.push([again[1]], of: loss.site, at: Self.later)
        guard case .refused(2, "reissued", _)? = answer.answer.outcomes.first else {
            Issue.record("taken twice: \(answer.answer.outcomes)")
            return
        }
        // What nobody has said again comes under its own name.
        let third = try await restored.push([again[2]], of: loss.site, at: Self.later)
        #expect(third.summary == ["received 3"])
    }

    @Test func `a receipt of another op, hub, key or day to come gives no time`() async throws {
        let loss = try await Loss(instrument)
        let restored = loss.restored
        _ = try await restored.store.recover(at: Self.later)
        let op = loss.ops[1]
        func statement(hub: RecordID = HubStoreFixture.hub, at time: Instant) -> ReceiptStatement {
            ReceiptStatement(
                hub: hub,
                op: op.header.id,
                hash: op.seal.hash,
                aggregate: op.header.aggregate,
                epoch: 1,
                seq: 2,
                receivedAt: time
            )
        }
        func receipt(_ statement: ReceiptStatement, by key: Ed25519PrivateKey) -> Receipt {
            let tree = MerkleTree(leaves: [statement.json.canonical])
            let root = ReceiptRoot.sign(tree, hub: statement.hub, with: key)
            return Receipt(statement: statement, root: root, position: 0, path: [])
        }
        let own = restored.receiptKey
        let tomorrow = Instant(milliseconds: Self.later.milliseconds + 86_400_000)
        let bad = [
            loss.receipts[2], receipt(statement(at: HubStoreFixture.now), by: .generate()),
            receipt(statement(hub: instrument, at: HubStoreFixture.now), by: own),
            receipt(statement(at: tomorrow), by: own),
        ]
        for receipt in bad {
            let hub = try await HubStoreFixture()
            _ = try await hub.push([loss.ops[0]], of: loss.site)
            let again = WireOp(header: op.header, body: op.body, seal: op.seal, receipt: receipt)
            let answer = try await hub.push([again], of: loss.site, at: Self.later)
            #expect(answer.receipts.map(\.statement.receivedAt) == [Self.later])
        }
    }

    @Test func `after an old time came again, new ops still get times that never go back`()
        async throws
    {
        let loss = try await Loss(instrument)
        var site = loss.site
        let restored = loss.restored
        let own = site.change(instrument, ["quantity": "2"])
        _ = try await restored.push([own], of: site, showing: [loss.ops[0].place], at: Self.later)
        _ = try await restored.push([loss.again[1]], of: site, at: Self.later)
        let next = site.change(instrument, ["quantity": "3"])
        let answer = try await restored.push([next], of: site, at: HubStoreFixture.now)
        #expect(answer.receipts.map(\.statement.receivedAt) == [Self.later])
    }

    @Test func `whoever read what the hub wrote after it was put back finds the last common place`()
        async throws
    {
        let loss = try await Loss(instrument)
        let restored = loss.restored
        var other = HubTestSite(2, of: HubStoreFixture.stranger)
        // Nobody has said yet that the hub was put back, and others go on.
        _ = try await restored.push([other.register(HubTestSite.record(2))], of: other)
        _ = try await restored.store.recover(at: Self.later)
        let seen = Cursor(epoch: 2, seq: 2, mark: loss.head.mark)
        let mark = Mark.origin.next(
            opHash: loss.ops[0].seal.hash,
            receivedAt: HubStoreFixture.now
        )
        let common = Cursor(epoch: 2, seq: 1, mark: mark)
        await #expect(throws: HubError.rewind(common)) {
            _ = try await restored.store.page(
                for: loss.site.member,
                after: seen,
                having: .everything,
                limit: 10
            )
        }
    }

    @Test func `the authority's acts go on in another life of the hub`() async throws {
        let loss = try await Loss(instrument)
        let store = loss.restored.store
        let patch = Patch.instrument(instrument, ["filing": "registered"])
        let draft = AuthorityDraft(
            aggregate: instrument,
            patches: [patch],
            author: "李科长",
            reason: nil
        )
        let filed = Patch.instrument(instrument, ["filing": "filed"])
        var site = loss.site
        let op = site.op(.change, instrument, [filed])
        _ = try await loss.restored.push([op], of: site, showing: [loss.ops[0].place])
        _ = try await store.recover(at: Self.later)
        let accepted = try await store.act([draft], at: Self.later)
        #expect(accepted.receipts.map(\.statement.op.incarnation) == [2])
        #expect(accepted.receipts.map(\.statement.op.seq) == [1])
    }
}
