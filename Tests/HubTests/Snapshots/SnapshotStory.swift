import Hub
import SyncCore
import TestSupport

/// A log with everything that tables of a site have rows for, and after it whatever a generator makes of that.
struct SnapshotStory {
    let hub: HubStoreFixture
    private var one = HubTestSite(1, of: HubStoreFixture.enterprise)
    private var other = HubTestSite(2, of: HubStoreFixture.enterprise)
    private var body = HubTestSite(3, of: HubStoreFixture.body, .verificationBody)
    private var stranger = HubTestSite(4, of: HubStoreFixture.stranger)
    private var records = 0
    /// The newest op of each site, which it shows with every batch.
    private var newest: [RecordID: OwnPlace] = [:]

    static let (scale, gauge, twin, gone) = (
        HubTestSite.record(101), HubTestSite.record(102), HubTestSite.record(103),
        HubTestSite.record(104)
    )

    init(_ hub: HubStoreFixture) { self.hub = hub }

    private mutating func newRecord() -> RecordID {
        records += 1
        return HubTestSite.record(5000 + records)
    }

    mutating func write() async throws {
        try await writeUnits()
        try await writeBody()
        try await writeAuthority()
        // What comes now belongs to another epoch.
        _ = try await hub.store.recover(at: HubStoreFixture.now)
        one.base = try await hub.store.head().seq
        try await push(one.change(Self.scale, ["location": "4号仓"]), by: \.one)
    }

    private mutating func writeUnits() async throws {
        let verification = [
            "declared": "true", "result": "pass", "validUntil": "2027-01-01",
            "verifiedOn": "2026-01-02",
        ]
        let id = newRecord()
        let registration = [
            Patch.instrument(
                Self.scale,
                ["regime": "periodic", "serial": "1", "status": "in_use", "name": "秤 \"一\"\n"]
            ),
            .of(.verification, id, verification),
        ]
        try await push(one.op(.register, Self.scale, registration), by: \.one)
        // One is verified after today, as far as its unit says; the other was repaired.
        for (number, days, more) in [
            (108, ["verifiedOn": "2027-03-04", "validUntil": "2028-03-03"], [:]),
            (109, ["verifiedOn": "2026-02-03"], ["repairedOn": "2026-05-06"]),
        ] as [(Int, [String: String], [String: String])] {
            let instrument = HubTestSite.record(number)
            let values = ["regime": "rotate", "serial": "\(number)", "status": "standby"]
            let patches = [
                Patch.instrument(instrument, values.merging(more) { $1 }),
                .of(.verification, newRecord(), verification.merging(days) { $1 }),
            ]
            try await push(one.op(.register, instrument, patches), by: \.one)
        }
        for (instrument, serial) in [(Self.gauge, "2"), (Self.twin, "2"), (Self.gone, "3")] {
            try await push(one.register(instrument, serial: serial), by: \.one)
        }
        // Neither site knows the other's word; then one of them does, and decides.
        try await push(one.change(Self.scale, ["location": "1号仓"]), by: \.one)
        try await push(other.change(Self.scale, ["location": "2号仓", "region": nil]), by: \.other)
        try await push(other.change(Self.gauge, ["location": "3号仓"]), by: \.other)
        try await push(one.change(Self.gauge, ["location": "5号仓"]), by: \.one)
        one.base = try await hub.store.head().seq
        try await push(one.change(Self.scale, ["location": "3号仓"]), by: \.one)
        try await push(one.op(.withdraw, Self.gone, [.instrument(Self.gone, [:])]), by: \.one)
        try await push(stranger.register(HubTestSite.record(105), serial: "4"), by: \.stranger)
        // Members that this program does not know are in no table.
        let strange = HubTestSite.record(106)
        let words = """
            {"author":"王","more":1,"patches":[{"fields":{"colour":"red","regime":"rotate","serial":"5",\
            "status":"in_use"},"id":"\(strange)","kind":"instrument","more":"2"}],"reason":null}
            """
        try await push(one.op(.register, strange, body: Array(words.utf8)), by: \.one)
    }

