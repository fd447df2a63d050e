import Signing
import SyncCore
import TestSupport
import Testing

/// What a site does when its hub was put back from a backup.
struct MachineRewindTests {
    private static let fault = HubFault.rewind(
        to: Cursor(epoch: 2, seq: 1, mark: .origin),
        from: Cursor(epoch: 1, seq: 3, mark: .origin)
    )

    @Test func `a push that is sent back goes on from there in the same round`() {
        var story = MachineStory(.round(push: true, pull: true), ops: 3)
        story.begin()
        story.answerPush()
        story.answerPush(Self.fault)
        while story.push != nil { story.answerPush() }
        while story.pull != nil { story.answerPull() }
        #expect(story.outbox.isEmpty && story.end == .some(nil))
    }

    @Test func `a hub that wants to see an own op is asked again in the same round`() {
        var story = MachineStory(.round(push: true, pull: true), ops: 3)
        story.begin()
        story.answerPush(.unshown(OwnName(incarnation: 1, seq: 9)))
        #expect(story.push != nil && story.end == nil)
        while story.push != nil { story.answerPush() }
        while story.pull != nil { story.answerPull() }
        #expect(story.outbox.isEmpty && story.end == .some(nil))
    }

    @Test func `a pull that is sent back sends again what waits, and reads on`() {
        var story = MachineStory(.round(push: true, pull: true))
        story.begin()
        story.answerPush()
        story.answerPull(Self.fault)
        story.answerPull()
        #expect(story.push != nil && story.pull == .pull(waitSeconds: 0, isByFeed: false))
        while story.push != nil { story.answerPush() }
        while story.pull != nil { story.answerPull() }
        #expect(story.end == .some(nil))
    }

    @Test(arguments: [Int64(1), 5, 64, 1000])
    func `of the places that a site has been at it keeps few, and one near each distance`(
        _ step: Int64
    ) {
        var kept: Set<Int64> = []
        var latest: Int64 = 0
        for _ in 0..<2000 {
            latest += step
            kept = Cursor.worthKeeping(Array(kept) + [latest], latest: latest)
        }
        #expect(kept.contains(latest) && kept.count < 60)
        var distance = step
        while distance < latest / 4 {
            let near = kept.contains { (distance...(distance * 4)).contains(latest - $0) }
            #expect(near, "\(distance)")
            distance *= 2
        }
    }

    @Test func `an op travels with the hub's old receipt, and without one as before`() throws {
        let site = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")
        let header = OpHeader(
            site: site,
            incarnation: 1,
            seq: 1,
            time: HybridTime(bits: 1),
            claimedAt: Instant(milliseconds: 1),
            aggregate: site,
            kind: .change,
            batch: nil
        )
        let body = Array("{}".utf8)
        let salt = [UInt8](repeating: 1, count: OpSeal.saltLength)
        let seal = OpSealer().seal(header, body: body, salt: salt, after: OpSeal.origin)
        let statement = ReceiptStatement(
            hub: site,
            op: header.id,
            hash: seal.hash,
            aggregate: site,
            epoch: 1,
            seq: 1,
            receivedAt: Instant(milliseconds: 2)
        )
        let root = ReceiptRoot(
            hub: site,
            root: seal.hash,
            count: 1,
            suite: .ed25519,
            keyID: "k",
            signature: seal.hash
        )
        let receipt = Receipt(statement: statement, root: root, position: 0, path: [])
        let ops = [
            WireOp(header: header, body: body, seal: seal, receipt: receipt),
            WireOp(header: header, body: body, seal: seal),
        ]
        let batch = PushBatch(site: site, hub: site, ops: ops, signature: [1])
        #expect(try PushBatch(decoding: batch.encoded).ops == ops)
        let key = Ed25519PrivateKey.generate()
        let own = [OwnPlace(name: OwnName(incarnation: 2, seq: 9), hash: seal.hash)]
        let showing = PushBatch.sign(ops, of: site, for: site, showing: own, with: key)
        let read = try PushBatch(decoding: showing.encoded)
        #expect(read == showing && read.isSigned(by: key.publicKey))
        let other = PushBatch(site: site, hub: site, ops: ops, signature: showing.signature)
        #expect(!other.isSigned(by: key.publicKey))
    }
}
