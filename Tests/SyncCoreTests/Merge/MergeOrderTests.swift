import SyncCore
import TestSupport
import Testing

/// What a field comes to does not depend on which of several offline sites synchronised first.
struct MergeOrderTests {
    @Test(arguments: ["model", "location"])
    func `up to five concurrent ops leave the same claims in every order`(_ field: String) {
        for seed in UInt64(1)...120 {
            var random = SeededGenerator(seed: seed)
            let drafts = Self.drafts(on: field, &random)
            var seen: Set<[String]> = []
            for order in Self.orders(of: drafts) {
                var fixture = MergeFixture.applied()
                for draft in order { fixture.apply(draft) }
                seen.insert(fixture.claims(on: field))
            }
            #expect(seen.count == 1, "seed \(seed): \(seen)")
        }
    }

    @Test func `a clock that is ahead wins nothing`() {
        var fixture = MergeFixture()
        let ahead = UInt64(99_000_000)
        fixture.apply(
            MergeFixture.draft(
                .userUnit,
                site: 2,
                time: ahead,
                base: 1,
                MergeFixture.instrument(["location": "3号仓"])
            )
        )
        fixture.apply(
            MergeFixture.draft(
                .userUnit,
                site: 3,
                time: ahead + 1,
                base: 1,
                MergeFixture.instrument(["location": "5号仓"])
            )
        )
        let claims = fixture.record(MergeFixture.instrument)?.claims(on: "location") ?? []
        #expect(claims.map(\.time.instant.milliseconds) == [10_000_003, 10_000_002])
    }

    /// Two to five ops by some sites that know the log up to 2 and nothing of each other; the ops of
    /// one site follow each other.
    private static func drafts(
        on field: String,
        _ random: inout SeededGenerator
    ) -> [MergeFixture.Draft] {
        let count = Int.random(in: 2...5, using: &random)
        var next: [Int: Int64] = [:]
        return (0..<count).map { _ in
            let party = [Party.userUnit, .verificationBody].randomElement(using: &random)
            let site = Int.random(in: 0..<3, using: &random) + (party == .userUnit ? 10 : 20)
            next[site, default: 0] += 1
            let value = ["甲", "乙", "丙", nil].randomElement(using: &random) ?? nil
            return MergeFixture.draft(
                party ?? .userUnit,
                site: site,
                seq: next[site] ?? 1,
                time: UInt64.random(in: 900...905, using: &random),
                base: 2,
                MergeFixture.instrument([field: value])
            )
        }
    }

    /// Every order in which the ops of each site stay behind each other.
    private static func orders(of drafts: [MergeFixture.Draft]) -> [[MergeFixture.Draft]] {
        guard drafts.count > 1 else { return [drafts] }
        return drafts.indices.flatMap { index -> [[MergeFixture.Draft]] in
            var rest = drafts
            let first = rest.remove(at: index)
            let isNext = !rest.contains { $0.site == first.site && $0.seq < first.seq }
            return isNext ? orders(of: rest).map { [first] + $0 } : []
        }
    }
}
