import Foundation
import TestSupport
import Testing

/// `jiliang policy rule-pack check`: the lint of a rule pack, seen from outside.
struct RulePackCheckTests {
    private static let item =
        #"{"code":"N06","class":"bad","name":"一","points":-7,"cap":null,"penalty":false}"#
    private static let head =
        #""version":"mine","status":"official","validFrom":"2026-01-01","source":"test""#

    private func check(_ text: String, _ more: String...) throws -> Program.Outcome {
        try Program.jiliang.run(
            ["--home", "/nonexistent", "policy", "rule-pack", "check", "-"] + more,
            input: Array(text.utf8)
        )
    }

    @Test func `the built-in pack passes and is summed up`() throws {
        let path = "Sources/Policy/RulePacks/hangzhou-placeholder-1.json"
        let text = String(decoding: try Checkout.bytes(path), as: UTF8.self)
        let outcome = try check(text, "--lang", "zh")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.first?.contains("占位, 不是法规") == true)
        #expect(outcome.output.contains("共 19 项"))
        let json = try check(text, "--json").output
        #expect(json.contains(#""valid":true"#) && json.contains(#""digest":"sha256:"#))
    }

    @Test func `the digest does not depend on how the file is laid out`() throws {
        func digest(_ text: String) throws -> Substring? {
            try check(text, "--json").output.firstMatch(of: #/"digest":"(sha256:[0-9a-f]{64})"/#)?.1
        }
        let one = try digest("{\(Self.head),\"items\":[\(Self.item)]}")
        let other = try digest("{ \"items\" : [\(Self.item)],\n\(Self.head)}")
        #expect(one != nil && one == other)
        #expect(
            try digest("{\(Self.head),\"items\":[\(Self.item.replacing("7", with: "8"))]}") != one
        )
    }

    @Test func `every fault is printed with its place, and the exit status is 65`() throws {
        let bad = Self.item.replacing("-7", with: "1.5").replacing("N06", with: "N99")
        let text =
            "{\(Self.head),\"items\":[\(bad),\(Self.item.replacing(#""cap":null,"#, with: ""))]}"
        let outcome = try check(text, "--lang", "en")
        #expect(outcome.status == 65)
        #expect(
            outcome.lines == [
                "items[0].points: 1.5 is not a whole number as 12 is",
                "items[0].code: `N99` is no code of an item (S01–S07 N01–N08 N10–N13)",
                "items[1].cap: is missing",
            ]
        )
        #expect(outcome.errors.contains("E2521"))
        let json = try check(text, "--json")
        #expect(json.status == 65)
        #expect(json.output.contains(#"{"valid":false,"errors":[{"path":"items[0].points","#))
        #expect(json.errors.contains(#""code":"E2521""#))
    }

    @Test func `a pack that is not for the day says so`() throws {
        let text = "{\(Self.head),\"items\":[\(Self.item)]}"
        #expect(try check(text, "--as-of", "2025-12-31").errors.contains("W2522"))
        #expect(try check(text, "--as-of", "2026-01-01").errors.isEmpty)
    }
}
