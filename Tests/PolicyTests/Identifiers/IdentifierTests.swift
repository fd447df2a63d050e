import Policy
import Testing

struct IdentifierTests {
    static let valid = IdentifierCheck.Outcome.valid
    static let wrongDigit = IdentifierCheck.Outcome.wrongDigit
    static let wrongShape = IdentifierCheck.Outcome.wrongShape

    @Test(arguments: [
        ("91110000600037341L", valid), ("91110000101623741K", valid),
        ("911101066976941872", valid), ("91350100M000100Y43", valid),
        ("91440300MA5FGUD013", valid), ("91330106MA00000003", valid),
        ("92330105MA0000000H", valid), ("91330106MA00000190", valid),
        ("91350100M000100Y4A", wrongDigit), ("91350211M0000XUF46", wrongDigit),
        ("A1330106MA00000003", wrongDigit), ("91330106MA0000000", wrongShape),
        ("91330106MA000000033", wrongShape), ("9133010AMA00000003", wrongShape),
        ("91330106MI00000003", wrongShape), ("91330106ma00000003", wrongShape),
        ("９1330106MA00000003", wrongShape), ("", wrongShape),
    ])
    func `GB 32100 unified social credit codes`(code: String, outcome: IdentifierCheck.Outcome) {
        #expect(UnifiedSocialCreditCode.check(code).outcome == outcome)
    }

    @Test(arguments: [
        ("600037341", valid), ("101623741", valid), ("697694187", valid), ("MA5FGUD01", valid),
        ("600037342", wrongDigit), ("60003734X", wrongDigit), ("60003734-1", wrongShape),
        ("60003734A", wrongShape), ("6000373", wrongShape), ("ma5fgud01", wrongShape),
    ])
    func `GB 11714 organisation codes`(code: String, outcome: IdentifierCheck.Outcome) {
        #expect(OrganisationCode.check(code).outcome == outcome)
    }

    @Test(arguments: [
        ("360426199101010071", valid), ("11010519491231002X", valid),
        ("110105194912310021", wrongDigit), ("11010519491231002x", wrongShape),
        ("110105194902290021", wrongShape), ("11010519491331002X", wrongShape),
        ("11010519300101002X", wrongDigit), ("36042619910101007", wrongShape),
        ("3604261991010100711", wrongShape), ("36042619910101A071", wrongShape),
    ])
    func `GB 11643 citizen numbers`(code: String, outcome: IdentifierCheck.Outcome) {
        #expect(CitizenNumber.check(code).outcome == outcome)
    }

    @Test func `an abolished region is no reason to doubt a citizen number`() {
        #expect(CitizenNumber.check("330103199101010075").shape)
    }

    @Test func `exactly one check character fits`() {
        let stem = "91330106MA0000000"
        let fitting = "0123456789ABCDEFGHJKLMNPQRTUWXY".filter {
            UnifiedSocialCreditCode.check(stem + String($0)).checkDigit
        }
        #expect(fitting == "3")
    }
}

extension IdentifierCheck {
    enum Outcome { case valid, wrongDigit, wrongShape }

    var outcome: Outcome {
        switch (shape, checkDigit) {
        case (true, true): .valid
        case (true, false): .wrongDigit
        case (false, _): .wrongShape
        }
    }
}
