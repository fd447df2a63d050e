import Foundation
import TestSupport
import Testing

/// `jiliang policy show`: what is in force on a day.
struct PolicyShowTests {
    private func show(_ more: String...) throws -> Program.Outcome {
        try Program.jiliang.run(["--home", "/nonexistent", "policy", "show"] + more)
    }

    private struct Shown: Decodable {
        struct Parameter: Decodable {
            let name: String
            let from: String
            let reference: String
        }
        struct Reading: Decodable {
            let number: String
            let parameters: [String]
        }
        let asOf: String
        let parameters: [Parameter]
        let readings: [Reading]
    }

    @Test func `--json names every parameter, reading, the pack and the calendar`() throws {
        let outcome = try show("--json", "--as-of", "2026-03-31")
        #expect(outcome.status == 0 && outcome.lines.count == 1, "\(outcome.errors)")
        let shown = try JSONDecoder().decode(Shown.self, from: Data(outcome.output.utf8))
        #expect(shown.asOf == "2026-03-31")
        #expect(shown.readings.count == 46)
        #expect(shown.parameters.allSatisfy { !$0.reference.isEmpty })
        let names = shown.parameters.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(shown.readings.flatMap(\.parameters).allSatisfy(names.contains))
        #expect(
            outcome.output.contains(#""version":"hangzhou-placeholder-1","status":"placeholder""#)
        )
        #expect(outcome.output.contains(#""calendar":{"version":"cn-workdays-2026","#))
    }

    @Test func `the day decides which version is shown`() throws {
        func profile(_ day: String) throws -> Substring? {
            try show("--json", "--as-of", day).output
                .firstMatch(of: #/"name":"repair.profile","value":"([a-z]+)"/#)?.1
        }
        #expect(try profile("2026-03-31") == "zhejiang")
        #expect(try profile("2026-04-01") == "national")
    }

    @Test func `a screen shows the laws, the readings and the pack`() throws {
        let outcome = try show("--lang", "zh", "--as-of", "2026-11-25")
        #expect(outcome.lines.first == "2026-11-25 适用")
        for text in ["杭市管〔2021〕120号", "warning.green_months", "读法", "20b", "占位, 不是法规"] {
            #expect(outcome.output.contains(text), "\(text)")
        }
        #expect(try show("--lang", "en").output.contains("readings"))
    }
}
