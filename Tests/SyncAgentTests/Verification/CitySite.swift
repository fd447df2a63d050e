import Documents
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import TestSupport

/// A site that has joined the city.
struct CitySite {
    static let unit = "91330106MA00000003"
    static let body = "12330106MA00000011"

    let folder: TemporaryFolder
    let store: Store
    let organisation: String
    let role: SiteRole
    private var random: SeededGenerator
    var now: Instant
    let engine = PolicyEngine()

    init(_ role: SiteRole, seed: UInt64, on day: String = "2026-11-10") throws {
        let generator = SeededGenerator(seed: seed)
        random = generator
        now = Self.noon(day)
        self.role = role
        organisation = role == .userUnit ? Self.unit : Self.body
        folder = try TemporaryFolder()
        store = try Store.create(
            home: folder.path,
            role: role,
            organisation: organisation,
            name: role == .userUnit ? "示例企业" : "检测中心",
            region: nil,
            at: now,
            patience: .zero,
            random: &random
        ).store
        try store.join(
            Membership(
                url: "https://hub.invalid",
                hub: City.hub,
                city: "杭州",
                ca: "",
                keys: HubKeys(hub: City.hub, first: .ed25519(City.hubKey)),
                certificate: "",
                epoch: 1,
                joinedAt: now,
                certificateExpires: now
            )
        )
    }

    static func noon(_ day: String) -> Instant {
        guard let day = Day(day) else { preconditionFailure("`\(day)` is not a day") }
        return Instant(milliseconds: (Int64(day.number) * 86_400 + 4 * 3600) * 1000)
    }

    var today: Day { Day(secondsSince1970: now.seconds) }

    func author(reason: String? = nil) -> Author {
        Author(
            name: role == .userUnit ? "王会计" : "张工",
            reason: reason,
            now: now,
            language: .chinese
        )
    }

    mutating func add(_ more: [LedgerField: String] = [:]) throws -> RecordID {
        let scale: [LedgerField: String] = [
            .serial: "00123", .name: "电子秤", .model: "ACS-30", .manufacturer: "示例衡器一厂",
            .status: "在用", .verifiedOn: "2025-11-20", .validUntil: "2026-11-19",
            .location: "1号仓",
        ]
        return try LedgerEdit.add(
            scale.merging(more) { $1 },
            to: store,
            by: author(),
            random: &random
        ).id
    }

    @discardableResult
    mutating func set(
        _ id: RecordID,
        _ values: [LedgerField: String]
    ) throws -> LedgerEdit.Outcome {
        try LedgerEdit.set(id, values, in: store, by: author(), random: &random)
    }

    mutating func file(_ ids: RecordID...) throws {
        try Filing.file(ids, in: store, by: author(), random: &random)
    }

    mutating func apply(
        _ ids: RecordID...,
        reason: ApplicationReason? = nil
    ) throws -> [ApplicationDraft.Made] {
        try ApplicationDraft(body: Self.body, reason: reason, from: nil, to: nil)
            .apply(for: ids, in: store, by: author(), random: &random)
    }

    mutating func take(_ step: JobStep, in jobs: RecordID...) throws {
        try step.take(in: jobs, of: store, by: author(), random: &random)
    }

    @discardableResult
    mutating func addResult(
        to job: RecordID,
        _ json: String = CitySite.pass(),
        certificate: [UInt8]? = nil
    ) throws -> ResultEntry.Outcome {
        try ResultEntry.add(
            Array(json.utf8),
            certificate: certificate,
            to: job,
            in: store,
            by: author(),
            judging: engine,
            random: &random
        )
    }

    @discardableResult
    mutating func correct(
        _ result: RecordID,
        _ json: String
    ) throws -> ResultCorrection.Outcome {
        try ResultCorrection.correct(
            result,
            by: Array(json.utf8),
            certificate: nil,
            in: store,
            by: author(reason: "有效期写错"),
            judging: engine,
            random: &random
        )
    }

    @discardableResult
    mutating func resolve(
        _ n: Int64,
        _ choice: ConflictResolution.Choice
    ) throws -> String? {
        try ConflictResolution.resolve(
            try ConflictCase.find(n, in: store),
            taking: choice,
            in: store,
            by: author(reason: "器具已移位"),
            random: &random
        )
    }

    /// Decides several conflicts alike, all or none.
    @discardableResult
    mutating func resolve(
        _ conflicts: [ConflictCase],
        _ choice: ConflictResolution.Choice
    ) throws -> [String?] {
        try ConflictResolution.resolve(
            conflicts,
            taking: choice,
            in: store,
            by: author(reason: "器具已移位"),
            random: &random
        )
    }

    /// Takes a decision back, and says what it gives the field.
    @discardableResult
    mutating func undo(_ n: Int64) throws -> String? {
        let undo = try ConflictUndo(of: try ConflictCase.find(n, in: store), in: store)
        try undo.run(in: store, by: author(), random: &random)
        return undo.value
    }

    func instrument(_ id: RecordID) throws -> JudgedInstrument? {
        try store.instrument(id).map {
            JudgedInstrument($0, on: today, asOf: nil, by: engine)
        }
    }

    func conflicts() throws -> [ConflictCase] { try ConflictCase.all(in: store) }

    func deadlines(on day: String) throws -> [Deadline] {
        try Deadline.all(in: store, on: Day(day) ?? today, by: engine)
    }

    func export() throws -> String {
        var bytes: [UInt8] = []
        try LedgerExport.writeNDJSON(of: store) { bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A result as a laboratory writes it; each argument that a test gives is its point.
    static func pass(
        tested: String = "2026-11-09",
        issued: String = "2026-11-10",
        until: String? = "2027-05-09",
        number: String = "YH-J-0417",
        result: String = "pass"
    ) -> String {
        let validity = until.map { #""validUntil":"\#($0)","# } ?? ""
        return """
            {"result":"\(result)","testedOn":"\(tested)","issuedOn":"\(issued)",\(validity)\
            "certificateNumber":"\(number)","inspector":"张工","verifier":"李工",\
            "approver":"陈工","regulation":"JJG 539-2016"}
            """
    }
}
