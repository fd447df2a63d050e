import SyncCore

/// Sites that write about one instrument, and a log that puts their ops in an order.
struct MergeFixture {
    static let instrument = RecordID(trusted: "01a00000-0000-7000-8000-000000000001")
    static let application = RecordID(trusted: "01a00000-0000-7000-8000-000000000002")
    static let unit = "91330106MA00000003"
    static let body = "12330106MA00000011"
    static let otherBody = "12330106MA0000002X"

    /// An op that waits for its number.
    struct Draft: Hashable {
        var site: Int
        var incarnation = 1
        var seq: Int64
        var time: UInt64
        var base: Int64?
        var party: Party
        var kind: OpKind
        var organisation: String
        var patches: [Patch]
    }

    /// An op of a site; each argument that a test gives is its point.
    static func draft(
        _ party: Party,
        site: Int,
        incarnation: Int = 1,
        seq: Int64 = 1,
        time: UInt64 = 1000,
        base: Int64? = nil,
        kind: OpKind = .change,
        organisation: String? = nil,
        _ patches: Patch...
    ) -> Draft {
        Draft(
            site: site,
            incarnation: incarnation,
            seq: seq,
            time: time,
            base: base,
            party: party,
            kind: kind,
            organisation: organisation
                ?? (party == .userUnit ? unit : party == .verificationBody ? body : "市局"),
            patches: patches
        )
    }

    static func instrument(_ fields: [String: String?]) -> Patch {
        Patch(.instrument, instrument, fields.map { Patch.Field($0.key, $0.value) })
    }

    static func application(_ fields: [String: String?]) -> Patch {
        Patch(.application, application, fields.map { Patch.Field($0.key, $0.value) })
    }

    static func verification(_ number: Int, _ fields: [String: String?]) -> Patch {
        Patch(.verification, id(number), fields.map { Patch.Field($0.key, $0.value) })
    }

    static func id(_ number: Int) -> RecordID {
        let digits = String(number)
        let padded = String(repeating: "0", count: 12 - digits.count) + digits
        return RecordID(trusted: "01b00000-0000-7000-8000-\(padded)")
    }

    /// The state after a log, and what became of every field, op by op.
    private(set) var state = AggregateState()
    private(set) var outcomes: [[FieldOutcome]] = []
    private var seq: Int64 = 0

    /// An empty log.
    init(nothing: Void) {}

    /// A registered instrument, by the user unit at site 1; the log ends at 1.
    init(_ fields: [String: String?] = [:]) {
        let known: [String: String?] = [
            "serial": "00123", "status": "in_use", "regime": "periodic",
        ]
        let patch = Self.instrument(known.merging(fields) { $1 })
        apply(Self.draft(.userUnit, site: 1, kind: .register, patch))
    }

    /// The same with an application that names the body; the log ends at 2.
    static func applied() -> MergeFixture {
        var fixture = MergeFixture()
        let patch = application([
            "body": body, "state": "applied", "appliedOn": "2026-11-01", "reason": "expiring",
        ])
        fixture.apply(draft(.userUnit, site: 1, seq: 2, base: 1, patch))
        return fixture
    }

    /// Puts an op into the log.
    @discardableResult
    mutating func apply(_ draft: Draft) -> [FieldOutcome] {
        seq += 1
        return fold(Self.stamped(draft, seq))
    }

    /// Folds an op that has its number, whether or not it is the next.
    @discardableResult
    mutating func fold(_ op: StampedOp) -> [FieldOutcome] {
        let now = state.apply(op)
        outcomes.append(now)
        return now
    }

    /// The op as the hub has numbered it.
    static func stamped(_ draft: Draft, _ seq: Int64) -> StampedOp {
        let header = OpHeader(
            site: id(draft.site),
            incarnation: draft.incarnation,
            seq: draft.seq,
            time: HybridTime(bits: draft.time << 16),
            claimedAt: Instant(milliseconds: Int64(draft.time)),
            aggregate: instrument,
            kind: draft.kind,
            batch: nil,
            base: draft.base
        )
        let stamp = OpStamp(
            seq: seq,
            receivedAt: Instant(milliseconds: 10_000_000 + seq),
            organisation: draft.organisation,
            party: draft.party
        )
        let body = OpBody(author: "site \(draft.site)", patches: draft.patches)
        return StampedOp(header: header, body: body, stamp: stamp)
    }

    /// The claims on a field of the instrument without what the order of arrival gives them.
    func claims(on field: String) -> [String] {
        let record = state.records.first { $0.id == Self.instrument }
        return (record?.claims(on: field) ?? []).map { claim in
            "\(claim.value ?? "-") \(claim.site) \(claim.opSeq) \(claim.rank)"
        }
    }

    func record(_ id: RecordID) -> MergedRecord? { state.records.first { $0.id == id } }
}
