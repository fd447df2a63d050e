import Foundation
import GRDB
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// Data of the law on their way from the hub to all sites, by the built programs.
@Suite(.serialized)
struct PolicyDataTests {
    /// A user unit with a fine in its file.
    private static let fined = """
        {"kind":"subject","id":"u","facts":[{"id":"f","code":"N11","class":"bad",\
        "determinedOn":"2026-05-06","procedure":"ordinary","final":true}]}
        """

    @Test func `a calendar that the hub gives makes a deadline certain, and says that it moved`()
        throws
    {
        let town = try Town()
        let job = try overdueSoon(at: town.lab, in: town)
        let before = try #require(try town.lab.lines("deadlines").first)
        #expect(before["dueAt"] as? String == "2027-01-06T00:00:00+08:00")
        #expect(before["provisional"] as? Bool == true)
        #expect(try working("2027-01-04", at: town.lab) == [true, true])

        let file = try town.folder.write("2027.csv", Array(SamplePolicy.calendar2027.utf8))
        let loaded = try town.hub("calendar", "load", file, "--json").object
        #expect(try loaded.text("version") == "cn-workdays-2027")
        let again = try town.hub("calendar", "load", file)
        #expect(again.output.contains("没有变动"), "\(again.output)")

        let pulled = try town.lab.succeed("pull", "--json").object
        let moved = try #require(pulled["deadlinesMoved"] as? [[String: Any]])
        #expect(moved.count == 1)
        let first = try #require(moved.first)
        #expect(try first.text("kind") == "upload" && first.text("subject") == job)
        #expect(try first.text("from") == "2027-01-05" && first.text("to") == "2027-01-06")
        #expect(first["provisional"] as? Bool == false)
        let quiet = try town.lab.succeed("pull", "--json").object["deadlinesMoved"] as? [Any]
        #expect(quiet?.isEmpty == true)

        let after = try #require(try town.lab.lines("deadlines").first)
        #expect(after["dueAt"] as? String == "2027-01-07T00:00:00+08:00")
        #expect(after["provisional"] as? Bool == false)
        #expect(try working("2027-01-04", at: town.lab) == [false, false])
        let status = try town.lab.succeed("status", "--json").object["calendar"] as? [String: Any]
        #expect(try status?.text("through") == "2027-12-31")

        // A site that joins later gets it too; one that has not synced counts as before.
        let late = TownSite(town.folder.file("late"))
        try town.enrol(late, Town.enterprise, "user-unit")
        #expect(try working("2027-01-04", at: late) == [true, true])
        try late.succeed("sync")
        #expect(try working("2027-01-04", at: late) == [false, false])
        #expect(try town.hubExport().isEmpty == false)
        #expect(try !town.hubExport().contains("policy_document"))
        #expect(try late.succeed("doctor").status == 0)
    }

    @Test func `what moved is told in words`() throws {
        let town = try Town()
        _ = try overdueSoon(at: town.lab, in: town)
        let file = try town.folder.write("2027.csv", Array(SamplePolicy.calendar2027.utf8))
        try town.hub("calendar", "load", file)
        let pulled = try town.lab.succeed("pull")
        #expect(pulled.errors.contains("YH-2026: 2027-01-05 → 2027-01-06 (确定)"), "\(pulled.errors)")
    }

    @Test func `the daemon says what moved as soon as the hub gives the calendar`() throws {
        let town = try Town()
        let job = try acceptedJob(at: town.lab, in: town)
        // Long late, so it does not matter that the daemon sends it at once.
        let result = try town.folder.write(
            "result.json",
            Array(Self.result("2019-12-27", "2019-12-30", validUntil: "2020-12-29").utf8)
        )
        try town.lab.succeed("result", "add", "--job", job, "--file", result)
        let output = try TemporaryFolder()
        let daemon = try Program.jiliang.start(
            ["--home", town.lab.home, "--lang", "en", "run"],
            in: output
        )
        #expect(daemon.wait(for: /running/) != nil, "\(daemon.errors)")
        let rows = try SamplePolicy.calendar2027.split(separator: "\n", maxSplits: 1)
        let calendar = "\(rows[0])\n2019-01-01,holiday,元旦\n2019-12-31,holiday,元旦\n\(rows[1])"
        let file = try town.folder.write("2019.csv", Array(calendar.utf8))
        try town.hub("calendar", "load", file)
        let moved = daemon.wait(for: /upload due: YH-2026: .*/)
        #expect(moved == "upload due: YH-2026: 2020-01-07 → 2020-01-08 (certain)")
        #expect(daemon.end(SIGTERM) == 0, "\(daemon.errors)")
    }

