import Documents
import Hub
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import TestSupport

/// A user unit, a verification body and their hub, over some days: every kind of write once at least.
final class RecordedStory {
    static let begin: Int64 = 1_795_420_800_000
    static let body = "12330000470000001X"

    let folder: TemporaryFolder
    let site: RecordedSite
    let hub: RecordedHub
    let signingKey: Ed25519PrivateKey
    private(set) var now = Instant(milliseconds: RecordedStory.begin)
    let bodyStore: Store
    var bodyRandom = SeededGenerator(seed: 12)

    init(in folder: TemporaryFolder) async throws {
        self.folder = folder
        site = try RecordedSite(in: folder)
        hub = try RecordedHub(in: folder)
        signingKey = try Ed25519PrivateKey(raw: [UInt8](repeating: 9, count: 32))
        bodyStore = try Store.create(
            home: folder.file("body"),
            role: .verificationBody,
            organisation: Self.body,
            name: "示例检定所",
            region: nil,
            at: now,
            patience: .zero,
            random: &bodyRandom
        ).store
        try await tell()
        try bodyStore.close()
        try site.close()
        try hub.close()
    }

    var author: Author { Author(name: "王会计", now: now, language: .chinese) }

    func pass(minutes: Int64) {
        now = Instant(milliseconds: now.milliseconds + minutes * 60_000)
    }

    // MARK: The story

    private func tell() async throws {
        let scale = try add(serial: "00123")
        try set(scale, [.location: "3号仓"])
        let lost = try add(serial: "00124")
        try importLedger(["P1", "P2", "P3", "P4"], place: "1号仓")
        let batch = try importLedger(["P3", "P4", "P5"], place: "2号仓")
        try undo(batch)
        try site.restart()
        try set(lost, [.status: "停用"])
        try await join()
        try await push(max: 3)
        try site.checkpoint()
        try await push(max: 100)
        try await pull()
        try await answerFiling(of: scale)
        try await keepCreditFile()
        try await pull()
        try await verify(scale)
        try await restartAll()
        try refuse(try add(serial: "00125"))
        try set(scale, [.status: "报废"])
        try await push(max: 100)
        try hub.checkpoint()
        try await revoke()
        try await pull()
        try set(lost, [.location: "5号仓"])
    }

    private func add(serial: String) throws -> RecordID {
        let values: [LedgerField: String] = [
            .serial: serial, .name: "电子秤", .model: "ACS-30", .manufacturer: "示例衡器一厂",
            .status: "在用", .verifiedOn: "2026-01-02", .validUntil: "2027-01-01",
        ]
        pass(minutes: 3)
        return try site.step("\(serial) is added") { [author] store, random in
            try LedgerEdit.add(values, to: store, by: author, random: &random).id
        }
    }

    private func set(_ id: RecordID, _ values: [LedgerField: String]) throws {
        pass(minutes: 2)
        try site.step("\(values) is set") { [author] store, random in
            _ = try LedgerEdit.set(id, values, in: store, by: author, random: &random)
        }
    }

    @discardableResult
    private func importLedger(_ serials: [String], place: String) throws -> String {
        let rows = serials.map { "压力表,Y-100,\($0),示例仪表厂,\(place),在用\n" }
        let text = "器具名称,型号规格,出厂编号,生产厂家,使用地点,状态\n" + rows.joined()
        let report = try site.step("\(serials) are imported") { [now] store, random in
            try LedgerImport.run(
                try LedgerReader(ByteSource(bytes: Array(text.utf8))),
                into: store,
                options: .init(
                    file: "台账.csv",
                    author: "王会计",
                    skipsBadRows: false,
                    isDryRun: false
                ),
                at: now,
                random: &random
            )
        }
        return report.batch ?? ""
    }

    private func undo(_ batch: String) throws {
        try site.step("\(batch) is taken back") { [now] store, random in
            _ = try ImportUndo.run(
                batch,
                in: store,
                author: "王会计",
                isDryRun: false,
                at: now,
                random: &random
            )
        }
    }

    /// The hub refuses an op for good.
    private func refuse(_ id: RecordID) throws {
        let now = now
        try site.step("a refusal of \(id) is kept") { store, _ in
            let seq = try store.journalSummary().ops
            let refusal = PushOutcome.refused(seq: seq, code: "bad-op", detail: "")
            _ = try store.keep(PushAnswer(outcomes: [refusal], time: now), at: now)
        }
    }
}
