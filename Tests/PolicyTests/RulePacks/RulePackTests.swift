import Policy
import Testing

struct RulePackTests {
    @Test func `the built-in pack says that it is a placeholder`() {
        let pack = RulePack.builtIn
        #expect(pack.version == "hangzhou-placeholder-1")
        #expect(pack.status == .placeholder)
        #expect(pack.source.contains("不是法规"))
        let lines = pack.items.map { item in
            "\(item.code) \(item.points) \(item.cap.map(String.init) ?? "-")"
                + (item.isPenalty ? " penalty" : "")
        }
        #expect(
            lines == [
                "S01 1 2", "S02 2 4", "S03 1 1", "S04 3 3", "S05 2 3", "S06 1 1", "S07 1 2",
                "N01 -1 -5", "N02 -1 -10", "N03 -5 -15", "N04 -1 -5", "N05 -5 -10", "N06 -10 -",
                "N07 -2 -6", "N08 -10 -", "N10 -5 - penalty", "N11 -10 - penalty",
                "N12 -20 - penalty", "N13 -30 - penalty",
            ]
        )
    }

    @Test func `another pack gives other points`() throws {
        let item = #"{"code":"X1","class":"bad","name":"一","points":-7,"cap":-7,"penalty":false}"#
        let pack = try RulePack(json: file(items: item))
        let rules = PolicyEngine(rulePack: pack).creditRules(on: day("2026-11-25"))
        let facts = SubjectFacts(facts: [fact("X1"), fact("X1"), fact("N11")])
        #expect(rules.decision(for: facts).score == 83)
        #expect(rules.conclusion(for: facts).excluded.map(\.because) == [.unknownCode])
        #expect(rules.conclusion(for: facts).rulePack == "p")
        #expect(pack.knows("X1") && pack.knows("D01") && !pack.knows("N11"))
    }

    static let faults: [(item: String, path: String)] = [
        (#"{"code":"","class":"bad","name":"一","points":-1,"cap":null,"penalty":false}"#, "code"),
        (
            #"{"code":"D01","class":"bad","name":"一","points":-1,"cap":null,"penalty":false}"#,
            "code"
        ),
        (
            #"{"code":"X","class":"direct","name":"一","points":-1,"cap":null,"penalty":false}"#,
            "class"
        ),
        (#"{"code":"X","class":"bad","name":"","points":-1,"cap":null,"penalty":false}"#, "name"),
        (#"{"code":"X","class":"bad","name":"一","points":1,"cap":null,"penalty":false}"#, "points"),
        (
            #"{"code":"X","class":"good","name":"一","points":0,"cap":null,"penalty":false}"#,
            "points"
        ),
        (#"{"code":"X","class":"good","name":"一","points":1.5,"cap":2,"penalty":false}"#, "points"),
        (#"{"code":"X","class":"good","name":"一","points":"1","cap":2,"penalty":false}"#, "points"),
        (#"{"code":"X","class":"good","name":"一","points":2,"cap":1,"penalty":false}"#, "cap"),
        (#"{"code":"X","class":"bad","name":"一","points":-2,"cap":2,"penalty":false}"#, "cap"),
        (#"{"code":"X","class":"good","name":"一","points":2,"penalty":false}"#, "cap"),
        (#"{"code":"X","class":"good","name":"一","points":2,"cap":2,"penalty":true}"#, "penalty"),
        (#"{"code":"X","class":"good","name":"一","points":2,"cap":2}"#, "penalty"),
    ]

    @Test(arguments: faults)
    func `a fault is named with its place`(_ row: (item: String, path: String)) {
        let error = #expect(throws: RulePackError.self) {
            try RulePack(json: file(items: row.item))
        }
        #expect(error?.faults.map(\.path) == ["items[0].\(row.path)"])
    }

    @Test func `every fault is named at once`() {
        let item = #"{"code":"X","class":"bad","name":"一","points":-1,"cap":null,"penalty":false}"#
        let text =
            #"{"version":"","status":"new","validFrom":"2021-9-30","source":"","items":[\#(item),\#(item)]}"#
        let error = #expect(throws: RulePackError.self) { try RulePack(json: Array(text.utf8)) }
        #expect(
            error?.faults.map(\.path)
                == ["version", "status", "validFrom", "source", "items[1].code"]
        )
        #expect(throws: RulePackError.self) { try RulePack(json: Array("[".utf8)) }
        #expect(throws: RulePackError.self) { try RulePack(json: Array("{}".utf8)) }
    }

    private func file(items: String) -> [UInt8] {
        let head = #""version":"p","status":"official","validFrom":"2026-01-01","source":"s""#
        return Array("{\(head),\"items\":[\(items)]}".utf8)
    }
}
