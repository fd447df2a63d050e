import SyncCore
import TestSupport
import Testing

/// A body corrects its results: chains of verifications, of which one counts.
struct CorrectionTests {
    private typealias Fixture = MergeFixture

    /// A correction by number: of which result, at which site, knowing how much of the log.
    private struct Result: Hashable {
        let number: Int
        var corrects: Int?
        var site = 21
        var seq: Int64 = 1
        var base: Int64 = 2
        var organisation = Fixture.body

        var draft: Fixture.Draft {
            var fields: [String: String?] = ["verifiedOn": "2026-11-20", "result": "pass"]
            fields["supersedes"] = corrects.map { Fixture.id($0).description }
            return Fixture.draft(
                .verificationBody,
                site: site,
                seq: seq,
                time: 1000 + UInt64(number),
                base: base,
                organisation: organisation,
                Fixture.verification(number, fields)
            )
        }
    }

    private func effective(_ log: MergeFixture) -> [Int] {
        let ids = log.state.canonicalRecords(of: Fixture.instrument).effectiveVerifications
        return (1...9).filter { ids.contains(Fixture.id($0)) }
    }

    private func log(_ results: Result...) -> MergeFixture {
        var log = Fixture.applied()
        for result in results { log.apply(result.draft) }
        return log
    }

    @Test func `the last link of a chain counts, and nothing of it goes`() {
        let log = log(
            Result(number: 1),
            Result(number: 2, corrects: 1, seq: 2, base: 3),
            Result(number: 3, corrects: 2, seq: 3, base: 4)
        )
        #expect(effective(log) == [3])
        #expect(log.outcomes.allSatisfy { $0.allSatisfy { $0.outcome == .applied } })
        let records = log.state.canonicalRecords(of: Fixture.instrument)
        #expect(records.filter { $0.kind == .verification }.count == 3)
        #expect(log.record(Fixture.id(1))?["result"] == "pass")
        #expect(log.record(Fixture.id(1))?["correctedBy"] == Fixture.id(2).description)
    }

    /// Two sites of the body correct one result, neither knowing of the other.
    private func twoHeads() -> MergeFixture {
        log(
            Result(number: 1),
            Result(number: 2, corrects: 1, site: 22, base: 3),
            Result(number: 3, corrects: 1, site: 23, base: 3)
        )
    }

    @Test func `of two corrections a person decides, and until then the result counts`() {
        let log = twoHeads()
        #expect(effective(log) == [1])
        let last = log.outcomes.last?.last
        #expect(last?.record == Fixture.id(1) && last?.field == "correctedBy")
        #expect(last?.outcome == .needsHuman && last?.rule == .twoCorrections)
        #expect(last?.conflicts.count == 1)
    }

    @Test func `who has seen both decides: by choosing one, or by a third`() {
        var chosen = twoHeads()
        let choice = Fixture.verification(1, ["correctedBy": Fixture.id(2).description])
        let outcomes = chosen.apply(
            Fixture.draft(.verificationBody, site: 23, seq: 2, base: 5, choice)
        )
        #expect(outcomes.first?.rule == .seen && outcomes.first?.replaced.sorted() == [4, 5])
        #expect(effective(chosen) == [2])

        var written = twoHeads()
        written.apply(Result(number: 4, corrects: 1, site: 21, seq: 2, base: 5).draft)
        #expect(effective(written) == [4])
    }

    @Test func `a correction of a correction that lost counts for nothing`() {
        var log = twoHeads()
        log.apply(Result(number: 4, corrects: 2, site: 22, seq: 2, base: 4).draft)
        #expect(effective(log) == [1])
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let patch: Patch
        var organisation = MergeFixture.body
        var party = Party.verificationBody
        var rule = MergeRule.correction
    }

