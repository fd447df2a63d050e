import SyncCore
import TestSupport
import Testing

/// An op proves what it says, and still proves that it was there when its body is gone.
struct OpTests {
    private static let site = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")
    private static let record = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5ba")
    private let salt = [UInt8](repeating: 9, count: OpSeal.saltLength)

    private func header(
        site: RecordID = OpTests.site,
        incarnation: Int = 1,
        seq: Int64 = 1,
        time: UInt64 = 1 << 16,
        claimedAt: Int64 = 1,
        aggregate: RecordID = OpTests.record,
        kind: OpKind = .register,
        batch: RecordID? = nil
    ) -> OpHeader {
        OpHeader(
            site: site,
            incarnation: incarnation,
            seq: seq,
            time: HybridTime(bits: time),
            claimedAt: Instant(milliseconds: claimedAt),
            aggregate: aggregate,
            kind: kind,
            batch: batch
        )
    }

    private let body = OpBody(
        author: "王会计",
        reason: "引号\"与\\换行\n",
        patches: [
            Patch(.instrument, OpTests.record, [.init("serial", "00123"), .init("name", "电子秤")]),
            Patch(.verification, OpTests.site, [.init("validUntil", nil)]),
        ]
    )

    @Test func `the hash depends on every part of the header, on the body and on the op before`() {
        let sealer = OpSealer()
        func hash(_ header: OpHeader, _ body: [UInt8], _ previous: [UInt8]) -> [UInt8] {
            sealer.seal(header, body: body, salt: salt, after: previous).hash
        }
        let bytes = body.canonical
        var hashes = [hash(header(), bytes, OpSeal.origin)]
        hashes += [
            header(site: Self.record), header(incarnation: 2), header(seq: 2), header(time: 3),
            header(claimedAt: 2),
            header(aggregate: Self.site), header(kind: .change), header(batch: Self.site),
        ].map { hash($0, bytes, OpSeal.origin) }
        hashes.append(hash(header(), bytes + [0x20], OpSeal.origin))
        hashes.append(hash(header(), bytes, [UInt8](repeating: 1, count: 32)))
        hashes.append(sealer.seal(header(), body: bytes, salt: [1], after: OpSeal.origin).hash)
        #expect(Set(hashes).count == hashes.count)
        #expect(hashes.allSatisfy { $0.count == 32 })
    }

    @Test func `an op whose body was erased by law still verifies`() {
        let sealer = OpSealer()
        let seal = sealer.seal(
            header(),
            body: body.canonical,
            salt: salt,
            after: OpSeal.origin
        )
        let again = sealer.hash(
            of: header(),
            bodyDigest: seal.bodyDigest,
            previous: seal.previous
        )
        #expect(again == seal.hash)
    }

    @Test func `a body is canonical JSON and reads back`() throws {
        let json = try JSONParser.parse(body.canonical)
        #expect(json.canonical == body.canonical)
        #expect(OpBody(json: json) == body)
    }

    @Test(arguments: [
        #"{}"#, #"{"author":"a"}"#, #"{"author":"a","patches":[{}]}"#,
        #"{"author":"a","patches":[{"fields":{},"id":"x","kind":"instrument"}]}"#,
    ])
    func `what is no body is refused`(_ text: String) throws {
        #expect(OpBody(json: try JSONParser.parse(Array(text.utf8))) == nil)
    }
}
