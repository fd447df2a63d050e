import Foundation
import TestSupport
import Testing

/// `jiliang policy evaluate`: the contract, line by line.
struct PolicyEvaluateTests {
    private func evaluate(
        _ lines: [String],
        _ more: String...,
        on day: String = "2026-11-23"
    ) throws -> Program.Outcome {
        try evaluate(bytes: Array(lines.map { $0 + "\n" }.joined().utf8), more, on: day)
    }

    private func evaluate(
        bytes: [UInt8],
        _ more: [String] = [],
        on day: String = "2026-11-23"
    ) throws -> Program.Outcome {
        // A home that does not exist: no store is needed.
        try Program.jiliang.run(
            ["--home", "/nonexistent", "policy", "evaluate", "-", "--as-of", day] + more,
            input: bytes
        )
    }

    private static let instrument =
        #"{"kind":"instrument","id":"i1","status":"in_use","compulsory":true,"regime":"periodic","#
        + #""verifications":[{"on":"2025-12-20","result":"pass","validUntil":"2026-12-19"}],"#
        + #""repairedOn":null}"#
    private static let subject =
        #"{"kind":"subject","id":"91330106MA00000003","facts":[{"id":"f1","code":"N11","#
        + #""class":"bad","determinedOn":"2024-05-06","procedure":"ordinary","final":true,"#
        + #""repairedOn":null,"retainUntil":null}]}"#
    private static let clock =
        #"{"kind":"clock","id":"c1","clock":"upload","start":"2026-09-30"}"#