    private mutating func writeBody() async throws {
        let application = newRecord()
        try await push(one.apply(application, for: Self.scale), by: \.one)
        body.base = try await hub.store.head().seq
        let (first, second, third) = (newRecord(), newRecord(), newRecord())
        for (id, more) in [
            (first, [:]), (second, ["supersedes": first.description, "validUntil": "2027-11-19"]),
            (third, ["supersedes": first.description, "validUntil": "2027-11-29"]),
        ] {
            let values = [
                "result": "pass", "verifiedOn": "2026-11-20", "validUntil": "2027-05-19",
                "application": application.description,
            ].merging(more) { $1 }
            try await push(
                body.op(.change, Self.scale, [.of(.verification, id, values)]),
                by: \.body
            )
        }
        let accepted = Patch.of(.application, application, ["state": "accepted"])
        try await push(body.op(.change, Self.scale, [accepted]), by: \.body)
        try await push(body.register(HubTestSite.record(107), serial: "7"), by: \.body)
        // Seen by the body from here on, with all that was before.
        try await push(one.apply(newRecord(), for: Self.gauge), by: \.one)
    }

    private mutating func writeAuthority() async throws {
        let (fact, erased, document) = (newRecord(), newRecord(), newRecord())
        for id in [fact, erased] {
            let values = [
                "class": "bad", "code": "N11", "determinedOn": "2024-05-06", "final": "true",
                "procedure": "ordinary", "reference": "f\(records)\(id == fact)",
                "subject": HubStoreFixture.enterprise,
            ]
            try await act(.register, .of(.creditFact, id, values))
        }
        try await act(.withdraw, Patch(.creditFact, erased, []))
        try await act(.change, .instrument(Self.scale, ["name": "电子秤"]))
        let merge = [
            "mergedInto": Self.gauge.description, "mergeEvidence": "owner,serial",
        ]
        try await act(.change, .instrument(Self.twin, merge))
        let words = [
            "document": "calendar", "version": "2027", "number": "1", "text": "{}",
            "signature": "00",
        ]
        try await act(.register, .of(.policyDocument, document, words))
    }

    private func act(_ kind: OpKind, _ patch: Patch) async throws {
        let draft = AuthorityDraft(
            aggregate: patch.id,
            kind: kind,
            patches: [patch],
            author: "李科长",
            reason: "依法"
        )
        _ = try await hub.store.act([draft], at: HubStoreFixture.now)
    }

    private mutating func push(
        _ op: WireOp,
        by site: KeyPath<SnapshotStory, HubTestSite>
    ) async throws {
        let sender = self[keyPath: site]
        let shown = newest[sender.id].map { [$0] } ?? []
        let accepted = try await hub.push([op], of: sender, showing: shown)
        // One that is refused is in nobody's log.
        if !accepted.receipts.isEmpty { newest[sender.id] = op.place }
    }

    /// Changes of anything by anybody, who knows little of the others.
    mutating func goOn(_ count: Int, using random: inout SeededGenerator) async throws {
        let instruments = [Self.scale, Self.gauge, Self.twin, HubTestSite.record(106)]
        let fields = ["location", "name", "purpose", "model"]
        let sites: [WritableKeyPath<SnapshotStory, HubTestSite>] = [\.one, \.other, \.body]
        for number in 0..<count {
            let site = sites.randomElement(using: &random) ?? \.one
            if Int.random(in: 0..<4, using: &random) == 0 {
                self[keyPath: site].base = try await hub.store.head().seq
            }
            let instrument = instruments.randomElement(using: &random) ?? Self.scale
            let value = Bool.random(using: &random) ? "\(number)" : nil
            let field = fields.randomElement(using: &random) ?? "name"
            let op = self[keyPath: site].change(instrument, [field: value])
            try await push(op, by: site)
        }
        // Everybody sees the last entry, so all have read up to the same place.
        try await writeAuthority()
    }
}
