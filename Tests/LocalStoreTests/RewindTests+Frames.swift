import LocalStore
import Signing
import SyncCore

/// What a hub says to the site of these tests.
extension RewindTests {
    static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    static let other = RecordID(trusted: "019ab000-0000-7000-8000-0000000000a1")
    static let later = Instant(milliseconds: 1_795_421_000_000)
    static let key = Ed25519PrivateKey.generate()

    static func mark(_ seq: Int64) -> Mark {
        (0..<seq).reduce(.origin) { mark, _ in
            mark.next(opHash: [1], receivedAt: stamp(1).receivedAt)
        }
    }

    static func cursor(_ seq: Int64, epoch: Int = 1) -> Cursor {
        Cursor(epoch: epoch, seq: seq, mark: mark(seq))
    }

    static func stamp(_ seq: Int64) -> OpStamp {
        OpStamp(
            seq: seq,
            receivedAt: Instant(milliseconds: 1_795_420_900_000),
            organisation: "91330106MA00000003",
            party: .userUnit
        )
    }

    /// A change of another site of the organisation.
    static func foreign(_ seq: Int64, at place: Int64, _ id: RecordID, _ value: String)
        -> FeedFrame
    {
        foreign(.change, seq, at: place, Patch(.instrument, id, [Patch.Field("location", value)]))
    }

    static func foreign(
        _ kind: OpKind,
        _ seq: Int64,
        at place: Int64,
        knowing base: Int64? = nil,
        _ patch: Patch
    ) -> FeedFrame {
        let header = OpHeader(
            site: other,
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq) << 16),
            claimedAt: stamp(1).receivedAt,
            aggregate: patch.id,
            kind: kind,
            batch: nil,
            base: base ?? place - 1
        )
        let body = OpBody(author: "王会计", patches: [patch])
        return .change(StampedOp(header: header, body: body, stamp: stamp(place)))
    }

    /// A frame that only a newer program can read.
    static func newer(_ place: Int64) -> UnreadableFrame {
        UnreadableFrame(bytes: Array(#"{"t":"tomb","stamp":{"seq":\#(place)}}"#.utf8))
    }

    static func own(_ op: WireOp, at place: Int64) -> FeedFrame {
        .own(incarnation: 1, seq: op.header.seq, hash: op.seal.hash, stamp(place))
    }

    static func receipt(_ op: WireOp, at place: Int64) -> Receipt {
        let statement = ReceiptStatement(
            hub: hub,
            op: op.header.id,
            hash: op.seal.hash,
            aggregate: op.header.aggregate,
            epoch: 1,
            seq: place,
            receivedAt: stamp(place).receivedAt
        )
        let tree = MerkleTree(leaves: [statement.json.canonical])
        let root = ReceiptRoot.sign(tree, hub: hub, with: key)
        return Receipt(statement: statement, root: root, position: 0, path: [])
    }

    static func apply(_ frame: FeedFrame, _ seq: Int64, in store: Store) throws {
        _ = try store.apply(FeedPage(frames: [frame], cursor: cursor(seq), isLast: true))
    }

    static let membership = Membership(
        url: "https://127.0.0.1:1",
        hub: hub,
        city: "测试市",
        ca: "",
        keys: HubKeys(hub: hub, first: .ed25519(key.publicKey)),
        certificate: "",
        epoch: 1,
        joinedAt: stamp(1).receivedAt,
        certificateExpires: stamp(1).receivedAt
    )
}