    @Test func `a rule pack changes grades from its first day on, and no older one comes back`()
        throws
    {
        let town = try Town()
        let pack = SamplePolicy.pack(version: "hz-2027", validFrom: "2027-01-01", n11: -40)
        let file = try town.folder.write("pack.json", Array(pack.utf8))
        let loaded = try town.hub("rule-pack", "load", file, "--json").object
        #expect(try loaded.text("version") == "hz-2027")
        #expect(try score("2027-01-01", at: town.shop) == "80 hangzhou-placeholder-1")
        for site in town.sites {
            try site.succeed("sync")
            #expect(try score("2026-12-31", at: site) == "80 hangzhou-placeholder-1")
            #expect(try score("2027-01-01", at: site) == "50 hz-2027")
        }
        let older = SamplePolicy.pack(version: "hz-2026", validFrom: "2026-01-01", n11: -1)
        let refused = try refusal("rule-pack", older, in: town)
        #expect(refused.status == 65 && refused.errors.hasPrefix("E6702"), "\(refused.errors)")
        let changed = SamplePolicy.pack(version: "hz-2027", validFrom: "2028-01-01", n11: -1)
        let taken = try refusal("rule-pack", changed, in: town)
        #expect(taken.status == 65 && taken.errors.hasPrefix("E6703"), "\(taken.errors)")
        let torn = try refusal("calendar", "date,kind,name\n2026-01-02,holiday,元旦\n", in: town)
        #expect(torn.status == 65 && torn.errors.hasPrefix("E6701"), "\(torn.errors)")
        #expect(torn.errors.contains("第 2 行") && torn.errors.contains("refused"), "\(torn.errors)")
        let listed = try town.hub("rule-pack", "list", "--json")
        #expect(listed.lines.count == 1)
        #expect(try listed.object.text("version") == "hz-2027")
    }

    @Test(arguments: ["text", "signature", "number"])
    func `a document that was changed on the site is not used, and status says so`(
        column: String
    ) throws {
        let town = try Town()
        let text = try SamplePolicy.calendar2027
        for calendar in [text, text.replacing("2027-02-14", with: "2027-02-21")] {
            let file = try town.folder.write("calendar.csv", Array(calendar.utf8))
            try town.hub("calendar", "load", file, "--yes")
        }
        try town.shop.succeed("sync")
        #expect(try working("2027-02-21", at: town.shop) == [true, false])
        let change =
            switch column {
            case "text": "text = replace(text, '2027-02-21', '2027-02-20')"
            case "signature": "signature = 'none'"
            default: "number = '7'"
            }
        try town.shop.alterReplica(
            "UPDATE policy_document SET \(change) WHERE version = 'cn-workdays-2027.2'"
        )
        #expect(try working("2027-02-21", at: town.shop) == [false, false])
        #expect(try working("2027-02-14", at: town.shop) == [true, false])
        let status = try town.shop.succeed("status")
        #expect(status.errors.contains("W3120"), "\(status.errors)")
        let policy = try town.shop.succeed("status", "--json").object["policy"] as? [String: Any]
        #expect((policy?["refused"] as? [Any])?.count == 1)
        #expect(try policy?.text("calendar") == "cn-workdays-2027")
    }

    // MARK: Parts of the stories

    /// A result at the end of 2026 that has not been sent, and its job.
    private func overdueSoon(at lab: TownSite, in town: Town) throws -> String {
        let job = try acceptedJob(at: lab, in: town)
        try lab.addResult(
            to: job,
            Self.result("2026-12-27", "2026-12-28", validUntil: "2027-12-27")
        )
        return job
    }

    private func acceptedJob(at lab: TownSite, in town: Town) throws -> String {
        let id = try town.shop.add(serial: "YEAR-END")
        try town.shop.succeed("apply", id, "--body", Town.body, "--yes")
        try town.shop.succeed("sync")
        try lab.succeed("sync")
        let job = try #require(try lab.lines("jobs").first).text("id")
        try lab.succeed("job", "accept", job)
        try lab.succeed("sync")
        return job
    }

    private static func result(
        _ testedOn: String,
        _ issuedOn: String,
        validUntil: String
    ) -> String {
        """
        {"result":"pass","testedOn":"\(testedOn)","issuedOn":"\(issuedOn)",\
        "validUntil":"\(validUntil)","certificateNumber":"YH-2026","inspector":"张工",\
        "verifier":"李工","approver":"王主任","regulation":"JJG 443-2023"}
        """
    }

    /// Whether a day is a working day, and whether that is provisional.
    private func working(_ day: String, at site: TownSite) throws -> [Bool] {
        let object = try site.succeed("calendar", "day", day, "--json").object
        return [object["working"] as? Bool ?? false, object["provisional"] as? Bool ?? false]
    }

    private func score(_ day: String, at site: TownSite) throws -> String {
        let outcome = try Program.jiliang.run(
            ["--home", site.home, "policy", "evaluate", "-", "--as-of", day],
            input: Array(Self.fined.utf8)
        )
        return try "\(outcome.object.number("score")) \(outcome.object.text("rulePack"))"
    }

    private func refusal(_ kind: String, _ text: String, in town: Town) throws -> Program.Outcome {
        let file = try town.folder.write("refused", Array(text.utf8))
        return try Program.jiliangHub.run(["--home", town.hubHome, kind, "load", file])
    }
}

extension TownSite {
    /// Writes a result as on the day of its issue, which may lie ahead of the clock of this machine.
    fileprivate func addResult(to job: String, _ json: String) throws {
        let store = try Store.open(home: home, patience: .seconds(5))
        defer { try? store.close() }
        let id = try #require(RecordID(job))
        let day = try #require(Day("2026-12-28"))
        let now = Instant(milliseconds: (Int64(day.number) * 86_400 + 4 * 3600) * 1000)
        var random = SystemRandomNumberGenerator()
        _ = try ResultEntry.add(
            Array(json.utf8),
            certificate: nil,
            to: id,
            in: store,
            by: Author(name: "张工", now: now, language: .chinese),
            judging: PolicyEngine(),
            random: &random
        )
    }

    /// Changes the tables of the site behind the program's back.
    fileprivate func alterReplica(_ sql: String) throws {
        let database = try DatabaseQueue(path: home + "/replica.db")
        let count = try database.write { database in
            try database.execute(sql: sql)
            return database.changesCount
        }
        try database.close()
        try #require(count == 1)
    }
}