    static let refusals: [Refusal] = {
        func patch(_ number: Int, of other: Int, declared: Bool = false) -> Patch {
            MergeFixture.verification(
                number,
                [
                    "verifiedOn": "2026-11-20", "result": "pass",
                    "supersedes": MergeFixture.id(other).description,
                    "declared": declared ? "true" : nil,
                ].compactMapValues { $0 }
            )
        }
        let choice = MergeFixture.verification(
            1,
            ["correctedBy": MergeFixture.id(8).description]
        )
        return [
            Refusal(testDescription: "itself", patch: patch(5, of: 5)),
            Refusal(testDescription: "what leads back to it", patch: patch(7, of: 6)),
            Refusal(
                testDescription: "the result of another body",
                patch: patch(5, of: 1),
                organisation: MergeFixture.otherBody
            ),
            Refusal(testDescription: "what the user unit has declared", patch: patch(5, of: 4)),
            Refusal(
                testDescription: "a result, by the user unit",
                patch: patch(5, of: 1, declared: true),
                organisation: MergeFixture.unit,
                party: .userUnit
            ),
            Refusal(testDescription: "by a record that corrects nothing", patch: choice),
        ]
    }()

    @Test(arguments: refusals)
    func `nobody corrects`(_ refusal: Refusal) {
        var log = log(Result(number: 1), Result(number: 6, corrects: 7, seq: 2, base: 3))
        let declared = ["verifiedOn": "2026-01-01", "result": "pass", "declared": "true"]
        log.apply(
            Fixture.draft(.userUnit, site: 1, seq: 3, base: 4, Fixture.verification(4, declared))
        )
        let second = Patch(
            .application,
            Fixture.id(9),
            [.init("body", Fixture.otherBody), .init("state", "applied")]
        )
        log.apply(Fixture.draft(.userUnit, site: 1, seq: 4, base: 5, second))
        #expect(effective(log) == [1, 4])
        let outcomes = log.apply(
            Fixture.draft(
                refusal.party,
                site: 29,
                base: 6,
                organisation: refusal.organisation,
                refusal.patch
            )
        )
        #expect(outcomes.allSatisfy { $0.outcome == .forbidden && $0.rule == refusal.rule })
        #expect(effective(log) == [1, 4])
    }

    @Test func `a correction waits for its predecessor, and counts once that has come`() {
        var log = log(Result(number: 2, corrects: 1, site: 22, base: 2))
        #expect(effective(log) == [])
        log.apply(Result(number: 1).draft)
        #expect(effective(log) == [2])
    }

    @Test func `in every order of the same ops the same verification counts`() {
        var counting: [[Int]: Int] = [:]
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            let ops = Self.chain(&random)
            let orders =
                ops.count <= 5 ? ops.orders : (0..<60).map { _ in ops.shuffled(using: &random) }
            var seen: Set<[Int]> = []
            for order in orders {
                var log = Fixture.applied()
                for op in order { log.fold(op) }
                seen.insert(effective(log))
            }
            #expect(seen.count == 1, "seed \(seed): \(seen)")
            for end in seen { counting[end, default: 0] += 1 }
        }
        #expect(counting.keys.allSatisfy { $0.count == 1 })
        // Chains that ended, and cases that are open.
        #expect((counting[[1]] ?? 0) > 5 && counting.count > 3)
    }

    /// A result and some corrections by three sites of the body, as the hub has numbered them.
    private static func chain(_ random: inout SeededGenerator) -> [StampedOp] {
        var next: [Int: Int64] = [:]
        var read: [Int: Int] = [:]
        return (1...Int.random(in: 3...7, using: &random)).map { number in
            let site = Int.random(in: 21...23, using: &random)
            let known = Int.random(in: read[site, default: 0]..<number, using: &random)
            read[site] = known
            next[site, default: 0] += 1
            // Nobody corrects what he has not seen; the first is no correction.
            let corrects = known == 0 ? 1 : Int.random(in: 1...known, using: &random)
            let result = Result(
                number: number,
                corrects: number == 1 ? nil : corrects,
                site: site,
                seq: next[site] ?? 1,
                base: 2 + Int64(known)
            )
            return Fixture.stamped(result.draft, 2 + Int64(number))
        }
    }
}