    @Test func `instruments, subjects and clocks are answered in their order`() throws {
        let outcome = try evaluate([Self.instrument, Self.subject, Self.clock])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.lines == [
                #"{"id":"i1","color":"yellow","violations":[],"daysLeft":26,"#
                    + #""provisions":["四（一）黄色预警"],"because":"有效期至 2026-12-19，距今 26 天，在 1 个月以内"}"#,
                #"{"id":"91330106MA00000003","score":80,"byScore":"C","direct":null,"grade":"C","#
                    + #""needsConfirmation":false,"counted":["f1"],"excluded":[],"#
                    + #""provisions":["四（三）得分评价","四（三）C级"],"rulePack":"hangzhou-placeholder-1"}"#,
                #"{"id":"c1","due":"2026-10-13","dueAt":"2026-10-14T00:00:00+08:00","#
                    + #""provisional":false,"provision":"二（四）"}"#,
            ]
        )
    }

    @Test func `a fact left out says why and under which provision`() throws {
        let line = Self.subject.replacing("true,", with: "false,")
        let chinese = try evaluate([line]).output
        #expect(
            chinese.contains(
                #""excluded":[{"fact":"f1","because":"处罚尚未终局，或不知是否终局","#
                    + #""provision":"浙江省公共信用信息管理条例第十一条第二项"}]"#
            )
        )
        #expect(try evaluate([line], "--lang", "en").output.contains("not known to be final"))
    }

    @Test func `what may be null may be left out, and a declared verification decides nothing`()
        throws
    {
        let short =
            #"{"kind":"instrument","id":"i","status":"in_use","compulsory":true,"#
            + #""regime":"periodic","verifications":[{"on":"2026-01-01","result":"fail"},"#
            + #"{"on":"2026-02-01","result":"pass","declared":true}]}"#
        let good =
            #"{"kind":"subject","id":"s","facts":[{"id":"f","code":"S01","class":"good","#
            + #""determinedOn":"2026-01-01"}]}"#
        let outcome = try evaluate([short, good])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.lines.first?.contains(#""color":"red""#) == true)
        #expect(outcome.lines.last?.contains(#""score":91"#) == true)
    }

    static let malformed: [(line: String, code: String)] = [
        ("", "E2502"), ("nonsense", "E2502"), (clock + "x", "E2502"), ("{", "E2502"),
        (#"{"kind":"clock","id":"c","clock":"upload","start":1.5}"#, "E2502"),
        (#"{"kind":"clock","id":"a","id":"b","clock":"upload","start":"2026-09-30"}"#, "E2503"),
        ("[]", "E2505"), ("7", "E2505"), (#"{"kind":"subject","id":"s","facts":[1]}"#, "E2505"),
        (#"{"kind":"color","id":"c"}"#, "E2506"), (#"{"id":"c"}"#, "E2507"),
        (#"{"kind":7,"id":"c"}"#, "E2509"),
        (#"{"kind":"clock","id":"c","clock":"upload"}"#, "E2507"),
        (instrument.replacing(#""status":"in_use","#, with: ""), "E2507"),
        (subject.replacing(#""final":true,"#, with: ""), "E2507"),
        (subject.replacing(#""procedure":"ordinary","#, with: ""), "E2507"),
        (subject.replacing("retainUntil", with: "retain_until"), "E2508"),
        (instrument.replacing("validUntil", with: "until"), "E2508"),
        (instrument.replacing("true", with: #""true""#), "E2509"),
        (instrument.replacing("true", with: "1"), "E2509"),
        (subject.replacing(#""f1""#, with: "1"), "E2509"),
        (clock.replacing(#""2026-09-30""#, with: "20260930"), "E2509"),
        (clock.replacing(#""c1""#, with: "null"), "E2509"),
        (clock.replacing("2026-09-30", with: "2026-02-29"), "E2510"),
        (instrument.replacing("2026-12-19", with: "2026-13-01"), "E2510"),
        (clock.replacing("2026-09-30", with: "2026-9-30"), "E2510"),
        (clock.replacing("upload", with: "download"), "E2511"),
        (instrument.replacing("in_use", with: "inUse"), "E2511"),
        (subject.replacing(#""bad""#, with: #""evil""#), "E2511"),
        (subject.replacing("N11", with: "N09"), "E2512"),
        (clock.replacing("2026-09-30", with: "2199-12-31"), "E2513"),
        (String(repeating: " ", count: 10_000_000) + clock, "E2504"),
    ]

    @Test func `what is implausible is evaluated as given`() throws {
        let lines = [
            "\u{FEFF}" + Self.instrument.replacing("2026-12-19", with: "9999-12-31"),
            Self.instrument.replacing("2025-12-20", with: "0001-01-01"),
            Self.instrument.replacing(#""repairedOn""#, with: #""sealedBy":"杭州","repairedOn""#),
            Self.subject.replacing("2024-05-06", with: "9999-12-31"),
        ]
        let outcome = try evaluate(lines)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for (line, expected) in zip(
            outcome.lines,
            [#""daysLeft":2912116,"#, #""color":"yellow""#, #""color":"yellow""#, #""score":90,"#]
        ) {
            #expect(line.contains(expected), "\(line)")
        }
    }

    @Test func `a line that is not valid is refused in its place and the others are answered`()
        throws
    {
        let lines = Self.malformed.flatMap { [$0.line, Self.clock] }
        let outcome = try evaluate(lines)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("E2501"))
        let found = outcome.lines
        try #require(found.count == lines.count)
        for (index, row) in Self.malformed.enumerated() {
            let object = try JSONSerialization.jsonObject(with: Data(found[2 * index].utf8))
            let answer = try #require(object as? [String: Any])
            let error = try #require(answer["error"] as? [String: String], "\(row.line)")
            #expect(answer["line"] as? Int == 2 * index + 1)
            #expect(error["code"] == row.code, "\(row.line.prefix(200))")
            #expect(error["message"]?.isEmpty == false)
            #expect(found[2 * index + 1].contains("2026-10-13"))
        }
    }

    @Test func `bytes that are no text are refused, and a last line needs no end`() throws {
        let outcome = try evaluate(bytes: [0x22, 0xFF, 0x22, 0x0A] + Array(Self.clock.utf8))
        #expect(outcome.status == 65)
        #expect(outcome.lines.count == 2 && outcome.lines[1].contains("2026-10-13"))
        let empty = try evaluate(bytes: [])
        #expect(empty.status == 0 && empty.output.isEmpty)
    }

    @Test func `a rule pack of one's own replaces the built-in one`() throws {
        let folder = try TemporaryFolder()
        let item =
            #"{"code":"N06","class":"bad","name":"一","points":-7,"cap":null,"penalty":false}"#
        let head = #""version":"mine","status":"official","validFrom":"2026-01-01","source":"test""#
        let pack = try folder.write("pack.json", Array("{\(head),\"items\":[\(item)]}".utf8))
        let line = Self.subject.replacing("N11", with: "N06")
        let outcome = try evaluate([line], "--rule-pack", pack)
        #expect(outcome.output.contains(#""score":83"#), "\(outcome.errors)")
        #expect(outcome.output.contains(#""rulePack":"mine""#))
        let bad = try folder.write("bad.json", Array("{}".utf8))
        let refused = try evaluate([line], "--rule-pack", bad)
        #expect(refused.status == 65 && refused.errors.contains("E2521"))
        #expect(refused.output.isEmpty)
    }

    @Test func `a file that cannot be read says so`() throws {
        let missing = try Program.jiliang.run("policy", "evaluate", "/nonexistent")
        #expect(missing.status == 65 && missing.errors.contains("E2009"))
        let folder = try Program.jiliang.run("policy", "evaluate", "/")
        #expect(folder.status == 65 && folder.errors.contains("E2009"))
    }

    @Test func `--explain adds every finding with its provision, and nothing else changes`() throws
    {
        let lines = [Self.instrument, Self.subject, Self.clock]
        let short = try evaluate(lines)
        let long = try evaluate(lines, "--explain")
        #expect(long.status == 0, "\(long.errors)")
        for (short, long) in zip(short.lines, long.lines) {
            #expect(long.hasPrefix(String(short.dropLast()) + #","findings":[{"#))
        }
        #expect(long.lines[0].contains(#""value":"application_due","provision":"二（三）检定合格后使用""#))
        #expect(long.lines[1].contains(#"{"fact":"f1","value":"repair_national""#))
        #expect(long.lines[1].contains(#""value":"repair_time_passed:not_known""#))
        #expect(
            long.lines[2].contains(
                #"{"name":"upload.working_days","value":"5","from":"2021-09-30"}"#
            )
        )
    }

    @Test func `the rarer keys of a fact are read, and a mistyped one is refused`() throws {
        let line = Self.subject.replacing(
            #""repairedOn":null"#,
            with: #""repairedOn":null,"gravity":"minor","performed":true,"committed":true"#
        ).replacing(#""kind":"subject""#, with: #""kind":"subject","seriousList":false"#)
        let outcome = try evaluate([line], "--explain")
        #expect(outcome.output.contains("repair_time_passed:met"), "\(outcome.output)")
        #expect(outcome.output.contains("repair_committed:met"))
        #expect(outcome.output.contains("repair_not_listed:met"))
        #expect(try evaluate([line.replacing("gravity", with: "Gravity")]).output.contains("E2508"))
        #expect(try evaluate([line.replacing("minor", with: "small")]).output.contains("E2511"))
    }

    @Test func `--parameter judges as if the law were read otherwise, and says so`() throws {
        let outcome = try evaluate([Self.subject], "--parameter", "score.base=70")
        #expect(outcome.output.contains(#""score":60"#))
        #expect(outcome.errors.contains("W2525") && outcome.errors.contains("score.base=70"))
        let two = try evaluate(
            [Self.subject],
            "--parameter",
            "score.base=70",
            "--parameter",
            "grade.D_from=60"
        )
        #expect(two.output.contains(#""grade":"D""#))
        for (text, code) in [
            ("score.bases=70", "E2523"), ("score.base", "E2524"), ("score.base=many", "E2524"),
            ("score.base=-1", "E2524"), ("upload.start=someday", "E2524"),
        ] {
            let refused = try evaluate([Self.subject], "--parameter", text)
            #expect(refused.status == 64 && refused.errors.contains(code), "\(text)")
            #expect(refused.output.isEmpty)
        }
    }
}
