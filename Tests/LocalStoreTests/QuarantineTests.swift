import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// What cannot be taken in waits beside, and changes nothing for the rest.
struct QuarantineTests {
    private static let other = RecordID(trusted: "019ab000-0000-7000-8000-0000000000a1")

    private static func id(_ number: Int) -> RecordID {
        RecordID(trusted: "019ab000-0000-7000-8000-00000000000\(number)")
    }

    private static func stamp(_ seq: Int64) -> OpStamp {
        OpStamp(
            seq: seq,
            receivedAt: Instant(milliseconds: 1_795_420_900_000),
            organisation: "91330106MA00000003",
            party: .userUnit
        )
    }

    /// A registration by another site, at a place of the log.
    private static func registration(_ place: Int64, _ id: RecordID) -> FeedFrame {
        let fields = [
            "compulsory": "true", "regime": "periodic", "serial": "S\(place)", "status": "in_use",
        ]
        return frame(place, id, .register, [patch(.instrument, id, fields)])
    }

    private static func change(_ place: Int64, _ id: RecordID, _ field: String, _ value: String)
        -> FeedFrame
    {
        frame(place, id, .change, [patch(.instrument, id, [field: value])])
    }

    /// A verification under an id of its own, as it must be.
    private static func verification(
        _ place: Int64,
        _ id: RecordID,
        under verification: RecordID
    ) -> FeedFrame {
        let fields = ["declared": "true", "result": "pass", "verifiedOn": "2026-01-02"]
        return frame(place, id, .change, [patch(.verification, verification, fields)])
    }

    private static func patch(_ kind: RecordKind, _ id: RecordID, _ fields: [String: String])
        -> Patch
    {
        Patch(kind, id, fields.map { Patch.Field($0.key, $0.value) })
    }

    private static func frame(
        _ place: Int64,
        _ id: RecordID,
        _ kind: OpKind,
        _ patches: [Patch]
    ) -> FeedFrame {
        let header = OpHeader(
            site: other,
            incarnation: 1,
            seq: place,
            time: HybridTime(bits: UInt64(place) << 16),
            claimedAt: stamp(place).receivedAt,
            aggregate: id,
            kind: kind,
            batch: nil,
            base: place - 1
        )
        let body = OpBody(author: "王会计", patches: patches)
        return .change(StampedOp(header: header, body: body, stamp: stamp(place)))
    }

    private static func cursor(_ seq: Int64) -> SyncCore.Cursor {
        let mark = (0..<seq).reduce(Mark.origin) { mark, _ in
            mark.next(opHash: [1], receivedAt: stamp(1).receivedAt)
        }
        return SyncCore.Cursor(epoch: 1, seq: seq, mark: mark)
    }

    private static func newer(_ place: Int64, about id: RecordID) -> UnreadableFrame {
        let text = #"{"t":"tomb","stamp":{"seq":\#(place)},"aggregate":"\#(id)","words":"好"}"#
        return UnreadableFrame(bytes: Array(text.utf8))
    }

    private static func page(
        _ frames: [FeedFrame],
        _ unreadable: [UnreadableFrame] = [],
        to seq: Int64
    ) -> FeedPage {
        FeedPage(frames: frames, unreadable: unreadable, cursor: cursor(seq), isLast: true)
    }

    @Test func `a line that is no frame is kept as it came, and what stands around it is read`()
        throws
    {
        let good = Self.registration(1, Self.id(1)).json.canonical
        let end = FeedFrame.checkpoint(Self.cursor(3), isLast: true).json.canonical
        for line in [#"{"t":"tomb","stamp":{"seq":2}}"#, "not JSON", #"{"t":"chg"}"#, "[]"] {
            let bytes = [good, Array(line.utf8), end].joined(separator: [0x0A])
            let page = try #require(FeedPage(decoding: Array(bytes)), "\(line)")
            #expect(page.frames.count == 1 && page.unreadable.map(\.bytes) == [Array(line.utf8)])
        }
        // Without its end it is half an answer, and a page has one end.
        #expect(FeedPage(decoding: good) == nil)
        #expect(FeedPage(decoding: Array([good, end, good, end].joined(separator: [0x0A]))) == nil)
    }

