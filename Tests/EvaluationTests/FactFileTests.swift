import Evaluation
import Policy
import SyncCore
import Testing

/// Facts as somebody has written them down.
struct FactFileTests {
    private static let good = #"{"code":"S01","class":"good","determinedOn":"2024-05-06"}"#
    private static let named =
        #"{"id":"f1","code":"N11","class":"bad","determinedOn":"2024-05-06","procedure":null,"final":true}"#

    private func file(_ text: String) throws(FactFileError) -> FactFile {
        try FactFile(Array(text.utf8), pack: .builtIn)
    }

    @Test(
        arguments: [
            (good, [nil]), ("\u{FEFF}\n " + named + "\n", ["f1"]),
            ("[\(good), \(named)]", [nil, "f1"]), ("[]", []),
            (good + "\n\r\n" + named + "\n", [nil, "f1"]),
        ] as [(String, [String?])]
    )
    func `one object, an array or lines`(text: String, names: [String?]) throws {
        #expect(try file(text).entries.map(\.name) == names)
    }

    @Test func `every value arrives`() throws {
        let text = #"""
            {"id":"f1","code":"N12","class":"bad","determinedOn":"2020-02-29","procedure":"summary",
             "final":false,"repairedOn":"2021-01-01","retainUntil":"2022-01-01"}
            """#
        let fact = CreditFact(
            id: "f1",
            code: "N12",
            creditClass: .bad,
            determinedOn: try #require(Day("2020-02-29")),
            procedure: .summary,
            isFinal: false,
            repairedOn: Day("2021-01-01"),
            retainUntil: Day("2022-01-01")
        )
        #expect(try file(text).entries.map(\.fact) == [fact])
    }

    private static let faults: [(String, Int?, EvaluationError)] = [
        ("3", nil, .notAnObject(key: "")),
        ("[3]", nil, .notAnObject(key: "[0]")),
        (#"{"code":"S01","code":"S02"}"#, nil, .duplicateKey),
        (#"{"code":"S01","class":"good"}"#, nil, .missingKey("determinedOn")),
        (good + "\n" + #"{"code":"S01","class":"good"}"#, 2, .missingKey("determinedOn")),
        (
            #"{"code":"S01","class":"good","determinedOn":"2023-02-29"}"#, nil,
            .notADay(key: "determinedOn", "2023-02-29")
        ),
        (
            #"{"code":"X1","class":"good","determinedOn":"2023-02-28"}"#, nil,
            .unknownCode(key: "code", "X1")
        ),
        (
            #"{"code":"S01","class":"bad","determinedOn":"2023-02-28"}"#, nil,
            .otherClass(key: "class", "bad", expected: "good")
        ),
        (
            #"{"code":"D02","class":"bad","determinedOn":"2023-02-28"}"#, nil,
            .otherClass(key: "class", "bad", expected: "direct")
        ),
        (
            #"{"code":"N11","class":"bad","determinedOn":"2023-02-28","final":true}"#, nil,
            .missingKey("procedure")
        ),
        (
            #"{"code":"S01","class":"good","determinedOn":"2023-02-28","until":null}"#, nil,
            .unknownKey("until")
        ),
        (
            #"[{"id":7,"code":"S01","class":"good","determinedOn":"2023-02-28"}]"#, nil,
            .wrongType(key: "[0].id", expected: .text)
        ),
        (
            #"{"id":"","code":"S01","class":"good","determinedOn":"2023-02-28"}"#, nil,
            .badName(key: "id", "")
        ),
        ("[\(named),\(named)]", nil, .badName(key: "[1].id", "f1")),
    ]

    @Test(arguments: faults) func `a fault is named with its place`(
        text: String,
        line: Int?,
        error: EvaluationError
    ) {
        #expect(throws: FactFileError(line: line, error: error)) { try file(text) }
    }

    @Test func `what is no JSON is said with the byte in the whole file`() {
        let error = #expect(throws: FactFileError.self) { try file("{\n  \"code\": S01\n}") }
        guard case .notJSON(let json)? = error?.error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.line == nil && json.offset == 12)
    }
}
