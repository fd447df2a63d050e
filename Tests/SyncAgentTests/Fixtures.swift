import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport

/// A site with a ledger, and the things a clerk does with it.
struct SiteFixture {
    let folder: TemporaryFolder
    let store: Store
    private(set) var random = SeededGenerator(seed: 1)
    var now = Instant(milliseconds: 1_795_420_800_000)
    let engine = PolicyEngine()

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.create(
            home: folder.path,
            role: .userUnit,
            organisation: "91330106MA00000003",
            name: "示例企业",
            region: nil,
            at: now,
            patience: .zero,
            random: &random
        ).store
    }

    /// Imports bytes as a file.
    mutating func load(
        _ bytes: [UInt8],
        map: [ColumnOverride] = [],
        skipBad: Bool = false,
        dryRun: Bool = false
    ) throws -> ImportReport {
        try LedgerImport.run(
            try LedgerReader(ByteSource(bytes: bytes), overrides: map),
            into: store,
            options: .init(
                file: "台账.csv",
                author: "王会计",
                skipsBadRows: skipBad,
                isDryRun: dryRun
            ),
            at: now,
            random: &random
        )
    }

    /// Imports a small ledger written as lines; the header is that of most everyday ledgers.
    mutating func load(
        header: String = "器具名称,型号规格,出厂编号,生产厂家,使用地点,检定日期,有效期至,检定结论,状态",
        rows: [String],
        skipBad: Bool = false,
        dryRun: Bool = false
    ) throws -> ImportReport {
        let text = ([header] + rows).joined(separator: "\n") + "\n"
        return try load(Array(text.utf8), skipBad: skipBad, dryRun: dryRun)
    }

    mutating func undo(_ batch: String?, dryRun: Bool = false) throws -> ImportUndo.Report {
        try ImportUndo.run(
            batch ?? "",
            in: store,
            author: "王会计",
            isDryRun: dryRun,
            at: now,
            random: &random
        )
    }

    private var author: Author { Author(name: "王会计", now: now, language: .chinese) }

    mutating func add(_ values: [LedgerField: String]) throws -> RecordID {
        try LedgerEdit.add(values, to: store, by: author, random: &random).id
    }

    mutating func set(
        _ id: RecordID,
        _ values: [LedgerField: String],
        corrects: Bool = false
    ) throws -> LedgerEdit.Outcome {
        let author = Author(name: "王会计", now: now, language: .chinese, corrects: corrects)
        return try LedgerEdit.set(id, values, in: store, by: author, random: &random)
    }

    mutating func setStatus(_ id: RecordID, _ status: UseStatus) throws -> LedgerEdit.Outcome {
        try set(id, [.status: status.rawValue])
    }

    /// The canonical export.
    func export() throws -> String {
        var bytes: [UInt8] = []
        try LedgerExport.writeNDJSON(of: store) { bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The export as a table.
    func exportCSV(in language: Language = .chinese) throws -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try LedgerExport.writeCSV(of: store, in: language) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Every instrument by its identity.
    func instruments() throws -> [String: InstrumentRecord] {
        var found: [String: InstrumentRecord] = [:]
        try store.forEachInstrument { record in
            let key = [record[.manufacturer], record[.model], record[.serial]]
                .map { $0 ?? "" }.joined(separator: "|")
            found[key] = record
        }
        return found
    }

    /// The instrument with a serial number.
    func instrument(_ serial: String) throws -> InstrumentRecord? {
        try store.instruments(matching: serial).first.flatMap { try store.instrument($0) }
    }
}
