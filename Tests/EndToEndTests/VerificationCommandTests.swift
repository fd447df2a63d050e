import Foundation
import TestSupport
import Testing

@testable import AgentCommand

/// The commands on the way to a verification, at a body that applies to itself: no hub is needed.
struct VerificationCommandTests {
    private static let body = "12330106MA00000011"
    private static let result = #"""
        {"result":"pass","testedOn":"2026-11-19","issuedOn":"2026-11-20","validUntil":"2027-05-19",
        "certificateNumber":"YH-J-0417","inspector":"张工","verifier":"李工","approver":"陈工",
        "regulation":"JJG 443-2023"}
        """#

    private struct BodyHome {
        let folder: TemporaryFolder
        var path: String { folder.file("home") }

        init() throws {
            folder = try TemporaryFolder()
            _ = try run(
                "init",
                "--role",
                "verification-body",
                "--organisation",
                VerificationCommandTests.body,
                "--name",
                "检测中心"
            )
            _ = try run("add", "serial=00123", "name=电子秤", "status=在用")
        }

        func run(_ arguments: String..., input: [UInt8] = []) throws -> Program.Outcome {
            try Program.jiliang.run(["--home", path] + arguments, input: input)
        }
    }

    private func json(_ text: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `a correction says what changes before it is written, and then it counts`() throws {
        let home = try BodyHome()
        let applied = try json(
            try home.run("apply", "00123", "--body", Self.body, "--json").output
        )
        let application = try #require((applied["applications"] as? [[String: Any]])?.first)
        let job = try #require(application["id"] as? String)
        _ = try home.run("job", "accept", job)
        let file = try home.folder.write("r.json", Array(Self.result.utf8))
        _ = try home.run("result", "add", "--job", job, "--file", file)
        let text = Self.result.replacingOccurrences(of: "2027-05-19", with: "2026-11-25")
        let corrected = try home.folder.write("c.json", Array(text.utf8))
        func correct(_ more: String...) throws -> Program.Outcome {
            try Program.jiliang.run(
                ["--home", home.path, "result", "correct", "YH-J-0417", "--file", corrected]
                    + ["--reason", "有效期写错"] + more,
                input: []
            )
        }
        let planned = try correct("--dry-run")
        #expect(planned.output.contains("有效期至: 2027-05-19 → 2026-11-25"))
        let told = try json(try correct("--json", "--dry-run").output)
        #expect(told["verification"] is NSNull && told["needsHuman"] as? Bool == false)
        #expect(try home.run("export", "-", "--format", "ndjson").output.contains("2027-05-19"))

        #expect(try correct("--yes").status == 0)
        let again = try correct("--yes")
        #expect(again.status == 65 && again.errors.contains("E2228"))
        let exported = try home.run("export", "-", "--format", "ndjson").lines
        let chain = try exported.map(json).filter { $0["kind"] as? String == "verification" }
        #expect(chain.count == 2)
        #expect(chain.filter { $0["correctedBy"] is String }.count == 1)
        #expect(
            try home.run("result", "correct", "X", "--file", file, "--reason", "r").status == 65
        )
        #expect(try home.run("doctor").status == 0)
    }

    @Test func `from filing to a result, by the keys of the interface`() throws {
        let home = try BodyHome()
        #expect(try home.run("file", "00123").status == 0)
        #expect(try home.run("file", "00123").status == 65)
        let applied = try json(
            try home.run("apply", "00123", "--body", Self.body, "--json").output
        )
        let application = try #require((applied["applications"] as? [[String: Any]])?.first)
        let job = try #require(application["id"] as? String)

        let early = try home.run(
            "result",
            "add",
            "--job",
            job,
            "--file",
            "-",
            "--json",
            input: Array(Self.result.utf8)
        )
        #expect(early.status == 65 && early.errors.contains("jiliang job accept"))
        let rejected = try json(early.output)["rejected"] as? [[String: Any]]
        #expect(rejected?.first?["code"] as? String == "E4105")
        #expect(rejected?.first?["row"] as? Int == 1)

        #expect(try home.run("job", "accept", String(job.prefix(13))).status == 0)
        let certificate = try home.folder.write("证书.pdf", Array("%PDF-1.7".utf8))
        let added = try home.run(
            "result",
            "add",
            "--job",
            "00123",
            "--file",
            "-",
            "--certificate",
            certificate,
            "--json",
            input: Array(Self.result.utf8)
        )
        #expect(added.status == 0)
        #expect(try json(added.output)["accepted"] as? Int == 1)

        let line = try json(try #require(try home.run("jobs", "--json", "--all").lines.first))
        #expect(line["completedOn"] as? String == "2026-11-20")
        #expect(line["dueOn"] as? String == "2026-11-27")
        for key in ["id", "instrument", "state", "appliedOn", "acceptedOn", "testedOn"] {
            #expect(line[key] is String, "\(key)")
        }
        let deadline = try json(
            try #require(
                try home.run("deadlines", "--json", "--as-of", "2026-11-23").lines.first
            )
        )
        #expect(deadline["workingDaysLeft"] as? Int == 4)
        #expect(deadline["met"] as? Bool == false)
        #expect(deadline["receivedAt"] is NSNull)
        #expect(deadline["provision"] as? String == "二（四）")
        #expect(deadline["dueAt"] as? String == "2026-11-28T00:00:00+08:00")
        for key in ["kind", "subject", "startedOn", "dueOn", "provisional"] {
            #expect(deadline[key] != nil, "\(key)")
        }
    }

    @Test func `a dry run of any step writes nothing`() throws {
        let home = try BodyHome()
        let before = try home.run("export", "-", "--format", "ndjson").output
        #expect(try home.run("file", "00123", "--dry-run").status == 0)
        let planned = try home.run(
            "apply",
            "00123",
            "--body",
            Self.body,
            "--dry-run",
            "--json"
        )
        #expect(planned.status == 0 && planned.output.contains(#""id":null"#))
        #expect(try home.run("export", "-", "--format", "ndjson").output == before)
    }

    static let failures: [(arguments: [String], status: Int32, code: String)] = [
        (["file", "nobody"], 65, "E2201"), (["file"], 64, "E1001"),
        (["apply", "00123", "--body", "123"], 64, "E1105"),
        (["apply", "00123", "--body", body, "--reason", "old"], 64, "E2204"),
        (["apply", "00123", "--body", body, "--window", "2026-12-01"], 64, "E1002"),
        (["apply", "00123", "--body", body, "--window", "2026-12-02..2026-12-01"], 64, "E2212"),
        (["job", "accept", "nobody"], 65, "E4101"), (["job", "return", "x"], 64, "E1001"),
        (["job", "schedule", "x", "--on", "2026-02-30"], 64, "E1002"),
        (["result", "add", "--job", "x", "--file", "/nonexistent"], 65, "E4101"),
        (["conflicts", "show", "7"], 65, "E2221"),
        (["conflicts", "undo", "7"], 65, "E2221"),
        (["conflicts", "resolve", "7", "--take", "mine"], 64, "E1001"),
        (["conflicts", "resolve", "7", "--take", "mine", "--reason", " "], 64, "E1001"),
        (["explain", "00123", "--field", "nonsense"], 64, "E2203"),
        (["explain", "00123", "--field", "issuedOn"], 65, "E2203"),
    ]

    @Test(arguments: failures)
    func `a step that cannot be taken ends with a code and an exit status`(
        _ example: (arguments: [String], status: Int32, code: String)
    ) throws {
        let home = try BodyHome()
        let outcome = try Program.jiliang.run(
            ["--home", home.path, "--json"] + example.arguments,
            input: []
        )
        #expect(outcome.status == example.status, "\(outcome.errors)")
        #expect(outcome.errors.contains(#""code":"\#(example.code)""#), "\(outcome.errors)")
    }

    @Test func `docs/merge.md says every rule in the words of the screen`() throws {
        let text = String(decoding: try Checkout.bytes("docs/merge.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").map(String.init)
        for rule in MergeWords.allRules {
            let row = try #require(rows.first { $0.hasPrefix("| `\(rule.name)` |") }, "\(rule)")
            #expect(row.contains("| \(rule.chinese) |"), "\(rule.name)")
            #expect(row.contains("| \(rule.english) |"), "\(rule.name)")
        }
    }
}
