import Explanations
import Policy
import Testing

/// What an explanation says of the facts, and of days on which they or the measures were others.
struct EvidenceTextTests {
    private func text(_ facts: InstrumentFacts, on text: String, today: String? = nil) -> String {
        let engine = PolicyEngine()
        return ExplanationText(
            Explanation(of: "1", .instrument(facts), on: day(text), by: engine),
            titled: "电子秤",
            by: engine,
            today: day(today ?? text),
            in: .chinese
        ).lines.joined(separator: "\n")
    }

    private func verified(
        _ on: String,
        _ result: VerificationResult = .pass,
        until: String? = nil,
        isDeclared: Bool = false
    ) -> VerificationFacts {
        VerificationFacts(
            on: day(on),
            result: result,
            validUntil: until.map(day),
            isDeclared: isDeclared
        )
    }

    @Test func `an idle instrument is never called normal, and its standing is said`() {
        let failed = InstrumentFacts(
            status: .standby,
            verifications: [verified("2026-05-01", .fail)]
        )
        let cases = [
            (failed, "最近一次检定不合格（2026-05-01）"),
            (InstrumentFacts(status: .stopped), "停用，未在使用；没有检定"),
            (
                InstrumentFacts(
                    status: .repairing,
                    verifications: [verified("2026-05-01", until: "2027-04-30")]
                ), "维修，未在使用；有效期至 2027-04-30"
            ),
        ]
        for (facts, standing) in cases {
            let text = text(facts, on: "2026-11-25")
            #expect(text.hasPrefix("[ - ] 电子秤: 2026-11-25 未在使用，不标颜色\n"))
            #expect(text.contains(standing) && !text.contains("为正常"), "\(text)")
        }
        #expect(text(failed, on: "2026-11-25").contains("“仍在使用”是否限定两种情形"))
    }

    @Test func `a day in the past is not said to have no record, nor is anything ordered`() {
        let facts = InstrumentFacts(verifications: [verified("2026-09-25", until: "2027-09-24")])
        let text = text(facts, on: "2021-09-29", today: "2026-11-25")
        #expect(text.contains("该日没有检定；最早的记录是 2026-09-25"))
        #expect(text.contains("使用状态按现在的登记") && !text.contains("下一步"))
        #expect(text.contains("办法自 2021-09-30 起施行，此前按首个版本试算"))
        let first = self.text(facts, on: "2021-09-30")
        #expect(!first.contains("试算") && first.contains("下一步: ") && !first.contains("现在的登记"))
    }

    @Test func `the verification that counts is shown with its source and what it displaces`() {
        let facts = InstrumentFacts(
            verifications: [
                verified("2026-01-10", until: "2027-01-09"),
                verified("2026-03-01", until: "2027-02-28", isDeclared: true),
                verified("2025-03-01", isDeclared: true),
            ]
        )
        let both = text(facts, on: "2026-11-25")
        #expect(both.contains("事实: 2026-01-10 检定合格，有效期至 2027-01-09（检定机构）"))
        #expect(both.contains("不采用 2026-03-01 检定合格，有效期至 2027-02-28（使用单位自报）"))
        #expect(!both.contains("不采用 2025"))
        let early = text(facts, on: "2026-01-09")
        #expect(early.contains("事实: 2025-03-01 检定合格（使用单位自报）"))
    }

    @Test func `what has no colour by its kind names the reading it rests on`() {
        for facts in [InstrumentFacts(status: .scrapped), InstrumentFacts(isCompulsory: false)] {
            let text = text(facts, on: "2026-11-25")
            #expect(text.contains("读法: " + Reading.scope.question(in: .chinese)))
        }
    }

    @Test func `a meter to be rotated cites the article on rotation, and a title stands once`() {
        let facts = InstrumentFacts(
            regime: .rotate,
            verifications: [verified("2020-01-01", until: "2026-12-01")]
        )
        let text = text(facts, on: "2026-11-25")
        #expect(text.contains("轮换（浙江省计量监督管理条例第十九条第一款）"))
        #expect(
            text.contains(
                "依据: 浙江省计量监督管理条例第十九条第一款  浙江省人民代表大会常务委员会公告第5号"
            )
        )
    }

    @Test func `an E by a ground says so, and a D is under no constraint`() {
        func lines(_ code: String, _ count: Int) -> String {
            let facts = (0..<count).map {
                CreditFact(
                    id: "f\($0)",
                    code: code,
                    creditClass: .bad,
                    determinedOn: day("2026-06-01"),
                    procedure: .ordinary,
                    isFinal: true
                )
            }
            let engine = PolicyEngine()
            let today = day("2026-11-25")
            let subject = Explanation.Facts.subject(SubjectFacts(facts: facts))
            return ExplanationText(
                Explanation(of: "91330106MA00000003", subject, on: today, by: engine),
                titled: "某店",
                by: engine,
                today: today,
                in: .chinese
            ).lines.joined(separator: "\n")
        }
        let direct = lines("D01", 1)
        #expect(direct.contains("等级: 依 D01 以不正当手段取得计量行政许可，直接判定为 E 级（四（三）直接判定）"))
        #expect(direct.contains("仅按得分: 得分 90，B 级"))
        #expect(direct.contains("确认: E 级须经人工确认（个人信息保护法第二十四条第三款）"))
        #expect(direct.contains("f0  D01 以不正当手段取得计量行政许可，2026-06-01 认定"))
        let warned = lines("N11", 2)
        #expect(warned.contains("D 级") && !warned.contains("可以: "))
        #expect(warned.contains("\n监管措施针对 E 级，不及于 D 级（四（五）监管措施）"))
        #expect(warned.contains("计至 2031-06-01（三（二）近5年）"))
    }
}
