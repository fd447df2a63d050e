import Policy
import Testing

struct RulePackTests {
    @Test func `the built-in pack says that it is a placeholder`() {
        let pack = RulePack.builtIn
        #expect(pack.version == "hangzhou-placeholder-1")
        #expect(pack.status == .placeholder)
        #expect(pack.source.contains("不是法规"))
        #expect(pack.items.map(\.code) == CreditItem.codes)
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
        let item = #"{"code":"N08","class":"bad","name":"一","points":-7,"cap":-7,"penalty":false}"#
        let pack = try RulePack(json: file(items: item))
        let rules = PolicyEngine(rulePacks: RulePackHistory(pack)).creditRules(
            on: day("2026-11-25")
        )
        let facts = SubjectFacts(facts: [fact("N08"), fact("N08"), fact("N11")])
        #expect(rules.decision(for: facts).score == 83)
        #expect(rules.conclusion(for: facts).excluded.map(\.because) == [.unknownCode])
        #expect(rules.conclusion(for: facts).rulePack == "p")
        #expect(pack.knows("N08") && pack.knows("D01") && !pack.knows("N11"))
    }

    @Test func `a code has the name of its entry on the day`() throws {
        let entries = [("旧名", #""validUntil":"2026-06-30""#), ("新名", #""validFrom":"2026-07-01""#)]
        let items = entries.map { name, days in
            #"{"code":"N08","class":"bad","name":"\#(name)","points":-7,"cap":-7,"penalty":false,"#
                + days + "}"
        }
        let pack = try RulePack(json: file(items: items.joined(separator: ",")))
        #expect(pack.item("N08", on: day("2026-06-30"))?.name == "旧名")
        #expect(pack.item("N08", on: day("2026-07-01"))?.name == "新名")
        #expect(pack.item("N07", on: day("2026-07-01")) == nil)
    }

    @Test func `a byte order mark is no fault, and not part of the pack`() throws {
        let item = #"{"code":"N08","class":"bad","name":"一","points":-7,"cap":-7,"penalty":false}"#
        let bytes = file(items: item)
        let marked = try RulePack(json: [0xEF, 0xBB, 0xBF] + bytes)
        #expect(marked == (try RulePack(json: bytes)) && marked.json == bytes)
    }

    @Test(arguments: [
        ("量具", "量具"), (#"\u91cf\u5177"#, "量具"), (#"a\"b\\c\/d"#, #"a"b\c/d"#),
        (#"\ud83d\ude00"#, "😀"),
    ])
    func `a name is read with its escapes`(written: String, name: String) throws {
        let item = #"{"code":"N08","class":"bad","name":"\#(written)","points":-7,"cap":-7,"#
        let pack = try RulePack(json: file(items: item + #""penalty":false}"#))
        #expect(pack.items.map(\.name) == [name])
    }

    @Test(arguments: [#"\q"#, #"\u12"#, #"\ud83d"#, "\u{1}", #"a\"#])
    func `a name with half an escape is no JSON`(written: String) {
        let item = #"{"code":"N08","class":"bad","name":"\#(written)","points":-7,"cap":-7,"#
        #expect(throws: RulePackError.self) {
            try RulePack(json: file(items: item + #""penalty":false}"#))
        }
    }

    private func file(items: String) -> [UInt8] {
        let head = #""version":"p","status":"official","validFrom":"2026-01-01","source":"s""#
        return Array("{\(head),\"items\":[\(items)]}".utf8)
    }
}
