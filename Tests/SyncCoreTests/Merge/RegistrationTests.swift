import SyncCore
import TestSupport
import Testing

/// Most aggregates are one plain registration, which is not folded; it comes to what folding it would.
struct RegistrationTests {
    private static let seeds = [1, UInt64.random(in: .min ... .max)]

    @Test(arguments: seeds)
    func `a registration that is plain folds to what it says`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var plain = 0
        for _ in 0..<2000 {
            let op = registration(&random)
            guard let body = op.body, AggregateState.isPlainRegistration(op, body) else { continue }
            plain += 1
            var state = AggregateState()
            let outcomes = state.apply(op)
            #expect(outcomes.allSatisfy { $0.outcome == .applied && $0.conflicts.isEmpty })
            let records = state.canonicalRecords(of: op.header.aggregate)
            let said = body.patches.map { patch in
                patch.fields.reduce(into: [:]) { $0[$1.name] = $1.value }
            }
            #expect(records.map(\.values) == said, "seed \(seed)")
            #expect(records.map(\.id) == body.patches.map(\.id), "seed \(seed)")
            #expect(
                records.effectiveVerifications == Set(body.patches.dropFirst().map(\.id)),
                "seed \(seed)"
            )
        }
        #expect(plain > 20, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `the bytes of a registration give the lines that folding it gives`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scan = RegistrationScan(under: .newest)
        var (plain, escaped) = (0, 0)
        for _ in 0..<2000 {
            let op = registration(&random)
            guard let body = op.body else { continue }
            let found = scan.records(of: wire(op, body.canonical), by: op.stamp.party)
            let isPlain = AggregateState.isPlainRegistration(op, body)
            guard let found else {
                // Left to be folded are also those with escapes.
                let hasEscapes = body.canonical.contains(UInt8(ascii: "\\"))
                #expect(!isPlain || hasEscapes, "seed \(seed): \(body)")
                if isPlain { escaped += 1 }
                continue
            }
            plain += 1
            var state = AggregateState()
            _ = state.apply(op)
            #expect(isPlain, "seed \(seed): \(body)")
            #expect(found.map(\.kind) == body.patches.map(\.kind), "seed \(seed)")
            #expect(found.map(\.id) == body.patches.map(\.id), "seed \(seed)")
            #expect(found.map(\.filing) == body.patches.map { $0.value(InstrumentField.filing) })
            let lines = state.canonicalRecords(of: op.header.aggregate).map(\.line)
            #expect(found.map(\.line) == lines, "seed \(seed): \(body)")
        }
        #expect(plain > 20 && escaped > 0, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `altered bytes of a registration are read as the tree reads them, or left to be folded`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let scan = RegistrationScan(under: .newest)
        var plain = 0
        for _ in 0..<3000 {
            let op = registration(&random)
            var bytes = op.body?.canonical ?? []
            bytes.alter(using: &random)
            // Only the canonical bytes of some value are ever the body of an op.
            guard (try? JSONParser.parse(bytes))?.canonical == bytes,
                let found = scan.records(of: wire(op, bytes), by: op.stamp.party)
            else { continue }
            plain += 1
            let body = try #require(OpBody(bytes: bytes), "seed \(seed)")
            #expect(AggregateState.isPlainRegistration(op, body), "seed \(seed): \(body)")
            var state = AggregateState()
            _ = state.apply(StampedOp(header: op.header, body: body, stamp: op.stamp))
            let lines = state.canonicalRecords(of: op.header.aggregate).map(\.line)
            #expect(found.map(\.line) == lines, "seed \(seed): \(body)")
        }
        #expect(plain > 20, "seed \(seed)")
    }

    private func wire(_ op: StampedOp, _ body: [UInt8]) -> WireOp {
        let seal = OpSeal(salt: [], bodyDigest: [], previous: [], hash: [])
        return WireOp(header: op.header, body: body, seal: seal)
    }

    private func id(_ random: inout SeededGenerator) -> RecordID {
        var ids = RecordIDGenerator()
        return ids.next(at: Instant(milliseconds: 1_795_420_800_000), using: &random)
    }

    /// A registration in which much may be amiss.
    private func registration(_ random: inout SeededGenerator) -> StampedOp {
        func seldom() -> Bool { Int.random(in: 0..<12, using: &random) == 0 }
        let (root, other) = (id(&random), id(&random))
        var values: [String: String?] = [
            "regime": "periodic", "serial": "1", "status": "in_use", "name": "秤",
        ]
        // What is said of a field stands among others that are not, or are empty.
        for name in InstrumentField.allCases.map(\.rawValue) where values[name] == nil {
            guard name != "filing", !name.hasPrefix("merge"), Bool.random(using: &random)
            else { continue }
            values[name] = .some(name == "repairedOn" || seldom() ? nil : "电子 30")
        }
        for (name, value): (String, String?) in [
            ("filing", "filed"), ("filing", "registered"), ("mergedInto", other.description),
            ("mergedInto", nil), ("colour", "red"), ("status", "scrapped"), ("status", "lost"),
            ("repairedOn", "x"), ("repairedOn", "2025-01-01"), ("compulsory", "true"),
            ("compulsory", "false"), ("compulsory", nil), ("name", "a\"b"), ("id", "1"),
        ] where seldom() { values[name] = .some(value) }
        var result: [String: String?] = [
            "declared": "true", "result": "pass", "verifiedOn": "2026-01-02",
        ]
        for (name, value): (String, String?) in [
            ("declared", "false"), ("supersedes", root.description), ("supersedes", nil),
            ("correctedBy", "x"), ("correctedBy", nil), ("verifiedOn", "yesterday"),
            ("application", other.description), ("validUntil", "2027-01-01"), ("inspector", "王"),
        ] where seldom() { result[name] = .some(value) }
        func patch(_ kind: RecordKind, _ id: RecordID, _ values: [String: String?]) -> Patch {
            Patch(kind, id, values.map { Patch.Field($0.key, $0.value) })
        }
        var patches = [patch(.instrument, seldom() ? other : root, values)]
        if !seldom() { patches.append(patch(.verification, seldom() ? root : other, result)) }
        if seldom() { patches.append(patch(.verification, id(&random), result)) }
        if seldom() { patches.reverse() }
        let header = OpHeader(
            site: id(&random),
            incarnation: 1,
            seq: 1,
            time: HybridTime(bits: random.next()),
            claimedAt: Instant(milliseconds: 5),
            aggregate: root,
            kind: seldom() ? .change : .register,
            batch: nil
        )
        let stamp = OpStamp(
            seq: 8,
            receivedAt: Instant(milliseconds: 1_795_420_800_000),
            organisation: "91330106MA00000003",
            party: Party.allCases.randomElement(using: &random) ?? .authority,
            epoch: 1
        )
        let reason = Bool.random(using: &random) ? "盘点" : nil
        let body = OpBody(author: "王", reason: reason, patches: patches)
        return StampedOp(header: header, body: body, stamp: stamp)
    }
}
