import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// The credit of a site that no hub has told anything.
struct CreditReportTests {
    private func report(
        _ role: SiteRole,
        assuming facts: [CreditFact] = []
    ) throws -> CreditReport {
        let folder = try TemporaryFolder()
        var random = SystemRandomNumberGenerator()
        let store = try Store.create(
            home: folder.file("home"),
            role: role,
            organisation: "91330106MA00000003",
            name: "示例",
            region: nil,
            at: Instant(milliseconds: 1_795_420_800_000),
            patience: .zero,
            random: &random
        ).store
        let day = try #require(Day("2026-11-25"))
        return try CreditReport(of: store, on: day, by: PolicyEngine(), assuming: facts)
    }

    @Test func `no facts are known, so the grade is provisional`() throws {
        let report = try report(.userUnit)
        #expect(report.gap == .neverHeard && report.isProvisional)
        #expect(report.conclusion?.decision.score == 90)
        #expect(report.conclusion?.decision.grade == .b)
    }

    @Test func `a verification body is not graded, whatever is assumed`() throws {
        let day = try #require(Day("2026-01-01"))
        let fact = CreditFact(id: "f", code: "S01", creditClass: .good, determinedOn: day)
        let report = try report(.verificationBody, assuming: [fact])
        #expect(report.conclusion == nil && report.gap == .notGraded && report.facts.isEmpty)
    }

    @Test func `of what is assumed the last one of a name counts`() throws {
        let day = try #require(Day("2026-01-01"))
        let good = CreditFact(id: "f", code: "S04", creditClass: .good, determinedOn: day)
        let bad = CreditFact(id: "f", code: "N08", creditClass: .bad, determinedOn: day)
        let report = try report(.userUnit, assuming: [good, bad])
        #expect(report.conclusion?.decision.score == 80)
        #expect(report.conclusion?.counted.map(\.fact) == ["f"])
    }
}
