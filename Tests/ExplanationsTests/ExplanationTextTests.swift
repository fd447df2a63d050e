import Explanations
import Policy
import TestSupport
import Testing

/// What a person reads: every sentence has its passage, and a coloured instrument has a next step.
struct ExplanationTextTests {
    private func lines(
        _ explanation: Explanation,
        _ language: Language = .chinese,
        today: Day? = nil
    ) -> [String] {
        ExplanationText(
            explanation,
            titled: "电子秤",
            by: PolicyEngine(),
            today: today ?? explanation.day,
            in: language
        ).lines
    }

    @Test func `an item is called by its name on the day`() throws {
        let entries = [("旧名", #""validUntil":"2026-06-30""#), ("新名", #""validFrom":"2026-07-01""#)]
        let items = entries.map { name, days in
            #"{"code":"N08","class":"bad","name":"\#(name)","points":-7,"cap":-7,"penalty":false,"#
                + days + "}"
        }
        let json =
            #"{"version":"p","status":"official","validFrom":"2026-01-01","source":"s","items":["#
            + items.joined(separator: ",") + "]}"
        let pack = try RulePack(json: Array(json.utf8))
        let fact = CreditFact(
            id: "f",
            code: "N08",
            creditClass: .bad,
            determinedOn: day("2026-05-06"),
            procedure: nil,
            isFinal: nil
        )
        let explanation = Explanation(
            of: "91330106MA00000003",
            .subject(SubjectFacts(facts: [fact])),
            on: day("2026-07-01"),
            by: PolicyEngine(rulePacks: RulePackHistory(pack))
        )
        let text = lines(explanation).joined(separator: "\n")
        #expect(text.contains("新名") && !text.contains("旧名"))
    }

    @Test(arguments: [1, 2, UInt64.random(in: .min ... .max)])
    func `every finding stands there with its passage and its parameters`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let explanation = AnyExplanation.random(using: &generator)
            for language in Language.allCases {
                let text = lines(explanation, language).joined(separator: "\n")
                for finding in explanation.findings.map(\.finding) {
                    let holds =
                        text.contains("“\(finding.provision.text)”")
                        && text.contains(finding.provision.label)
                        && text.contains(finding.provision.law.number)
                        && finding.parameters.allSatisfy {
                            text.contains("\($0.name) = \($0.value)")
                        }
                    if !holds { Issue.record("seed \(seed): \(finding) in\n\(text)") }
                }
                #expect(text.hasSuffix(explanation.digest))
            }
        }
    }

    static let steps: [(String, InstrumentFacts, String?)] = [
        ("green", passed(until: "2027-01-19"), "最迟 2027-01-05 申请检定"),
        ("yellow", passed(until: "2026-12-19"), "最迟 2026-12-06 申请检定"),
        ("late", passed(until: "2026-12-01"), "立即申请检定，在 2026-12-01 24:00 之前检定合格"),
        ("red", passed(until: "2026-11-22"), "立即停止使用并申请检定"),
        ("failed", passed(result: .fail), "立即停止使用；修理后申请检定"),
        ("cancelled", passed(result: .cancelled), "立即停止使用；修理后申请检定"),
        ("never verified", InstrumentFacts(), "立即停止使用并申请检定"),
        ("idle", passed(until: "2026-11-22", status: .stopped), "重新使用之前申请检定"),
        ("idle, failed", passed(status: .stopped, result: .fail), "重新使用之前申请检定"),
        ("idle, cancelled", passed(status: .standby, result: .cancelled), "重新使用之前申请检定"),
        ("idle, never verified", InstrumentFacts(status: .standby), "重新使用之前申请检定"),
        ("idle, valid", passed(until: "2026-12-01", status: .standby), nil),
        ("rotated, failed", passed(result: .fail, regime: .rotate), "立即停止使用并轮换"),
        (
            "scrapped when it failed", passed(result: .fail, regime: .scrapWhenInaccurate),
            "立即停止使用并报废"
        ),
        (
            "idle, scrapped when it failed",
            passed(status: .stopped, result: .fail, regime: .scrapWhenInaccurate),
            "不再使用，予以报废"
        ),
        ("rotated", passed(until: "2026-12-19", regime: .rotate), "在 2026-12-19 24:00 之前轮换"),
        ("to be rotated", passed(until: "2026-11-22", regime: .rotate), "立即停止使用并轮换"),
        ("normal", passed(until: "2027-09-30"), nil),
        ("scrapped", passed(until: "2026-11-22", status: .scrapped), nil),
        ("when inaccurate", passed(regime: .scrapWhenInaccurate), nil),
    ]

    private static func passed(
        until: String? = nil,
        status: UseStatus = .inUse,
        result: VerificationResult = .pass,
        regime: VerificationRegime = .periodic
    ) -> InstrumentFacts {
        let verification = VerificationFacts(
            on: day("2023-06-20"),
            result: result,
            validUntil: until.map(day)
        )
        return InstrumentFacts(status: status, regime: regime, verifications: [verification])
    }

    @Test(arguments: steps)
    func `a coloured instrument is told what to do, and by when`(
        name: String,
        facts: InstrumentFacts,
        step: String?
    ) {
        let explanation = Explanation(
            of: "1",
            .instrument(facts),
            on: DigestTests.today,
            by: PolicyEngine()
        )
        let next = lines(explanation).first { $0.hasPrefix("下一步: ") }
        if let step {
            #expect(next?.contains(step) == true, "\(name): \(next ?? "nothing")")
        } else {
            #expect(next == nil, "\(name)")
        }
    }

    /// The term that an application leaves is over in time, one day later it is not.
    @Test(arguments: ["2026-12-19", "2027-02-10", "2026-10-09", "2024-02-29", "2025-10-08"])
    func `the last day of an application is the last that leaves the body its term`(end: String) {
        let engine = PolicyEngine()
        let explanation = Explanation(
            of: "1",
            .instrument(Self.passed(until: end)),
            on: day(end).adding(days: -10),
            by: engine
        )
        guard let last = explanation.next?.applyBy else {
            Issue.record("no day for \(end)")
            return
        }
        #expect(engine.clock(.onSite, from: last).map { $0.due.due <= day(end) } == true)
        let after = engine.clock(.onSite, from: last.adding(days: 1))
        #expect(after.map { $0.due.due > day(end) } == true)
    }

    @Test func `what a cap swallows and what is only provisional is said`() {
        let facts = (1...12).map {
            CreditFact(
                id: "查-\($0)",
                code: "N02",
                creditClass: .bad,
                determinedOn: day("2025-03-01")
            )
        }
        let explanation = Explanation(
            of: "91330106MA00000003",
            .subject(SubjectFacts(facts: facts)),
            on: DigestTests.today,
            by: PolicyEngine()
        )
        let text = lines(explanation).joined(separator: "\n")
        #expect(text.contains("合计 -12 分，以 -10 分为限"))
        #expect(text.contains("C 级（一般），得分 80") && text.contains("暂估"))
    }
}
