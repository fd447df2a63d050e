import Foundation
import TestSupport
import Testing

/// The contract of the command line.
struct CommandLineTests {
    private func json(_ text: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `global options stand before or after the command`() throws {
        let home = try Home()
        let before = try Program.jiliang.run("--json", "--home", home.path, "status")
        let after = try Program.jiliang.run("status", "--home=\(home.path)", "--json")
        #expect(before.status == 0 && before.output == after.output)
        let keys = try json(before.output).keys
        for key in [
            "mode", "instruments", "pending", "receiptsMissing", "conflicts", "credit", "calendar",
            "hub",
        ] {
            #expect(keys.contains(key))
        }
    }

    @Test func `every key of a list stands in every line`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=00123")
        let line = try #require(try home.run("list", "--json").lines.first)
        let keys = Set(try json(line).keys)
        #expect(
            keys.isSuperset(of: [
                "id", "serial", "name", "model", "manufacturer", "category", "regime", "status",
                "location", "validUntil", "latestResult", "color", "violations", "daysLeft",
                "provisions", "because",
            ])
        )
    }

    @Test func `a device shows the worst colour of its parts`() throws {
        let home = try Home()
        let days = [
            ("A1", "2027-06-30"), ("A2", "2026-12-10"), ("A3", "2026-10-31"), ("B1", "2027-06-30"),
        ]
        for (serial, last) in days {
            let device = serial.hasPrefix("A") ? "加油机 1" : "加油机 2"
            _ = try home.run(
                "add",
                "serial=\(serial)",
                "所属设备=\(device)",
                "verifiedOn=2026-01-02",
                "validUntil=\(last)",
                "result=合格"
            )
        }
        func devices(_ arguments: String...) throws -> [[String: Any]] {
            let list = ["list", "--kind", "device", "--as-of", "2026-11-25", "--json"]
            return try Program.jiliang.run(["--home", home.path] + list + arguments).lines.map(json)
        }
        let all = try devices()
        #expect(all.map { $0["color"] as? String } == ["red", "none"])
        #expect(all.map { ($0["parts"] as? [Any])?.count } == [3, 1])
        #expect(all.map { $0["daysLeft"] as? Int } == [-25, 217])
        #expect(try devices("--color", "red").count == 1)
        // A scrapped nozzle is no part of the pump any more.
        let gravest = try #require(all.first?["gravest"] as? String)
        #expect(try home.run("set-status", gravest, "scrapped").status == 0)
        #expect(try devices().first?["color"] as? String == "yellow")
    }

    @Test func `an empty list prints nothing`() throws {
        let home = try Home()
        let outcome = try home.run("list", "--json")
        #expect(outcome.status == 0 && outcome.output.isEmpty)
    }

    @Test func `a setting that the environment sets to nothing lies over the file`() throws {
        let home = try Home()
        let file = try home.folder.write("x.conf", Array("[proxy]\nno_proxy = \"*\"\n".utf8))
        let name = "JILIANG_PROXY__NO_PROXY"
        let shown = try home.run(
            "config",
            "show",
            "--origin",
            "--config",
            file,
            environment: [name: "", "JILIANG_HOME": ""]
        )
        #expect(shown.output.contains(name) && !shown.output.contains("x.conf"), "\(shown)")
    }

    private static let pin = "sha256:" + String(repeating: "0", count: 64)

    static let failures: [(arguments: [String], status: Int32, code: String)] = [
        (["nonsense"], 64, "E1001"), (["status", "--as-of", "2026-02-30"], 64, "E1002"),
        (["list", "--color", "blue"], 64, "E2204"), (["import"], 64, "E1001"),
        (["import", "/nonexistent.csv"], 65, "E2009"), (["import", "/"], 65, "E2008"),
        (["import", "x.csv", "--map", "甲=乙"], 64, "E2011"), (["add", "nonsense=1"], 64, "E2203"),
        (["set", "nobody", "name=x"], 65, "E2201"), (["explain", "nobody"], 65, "E2201"),
        (["import", "undo", "IMP-1"], 65, "E2301"), (["explain", "E9999"], 65, "E2207"),
        (["export", "x.doc"], 64, "E2401"),
        (["calendar", "day", "2026-2-3"], 64, "E1002"), (["status", "--lang", "fr"], 64, "E1001"),
        (["--config", "/nonexistent.conf", "status"], 78, "E1204"),
        (["sync"], 78, "E3109"), (["push"], 78, "E3109"), (["pull"], 78, "E3109"),
        (["run"], 78, "E3109"), (["receipts"], 78, "E3109"),
        (["receipt", "verify", "/nonexistent"], 65, "E2009"),
        (["receipt", "verify", "/dev/null"], 65, "E3117"),
        (["enroll", "http://hub", "--ca-pin", pin, "--token-file", "-"], 64, "E3101"),
        (["enroll", "https://hub", "--ca-pin", "x", "--token-file", "-"], 64, "E3102"),
        (["enroll", "https://hub", "--ca-pin", pin, "--token-file", "-"], 65, "E3108"),
        (
            [
                "enroll", "https://127.0.0.1:1", "--ca-pin", pin, "--token-file",
                "/proc/sys/kernel/random/uuid",
            ], 69,
            "E3103"
        ),
    ]

    @Test(arguments: failures)
    func `a failing command ends with a code, a sentence and an exit status`(
        _ example: (arguments: [String], status: Int32, code: String)
    ) throws {
        let home = try Home()
        let arguments = ["--home", home.path] + example.arguments
        let text = try Program.jiliang.run(arguments)
        #expect(text.status == example.status, "\(example.arguments): \(text.errors)")
        #expect(text.errors.contains(example.code), "\(text.errors)")
        let asJSON = try Program.jiliang.run(arguments + ["--json"])
        let last = try #require(asJSON.errors.split(separator: "\n").last)
        let error = try #require(try json(String(last))["error"] as? [String: Any])
        #expect(error["code"] as? String == example.code)
        #expect(asJSON.status == example.status)
    }

    @Test(arguments: [
        ["help", "import"], ["import", "--help"], ["import", "undo", "-h"], ["calendar"],
    ])
    func `help is the help of the command that was named`(_ arguments: [String]) throws {
        let outcome = try Program.jiliang.run(arguments)
        #expect(
            outcome.status == 0
                && outcome.output.contains(
                    "USAGE: jiliang \(arguments.first { $0 != "help" && $0 != "--json" } ?? "")"
                )
        )
    }

    @Test func `a folder that is no site says how to make one`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.jiliang.run("--home", folder.path, "status")
        #expect(outcome.status == 78 && outcome.errors.contains("jiliang --home DIR init"))
    }

    @Test func `both languages say everything, Chinese first`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=00123")
        #expect(try home.run("status").output.contains("独立运行"))
        #expect(
            try home.run("status", environment: ["LC_ALL": "en_US.UTF-8"]).output.contains(
                "standalone"
            )
        )
        #expect(try home.run("status", "--lang", "en").output.contains("standalone"))
        let explained = try home.run("explain", "e2107")
        #expect(explained.output.contains("日期不存在") && explained.output.contains("does not exist"))
    }

    @Test func `an explanation quotes the provision and its parameters`() throws {
        let home = try Home()
        let added = try home.run(
            "add",
            "serial=00123",
            "verifiedOn=2025-12-20",
            "validUntil=2026-12-19",
            "--json"
        )
        let id = try #require(try json(added.output)["id"] as? String)
        let outcome = try home.run("explain", id, "--json", "--as-of", "2026-11-23")
        let findings = try #require(try json(outcome.output)["findings"] as? [[String: Any]])
        let finding = try #require(findings.first)
        #expect(finding["value"] as? String == "yellow")
        #expect(finding["provision"] as? String == "四（一）黄色预警")
        #expect(finding["text"] as? String == "黄色预警：计量器具 1 个月内即将达到检定有效期限；")
        #expect((finding["parameters"] as? [[String: Any]])?.isEmpty == false)
    }

    @Test func `the working-day law answers without a site`() throws {
        let due = try Program.jiliang.run(
            "calendar",
            "due",
            "--start",
            "2026-09-30",
            "--working-days",
            "5",
            "--json"
        )
        #expect(
            due.output == """
                {"start":"2026-09-30","due":"2026-10-13","dueAt":"2026-10-14T00:00:00+08:00",\
                "provisional":false}

                """
        )
        let day = try Program.jiliang.run("calendar", "day", "2026-10-10", "--json")
        #expect(try json(day.output)["working"] as? Bool == true)
    }

    @Test func `identifiers are checked, and a wrong check digit is only a warning elsewhere`()
        throws
    {
        let codes = ["91330106MA00000003", "91350100M000100Y4A", "11010519491231002X", "MA5FGUD01"]
        let outcome = try Program.jiliang.run(["id", "check", "--json"] + codes)
        #expect(outcome.status == 1)
        let kinds = try outcome.lines.map { try json($0)["kind"] as? String }
        #expect(kinds == ["uscc", "uscc", "ric", "organisation"])
        let digits = try outcome.lines.map { try json($0)["checkDigit"] as? Bool }
        #expect(digits == [true, false, true, true])
    }

    @Test func `monitoring reads the exit code`() throws {
        let home = try Home()
        #expect(try home.run("status", "--check").status == 0)
        _ = try home.run("add", "serial=1", "verifiedOn=2025-01-02", "validUntil=2026-01-01")
        let asOf = ["2025-11-01": Int32(0), "2025-12-15": 1, "2026-01-02": 2]
        for (day, status) in asOf {
            #expect(try home.run("status", "--check", "--as-of", day).status == status)
        }
        #expect(try Program.jiliang.run("--home", "/nonexistent", "status", "--check").status == 3)
        let bad = try Program.jiliang.run("--config", "/nonexistent", "status", "--check", "--json")
        #expect(bad.status == 3 && bad.errors.contains(#""code":"E1204""#))
    }

    @Test func `a ledger can come by standard input and leave by standard output`() throws {
        let home = try Home()
        let ledger = try [UInt8](Data(contentsOf: URL(filePath: home.ledger(rows: 3))))
        #expect(try home.run("import", "-", input: ledger).status == 0)
        let exported = try home.run("export", "-", "--format", "csv")
        #expect(
            try home.run("import", "-", "--error-if-nothing", input: Array(exported.output.utf8))
                .status == 10
        )
        let template = try home.run("template", "-")
        #expect(template.output.contains("出厂编号"))
    }

    @Test func `a refused ledger comes back with its reasons, and goes in once it is mended`()
        throws
    {
        let home = try Home()
        let text = "台账\n出厂编号,器具名称,状态,备注\n1,秤,在用,\"含,逗号\"\n,秤,不详,\n"
        let file = try home.folder.write("ledger.csv", Array(text.utf8))
        let copy = home.folder.file("checked.csv")
        #expect(try home.run("import", file, "--annotate", copy).status == 65)
        var annotated = try String(contentsOfFile: copy, encoding: .utf8)
        #expect(annotated.contains("备注,原因\r\n1,秤,在用,\"含,逗号\",\r\n"))
        #expect(annotated.contains("E2104 出厂编号") && annotated.contains("E2113 状态"))
        annotated.replace("\r\n,秤,不详", with: "\r\n2,秤,备用")
        try Data(annotated.utf8).write(to: URL(filePath: copy))
        #expect(try home.run("import", copy).status == 0)
        #expect(try home.run("list", "--json").lines.count == 2)
    }

    @Test func `an export is whole or not there, and replaces nothing unasked`() throws {
        let home = try Home()
        let file = home.folder.file("out.csv")
        #expect(try home.run("export", file).status == 0)
        #expect(try home.run("export", file).status == 73)
        #expect(try home.run("export", file, "--yes").status == 0)
        #expect(try home.run("export", "/nonexistent/out.csv").status == 73)
    }

    @Test func `a dry run of any change leaves the journal as it was`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=00123")
        let before = try home.run("export", "-", "--format", "ndjson").output
        let ledger = try home.ledger(rows: 2)
        for arguments in [
            ["add", "serial=9"], ["set", "00123", "name=x"], ["set-status", "00123", "停用"],
            ["import", ledger],
        ] {
            let outcome = try Program.jiliang.run(["--home", home.path, "--dry-run"] + arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try home.run("export", "-", "--format", "ndjson").output == before)
    }

    @Test func `damaged tables are put aside by the command that meets them`() throws {
        let home = try Home()
        _ = try home.run("import", try home.ledger(rows: 3000))
        let replica = home.path + "/replica.db"
        var bytes = try Data(contentsOf: URL(filePath: replica))
        let middle = bytes.count / 2 / 8192 * 8192
        bytes.replaceSubrange(
            middle..<middle + 327_680,
            with: Data(repeating: 0xFF, count: 327_680)
        )
        try bytes.write(to: URL(filePath: replica))
        #expect(try home.run("list", "--json").status == 74)
        let again = try home.run("list", "--json")
        #expect(again.status == 0 && again.lines.count == 3000)
    }

    @Test func `foreign text cannot command the terminal`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=1", "name=\u{1B}[31m红\u{202E}")
        for arguments in [
            ["list"], ["explain", "1"], ["history", "1"], ["set", "1", "name=\u{1B}[0m"],
        ] {
            let outcome = try Program.jiliang.run(["--home", home.path] + arguments)
            #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\u{202E}"))
        }
    }

    @Test func `nothing of the user's is overwritten on the way to an export`() throws {
        let home = try Home()
        let bystander = try home.folder.write("x.csv.part", Array("precious".utf8))
        #expect(try home.run("export", home.folder.file("x.csv")).status == 0)
        #expect(try String(contentsOfFile: bystander, encoding: .utf8) == "precious")
        #expect(try home.run("export", "/dev/null", "--format", "csv", "--yes").status == 0)
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
                as? FileAttributeType == .typeCharacterSpecial
        )
    }

    @Test func `an empty home is refused, for an unset variable must not make the root a site`()
        throws
    {
        #expect(try Program.jiliang.run("--home", "", "status").status == 64)
    }
}
