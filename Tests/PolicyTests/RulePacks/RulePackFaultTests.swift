import Policy
import Testing

/// The lint of a rule pack: every fault, its place, and all at once.
struct RulePackFaultTests {
    private static let head =
        #""version":"p","status":"official","validFrom":"2026-01-01","source":"s""#
    private static let good =
        #"{"code":"S01","class":"good","name":"一","points":2,"cap":2,"penalty":false}"#
    private static let bad =
        #"{"code":"N06","class":"bad","name":"一","points":-2,"cap":null,"penalty":false}"#

    private static func faults(of text: String) throws -> [RulePackFault] {
        let error = #expect(throws: RulePackError.self) { try RulePack(json: Array(text.utf8)) }
        return error?.faults ?? []
    }

    private static func file(_ items: String...) -> String {
        "{\(head),\"items\":[\(items.joined(separator: ","))]}"
    }

    typealias Row = (item: String, path: String, kind: RulePackFault.Kind)

    static let items: [Row] = [
        ("7", "", .wrongType(expected: .object)),
        (bad.replacing("N06", with: ""), ".code", .empty),
        (bad.replacing(#""N06""#, with: "6"), ".code", .wrongType(expected: .text)),
        (bad.replacing("N06", with: "D01"), ".code", .laidDown("D01")),
        (bad.replacing("N06", with: "N09"), ".code", .unknownCode("N09")),
        (bad.replacing("N06", with: "n06"), ".code", .unknownCode("n06")),
        (bad.replacing("N06", with: "S01"), ".class", .otherClass),
        (
            bad.replacing(#""bad""#, with: #""direct""#), ".class",
            .unknownWord("direct", expected: ["good", "bad"])
        ),
        (bad.replacing("一", with: ""), ".name", .empty),
        (bad.replacing(#""name":"一","#, with: ""), ".name", .missing),
        (bad.replacing("-2", with: "2"), ".points", .wrongSign),
        (bad.replacing("-2", with: "0"), ".points", .wrongSign),
        (bad.replacing("-2", with: "-101"), ".points", .outOfRange("-100…100")),
        (bad.replacing("-2", with: "-2.5"), ".points", .fraction("-2.5")),
        (bad.replacing("-2", with: "-2.0"), ".points", .fraction("-2.0")),
        (bad.replacing("-2", with: "-2e0"), ".points", .fraction("-2e0")),
        (bad.replacing("-2", with: #""-2""#), ".points", .wrongType(expected: .wholeNumber)),
        (bad.replacing("-2", with: "null"), ".points", .wrongType(expected: .wholeNumber)),
        (bad.replacing("null", with: "2"), ".cap", .wrongSign),
        (bad.replacing("null", with: "-1"), ".cap", .lessThanPoints),
        (bad.replacing("null", with: "-2.5"), ".cap", .fraction("-2.5")),
        (bad.replacing("null", with: #""-2""#), ".cap", .wrongType(expected: .wholeNumberOrNull)),
        (bad.replacing(#""cap":null,"#, with: ""), ".cap", .missing),
        (good.replacing("false", with: "true"), ".penalty", .penaltyOfGood),
        (good.replacing(#","penalty":false"#, with: ""), ".penalty", .missing),
        (good.replacing("false", with: "0"), ".penalty", .wrongType(expected: .flag)),
        (
            good.replacing(#""penalty""#, with: #""Penalty":true,"penalty""#), ".Penalty",
            .unknownKey
        ),
        (good.replacing(#""cap""#, with: #""points":3,"cap""#), ".points", .duplicateKey),
        (
            good.replacing("false", with: #"false,"validFrom":7"#), ".validFrom",
            .wrongType(expected: .text)
        ),
        (
            good.replacing("false", with: #"false,"validFrom":"2026-02-29""#), ".validFrom",
            .notADay("2026-02-29")
        ),
        (
            good.replacing(
                "false",
                with: #"false,"validFrom":"2026-02-02","validUntil":"2026-02-01""#
            ), ".validUntil", .endsBeforeItBegins
        ),
    ]

    @Test(arguments: items)
    func `a fault of an item is named with its place`(row: Row) throws {
        let found = try Self.faults(
            of: Self.file(Self.good.replacing("S01", with: "S02"), row.item)
        )
        #expect(found == [RulePackFault(path: "items[1]\(row.path)", kind: row.kind)])
    }

    static let files: [(text: String, path: String, kind: RulePackFault.Kind)] = [
        ("", "", .notJSON(byte: 0)), ("{", "", .notJSON(byte: 1)),
        (file(good) + "x", "", .notJSON(byte: file(good).utf8.count)),
        ("[]", "", .wrongType(expected: .object)),
        (file(), "items", .empty),
        (file(good).replacing(#""items":["#, with: #""note":"","items":["#), "note", .unknownKey),
        (
            file(good).replacing(#""status""#, with: #""version":"q","status""#), "version",
            .duplicateKey
        ),
        (
            file(good).replacing("official", with: "final"), "status",
            .unknownWord("final", expected: ["placeholder", "official"])
        ),
        (
            file(good).replacing(#""source""#, with: #""validUntil":"2025-12-31","source""#),
            "validUntil", .endsBeforeItBegins
        ),
        (file(good).replacing("2026-01-01", with: "2026-1-1"), "validFrom", .notADay("2026-1-1")),
        (file(good, good), "items[1].code", .overlaps("items[0]")),
        (
            file(
                good.replacing("false", with: #"false,"validUntil":"2026-06-30""#),
                good.replacing("false", with: #"false,"validFrom":"2026-06-30""#)
            ), "items[1].code", .overlaps("items[0]")
        ),
        (
            file(
                bad.replacing("false", with: #"false,"validUntil":"2026-06-30""#),
                bad.replacing("false", with: #"true,"validFrom":"2026-07-01""#)
            ), "items[1].penalty", .differs("items[0]")
        ),
    ]

    @Test(arguments: files)
    func `a fault of the file is named with its place`(
        text: String,
        path: String,
        kind: RulePackFault.Kind
    ) throws {
        #expect(try Self.faults(of: text) == [RulePackFault(path: path, kind: kind)])
    }

    @Test func `every fault is named at once, in both languages`() throws {
        let item = Self.bad.replacing("-2", with: "1.5").replacing("N06", with: "D02")
        let text =
            #"{"version":"","status":"new","validFrom":"2026-9-30","source":7,"items":[\#(item)]}"#
        let found = try Self.faults(of: text)
        #expect(
            found.map(\.path) == [
                "version", "status", "validFrom", "source", "items[0].points", "items[0].code",
            ]
        )
        #expect(found.allSatisfy { $0.text(in: .chinese) != $0.text(in: .english) })
        #expect(try Self.faults(of: "{}").count == 5)
    }

    @Test func `entries of one code may follow one another, and each counts on its days`() throws {
        let text = Self.file(
            Self.bad.replacing("false", with: #"false,"validUntil":"2026-06-30""#),
            Self.bad.replacing("-2", with: "-7")
                .replacing(
                    "false",
                    with: #"false,"validFrom":"2026-07-01","validUntil":"2026-07-31""#
                )
        )
        let pack = try RulePack(json: Array(text.utf8))
        let facts = SubjectFacts(facts: [
            CreditFact(id: "f", code: "N06", creditClass: .bad, determinedOn: day("2026-01-01"))
        ])
        func conclusion(_ text: String) -> CreditConclusion {
            PolicyEngine(rulePacks: RulePackHistory(pack)).creditRules(on: day(text)).conclusion(
                for: facts
            )
        }
        #expect(conclusion("2026-06-30").decision.score == 88)
        #expect(conclusion("2026-07-01").decision.score == 83)
        #expect(conclusion("2026-08-01").decision.score == 90)
        #expect(conclusion("2026-08-01").excluded.map(\.because) == [.itemNotInForce])
    }

    @Test func `a pack says for which days it is`() throws {
        let text = Self.file(Self.good)
            .replacing(#""source""#, with: #""validUntil":"2026-12-31","source""#)
        let pack = try RulePack(json: Array(text.utf8))
        #expect(!pack.isValid(on: day("2025-12-31")) && pack.isValid(on: day("2026-01-01")))
        #expect(pack.isValid(on: day("2026-12-31")) && !pack.isValid(on: day("2027-01-01")))
    }
}