    @Test func `a frame of a newer kind waits with its bytes, and the cursor goes on`() throws {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in
            let page = Self.page(
                [Self.registration(1, Self.id(1)), Self.registration(3, Self.id(3))],
                [Self.newer(2, about: Self.id(2))],
                to: 3
            )
            let applied = try store.apply(page)
            #expect(applied.changes == 2 && applied.quarantined == 1)
            #expect(try store.cursor() == Self.cursor(3))
            let frame = try #require(try store.quarantine().first)
            #expect(frame.place == 2 && frame.aggregate == Self.id(2))
            #expect(frame.bytes == Self.newer(2, about: Self.id(2)).bytes)
            // The same page again changes nothing, and this program still cannot read it.
            #expect(try store.apply(page).changes == 0)
            #expect(try store.retryQuarantine() == 0)
            #expect(try store.quarantine().count == 1)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `what the tables refuse waits, alone, and the others of its page are there`() throws
    {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in
            let frames = [
                Self.registration(1, Self.id(1)), Self.registration(2, Self.id(2)),
                Self.registration(3, Self.id(3)),
                Self.verification(4, Self.id(1), under: Self.id(9)),
                // No honest hub takes one id for the records of two instruments.
                Self.verification(5, Self.id(2), under: Self.id(9)),
                Self.change(6, Self.id(2), "location", "1号仓"),
            ]
            let applied = try store.apply(Self.page(frames, to: 6))
            #expect(applied.changes == 5 && applied.quarantined == 1)
            let waiting = try store.quarantine()
            #expect(waiting.map(\.place) == [5] && waiting.map(\.aggregate) == [Self.id(2)])
            #expect(waiting.allSatisfy { $0.reason == .constraint && !$0.detail.isEmpty })
            let record = try store.instrument(Self.id(2))
            #expect(record?[.location] == "1号仓" && record?.verifications.isEmpty == true)
            #expect(try store.instrument(Self.id(1))?.verifications.count == 1)
            #expect(try store.instrument(Self.id(3)) != nil)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    /// As a newer program would find it: the bytes have become a frame that the tables take.
    @Test func `what can be taken in later is, as if it had come in its place`() throws {
        var (fixture, twin) = (try StoreFixture(), try StoreFixture())
        let frames = [
            Self.registration(1, Self.id(1)),
            Self.change(2, Self.id(1), "location", "1号仓"),
            Self.change(3, Self.id(1), "purpose", "贸易结算"),
        ]
        try fixture.use { store, _ in
            let unread = UnreadableFrame(bytes: Array("tomorrow's".utf8))
            _ = try store.apply(Self.page([frames[0], frames[2]], [unread], to: 3))
        }
        let database = try DatabaseQueue(path: fixture.folder.path + "/replica.db")
        try database.write {
            try $0.execute(
                sql: "UPDATE quarantine_in SET frame = ?",
                arguments: [Data(frames[1].json.canonical)]
            )
        }
        try database.close()
        try fixture.use { store, _ in
            let released = try store.retryQuarantine()
            #expect(released == 1)
            #expect(try store.quarantine().isEmpty)
            #expect(try store.cursor() == Self.cursor(3))
        }
        try twin.use { store, _ in _ = try store.apply(Self.page(frames, to: 3)) }
        let lines = { (store: Store) throws -> [String] in
            var lines: [String] = []
            try store.forEachSettledRecord { lines.append($0.json.canonicalText) }
            return lines
        }
        let here = try fixture.use { store, _ in try lines(store) }
        let there = try twin.use { store, _ in try lines(store) }
        #expect(here == there && !here.isEmpty)
    }

    @Test func `the quarantine is bounded, and beyond it nothing is read`() throws {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in
            let many = (1...1000).map { Self.newer(Int64($0), about: Self.id(1)) }
            _ = try store.apply(Self.page([], many, to: 1000))
            let more = Self.page([], [Self.newer(1001, about: Self.id(1))], to: 1001)
            #expect(throws: StoreError.quarantineFull(frames: 1000)) { try store.apply(more) }
            #expect(try store.cursor() == Self.cursor(1000))
            let large = UnreadableFrame(bytes: [UInt8](repeating: 0x20, count: 17 << 20))
            #expect(throws: StoreError.self) {
                try store.apply(Self.page([], [large], to: 1001))
            }
            #expect(try store.quarantine().count == 1000)
        }
    }

    @Test func `a site that is sent back forgets what will come again`() throws {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in
            for place in Int64(1)...3 {
                let frame = Self.newer(place, about: Self.id(1))
                _ = try store.apply(Self.page([], [frame], to: place))
            }
            let told = SyncCore.Cursor(epoch: 2, seq: 2, mark: Self.cursor(2).mark)
            _ = try store.rewind(to: told, from: Self.cursor(3))
            #expect(try store.quarantine().map(\.place) == [1, 2])
        }
    }
}
