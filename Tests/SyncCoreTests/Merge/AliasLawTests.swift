import SyncCore
import TestSupport
import Testing

/// The laws of merging duplicate registrations, and of undoing it.
struct AliasLawTests {
    private typealias Merge = AliasState.Merge

    /// Arrows among `count` registrations, one from each at the most, circles among them.
    private static func anyMerges(
        _ count: Int,
        _ random: inout SeededGenerator
    ) -> [Merge] {
        (1...count).compactMap { number in
            let other = Int.random(in: 1...count, using: &random)
            guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
            return Merge(MergeFixture.id(number), into: MergeFixture.id(other))
        }
    }

    private func canonicals(_ state: AliasState, among count: Int) -> Set<RecordID> {
        Set((1...count).map { state.canonical(of: MergeFixture.id($0)) })
    }

    @Test func `merges come to the same in every order, up to six in all of them`() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let isSmall = seed <= 60
            let count = Int.random(in: isSmall ? 2...6 : 7...40, using: &random)
            let merges = Self.anyMerges(count, &random)
            let orders =
                isSmall
                ? merges.orders : (0..<20).map { _ in merges.shuffled(using: &random) }
            let state = AliasState(merges)
            for order in orders {
                #expect(AliasState(order) == state, "seed \(seed)")
                #expect(AliasState(order + order) == state, "seed \(seed): said twice")
            }
        }
    }

    @Test func `every registration comes to exactly one that stands for itself`() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...40, using: &random)
            let state = AliasState(Self.anyMerges(count, &random))
            var found: [RecordID] = []
            for end in canonicals(state, among: count) {
                #expect(state.canonical(of: end) == end, "seed \(seed)")
                #expect(!state.isAbsorbed(end), "seed \(seed)")
                found += state.members(of: end)
            }
            // The members are all of them, each once.
            #expect(found.sorted() == (1...count).map(MergeFixture.id), "seed \(seed)")
            let rest = (1...count).map(MergeFixture.id).filter { !state.merged.contains($0) }
            #expect(rest.allSatisfy { state.members(of: $0) == [$0] }, "seed \(seed)")
        }
    }

    @Test func `merging never makes more instruments, and one fewer at the most`() {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 2...30, using: &random)
            var merges: [Merge] = []
            var before = count
            for merge in Self.anyMerges(count, &random).shuffled(using: &random) {
                merges.append(merge)
                let now = canonicals(AliasState(merges), among: count).count
                #expect(now == before || now == before - 1, "seed \(seed)")
                before = now
            }
        }
    }

    @Test
    func `a split leaves exactly what was there without that merge, whatever came in between`() {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 2...20, using: &random)
            let merges = Self.anyMerges(count, &random)
            guard let named = merges.randomElement(using: &random) else { continue }
            var town = AliasTown(count)
            for merge in merges.shuffled(using: &random) where merge != named {
                town.merge(merge)
            }
            let (before, records) = (town.aliases, town.records)
            town.merge(named)
            #expect(town.aliases == AliasState(merges), "seed \(seed)")
            town.split(named.absorbed)
            #expect(town.aliases == before, "seed \(seed)")
            #expect(town.records == records, "seed \(seed)")
        }
    }

    @Test func `of a chain the middle can be split, and both ends stay what they are`() {
        let (first, middle, last) = (MergeFixture.id(1), MergeFixture.id(2), MergeFixture.id(3))
        var town = AliasTown(3)
        town.merge(Merge(first, into: middle))
        town.merge(Merge(middle, into: last))
        #expect(town.aliases.members(of: last) == [first, middle, last])
        town.split(middle)
        #expect(town.aliases.canonical(of: first) == middle)
        #expect(town.aliases.members(of: last) == [last])
    }

    @Test(arguments: [Party.userUnit, .verificationBody])
    func `only the authority merges`(party: Party) throws {
        var fixture = MergeFixture.applied()
        let fields = ["mergedInto": MergeFixture.id(9).description]
        let draft = MergeFixture.draft(
            party,
            site: 1,
            seq: 3,
            base: 2,
            MergeFixture.instrument(fields)
        )
        #expect(fixture.apply(draft).map(\.outcome) == [.forbidden])
        let instrument = try #require(fixture.record(MergeFixture.instrument))
        #expect(instrument[InstrumentField.mergedInto] == nil)
    }

    @Test func `a record that is not merged has the bytes that it always had`() {
        let plain = MergeFixture().state.canonicalRecords(of: MergeFixture.instrument)[0]
        #expect(!String(decoding: plain.line, as: UTF8.self).contains("merge"))
        var values = plain.values
        values["mergedInto"] = MergeFixture.id(2).description
        let merged = CanonicalRecord(
            kind: .instrument,
            id: plain.id,
            instrument: nil,
            values: values
        )
        #expect(String(decoding: merged.line, as: UTF8.self).contains(#""mergedInto":"01b0"#))
    }
}

/// Registrations as their ops make them, with the authority's acts upon them.
private struct AliasTown {
    private var states: [RecordID: AggregateState] = [:]
    private var seq: Int64 = 0

    init(_ count: Int) {
        for number in 1...count {
            let id = MergeFixture.id(number)
            let fields = ["serial": "00123", "status": "in_use", "regime": "periodic"]
            write(id, fields, as: .userUnit, .register)
        }
    }

    mutating func merge(_ merge: AliasState.Merge) {
        let fields: [String: String?] = [
            "mergedInto": merge.canonical.description, "mergeEvidence": "serial",
        ]
        write(merge.absorbed, fields, as: .authority, .change)
    }

    mutating func split(_ absorbed: RecordID) {
        write(absorbed, ["mergedInto": nil, "mergeEvidence": nil], as: .authority, .change)
    }

    private mutating func write(
        _ id: RecordID,
        _ fields: [String: String?],
        as party: Party,
        _ kind: OpKind
    ) {
        seq += 1
        let header = OpHeader(
            site: MergeFixture.id(party == .authority ? 900 : 901),
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq) << 16),
            claimedAt: Instant(milliseconds: seq),
            aggregate: id,
            kind: kind,
            batch: nil,
            base: seq - 1
        )
        let stamp = OpStamp(
            seq: seq,
            receivedAt: Instant(milliseconds: seq),
            organisation: party == .authority ? "authority" : MergeFixture.unit,
            party: party
        )
        let patch = Patch(.instrument, id, fields.map { Patch.Field($0.key, $0.value) })
        let body = OpBody(author: "test", patches: [patch])
        let op = StampedOp(header: header, body: body, stamp: stamp)
        _ = states[id, default: AggregateState()].apply(op)
    }

    var records: [CanonicalRecord] {
        states.keys.sorted().flatMap { states[$0]?.canonicalRecords(of: $0) ?? [] }
    }

    var aliases: AliasState { AliasState(records.compactMap(\.merge)) }
}
