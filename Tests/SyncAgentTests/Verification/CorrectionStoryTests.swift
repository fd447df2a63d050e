import LocalStore
import Policy
import SyncAgent
import SyncCore
import Testing

/// A verification body finds an error in what it has reported.
struct CorrectionStoryTests {
    /// An instrument that the body has passed until 2027-05-09, known to both.
    private static func passed() throws -> (City, CitySite, CitySite, RecordID, RecordID) {
        var (city, unit, body, id, job) = try VerificationStoryTests.accepted()
        let result = try body.addResult(to: job).verification
        try city.synchronise(body, unit)
        return (city, unit, body, id, result)
    }

    @Test func `a corrected day changes validity and colour everywhere, and the old result stays`()
        throws
    {
        var (city, unit, body, id, result) = try Self.passed()
        let outcome = try body.correct(result, CitySite.pass(until: "2026-11-30"))
        #expect(outcome.changes.map(\.field) == ["validUntil"])
        #expect(outcome.colorBefore == .none && outcome.color == .yellow && !outcome.isOneOfTwo)
        try city.synchronise(body, unit)
        for site in [unit, body] {
            let judged = try #require(try site.instrument(id))
            #expect(judged.latest?.id == outcome.verification)
            #expect(judged.latest?.validUntil == Day("2026-11-30"))
            #expect(judged.conclusion.color == .yellow)
            #expect(judged.record.verifications.contains { $0.id == result } == false)
        }
        #expect(try unit.export() == body.export())
        #expect(try unit.export().contains(#""correctedBy":"\#(outcome.verification)""#))
        let reason = try unit.store.history(of: id).last { $0.field == "supersedes" }?.reason
        #expect(reason == "有效期写错")
        // The clock of the upload is that of the first result.
        #expect(try body.deadlines(on: "2026-11-12").count == 1)
    }

    @Test func `what is no result of the body, or counts no more, is not corrected`() throws {
        var (city, unit, body, id, result) = try Self.passed()
        let other = CitySite.pass(until: "2027-01-09")
        #expect(throws: VerificationError.resultNotYours(result)) {
            try unit.correct(result, other)
        }
        #expect(throws: VerificationError.nothingToCorrect(result)) {
            try body.correct(result, CitySite.pass())
        }
        let first = try body.correct(result, other).verification
        #expect(throws: VerificationError.resultNotEffective(result)) {
            try body.correct(result, CitySite.pass())
        }
        try body.correct(first, CitySite.pass(until: "2027-02-09"))
        try city.synchronise(body, unit)
        #expect(try unit.instrument(id)?.latest?.validUntil == Day("2027-02-09"))
    }

    @Test func `two sites of a body correct one result: it counts until a person takes one`() throws
    {
        var (city, unit, body, id, result) = try Self.passed()
        var branch = try CitySite(.verificationBody, seed: 9)
        try city.pull(branch)
        try body.correct(result, CitySite.pass(until: "2027-01-09"))
        let mine = try branch.correct(result, CitySite.pass(until: "2027-02-09")).verification
        try city.synchronise(body, branch, unit)
        try city.pull(body)
        for site in [unit, body, branch] {
            #expect(try site.instrument(id)?.latest?.id == result)
            #expect(try site.store.openConflicts() == 1)
        }
        #expect(try unit.export() == branch.export())
        let conflict = try #require(try branch.conflicts().first)
        #expect(conflict.record.rule == .twoCorrections && conflict.owner == .verificationBody)
        let theirs = try unit.conflicts().first?.record.n ?? 0
        #expect(throws: ResolutionError.self) { try unit.resolve(theirs, .mine) }
        #expect(throws: ResolutionError.notOneOfBoth(conflict.record.n)) {
            try branch.resolve(conflict.record.n, .value(result.description))
        }
        try branch.resolve(conflict.record.n, .mine)
        try city.synchronise(branch, body, unit)
        for site in [unit, body, branch] {
            #expect(try site.instrument(id)?.latest?.id == mine)
            #expect(try site.store.openConflicts() == 0)
        }
        #expect(try unit.export() == body.export())
    }
}
