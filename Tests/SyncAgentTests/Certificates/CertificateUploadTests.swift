import Foundation
import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// One file on its way to a hub.
struct CertificateUploadTests {
    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let hub: StandInBlobs
    private let joined: Joined
    private let bytes: [UInt8]
    private let file: WaitingCertificate

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.file("home"), in: fixture)
        joined = try #require(try Joined(of: store))
        hub = StandInBlobs(fixture)
        bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        file = WaitingCertificate(
            digest: SHA256().digest(bytes).hex,
            size: Int64(bytes.count),
            days: ReportedDays(completedOn: "2026-11-20", testedOn: nil),
            path: try folder.write("certificate", bytes)
        )
    }

    private func run(
        _ file: WaitingCertificate? = nil,
        as member: Joined? = nil
    ) async -> CertificateUpload.Outcome {
        await CertificateUpload(file ?? self.file, of: member ?? joined, to: hub) { _ in }.run()
    }

    @Test func `it comes in pieces and brings a receipt home`() async {
        guard case .received(let receipt) = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(receipt.digest == file.digest && hub.sent == bytes.count)
        #expect(hub.file(file.digest) == bytes)
        #expect(hub.asked == ["offer", "offer", "send 0", "send 1048576", "send 2097152"])
    }

    @Test func `after a break it goes on where the hub is, and sends no byte twice`() async {
        hub.breakLine(after: 700_000)
        guard case .received = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(hub.sent == bytes.count && hub.file(file.digest) == bytes)
        #expect(hub.asked.filter { $0 == "received" }.count == 4)
        #expect(hub.asked.contains("send 0") && hub.asked.contains("send 700000 alone"))
    }

    @Test func `a line on which nothing arrives is given up, and a later try goes on`() async {
        hub.breakLine(after: 700_000)
        hub.breakLine(after: 0)
        #expect(await run() == .failed(.unreachable("the connection broke")))
        hub.breakLine(after: nil)
        guard case .received = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(hub.sent == bytes.count)
    }

    @Test func `what was spoilt on its way is sent once more, and no oftener`() async {
        hub.spoil(times: 1)
        guard case .received = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(hub.sent == 2 * bytes.count)
        hub.spoil(times: 9)
        let other = Array(bytes.reversed())
        let path = try? folder.write("other", other)
        let spoilt = WaitingCertificate(
            digest: SHA256().digest(other).hex,
            size: Int64(other.count),
            days: file.days,
            path: path ?? ""
        )
        let fault = HubFault.refused(Problem(422, "digest-mismatch", "spoilt"))
        #expect(await run(spoilt) == .failed(fault))
    }

    @Test func `what the hub has already is proved and not sent`() async {
        hub.know(bytes)
        guard case .received = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(hub.sent == 0 && hub.asked == ["offer", "offer"])
    }

    @Test func `a file that is not the one of the result is not sent`() async throws {
        _ = try folder.write("certificate", Array(bytes.reversed()))
        #expect(await run() == .damaged)
        try FileManager.default.removeItem(atPath: file.path)
        #expect(await run() == .notHere)
        #expect(hub.sent == 0)
    }

    @Test func `a colleague's site takes the receipt of what the organisation has brought`()
        async throws
    {
        _ = await run()
        try FileManager.default.removeItem(atPath: file.path)
        guard case .received(let receipt) = await run() else {
            Issue.record("not received: \(hub.asked)")
            return
        }
        #expect(receipt.digest == file.digest && hub.sent == bytes.count)
    }

    @Test func `a receipt that the hub has not signed is none`() async {
        hub.lie()
        #expect(await run() == .failed(.garbled("the receipt for a file proves nothing")))
    }

    @Test func `a receipt by a key that the hub had replaced before is none`() async throws {
        let store = try MemberHome.open(at: folder.file("home"))
        let membership = try #require(try store.membership())
        for (minutes, isGood) in [(Int64(0), true), (-1, false)] {
            let next = KeySuccession.sign(
                SuitePrivateKey.generate(.ed25519).publicKey,
                number: 2,
                from: HubFixture.now.adding(milliseconds: minutes * 60_000),
                of: HubFixture.hub,
                with: fixture.receiptKey
            )
            try store.join(membership.with(try fixture.keys.adding(next)))
            let member: Joined = try #require(try Joined(of: store))
            let outcome = await run(as: member)
            if isGood {
                guard case .received = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
            } else {
                #expect(outcome == .failed(.keys(.ended(fixture.receiptKey.keyID))))
            }
        }
    }

    @Test(arguments: [HubFault.busy(retryAfter: 5), .identity("403"), .tooLarge])
    func `what no pause of ours cures is told at once`(_ fault: HubFault) async {
        hub.fail(with: fault)
        #expect(await run() == .failed(fault))
        #expect(hub.asked.count == 1)
    }

    @Test func `a file comes here in pieces, and what is not its digest is thrown away`()
        async throws
    {
        _ = await run()
        let store = try MemberHome.open(at: folder.file("home"))
        hub.breakLine(after: 900_000)
        let download = CertificateDownload(digest: file.digest, size: file.size, from: hub) { _ in }
        try await download.run(into: store)
        #expect(BlobFile(path: store.blobPath(file.digest)).digest == file.digest)
        #expect(BlobFile(path: store.blobPartPath(file.digest)).size == nil)

        let unknown = String(repeating: "ab", count: 32)
        await #expect(throws: CertificateDownload.NotThere.self) {
            try await CertificateDownload(digest: unknown, size: 5, from: hub) { _ in }
                .run(into: store)
        }
        await #expect(throws: CertificateDownload.NotThere.self) {
            try await CertificateDownload(digest: file.digest, size: 5, from: hub) { _ in }
                .run(into: store)
        }
    }
}
