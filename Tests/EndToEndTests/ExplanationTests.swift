import Foundation
import TestSupport
import Testing

/// Explanations of the built programs, over TLS: hub and site draw the same one of the same records.
@Suite(.serialized)
struct ExplanationTests {
    /// One of each kind that a colour depends on.
    private static let instruments: [[String]] = [
        ["serial=绿", "verifiedOn=2025-01-20", "validUntil=2026-01-19"],
        ["serial=黄", "verifiedOn=2024-12-20", "validUntil=2025-03-29"],
        ["serial=红", "verifiedOn=2023-09-28", "validUntil=2024-02-28"],
        ["serial=不合格", "verifiedOn=2024-02-29", "result=不合格"],
        ["serial=注销", "verifiedOn=2024-02-29", "result=注销"],
        ["serial=未检"],
        ["serial=修后", "verifiedOn=2024-01-20", "validUntil=2026-01-19", "repairedOn=2024-05-05"],
        ["serial=停用", "verifiedOn=2023-01-20", "validUntil=2024-01-19", "status=停用"],
        ["serial=非强检", "compulsory=否"],
        ["serial=水表", "regime=到期轮换", "verifiedOn=2020-02-29", "validUntil=2026-02-28"],
        ["serial=量器", "regime=失准报废", "verifiedOn=2020-12-20", "result=合格"],
    ]

    private static let facts = #"""
        {"id":"罚-2020","code":"N11","class":"bad","determinedOn":"2020-02-29","procedure":"ordinary","final":true}
        {"id":"罚-2024","code":"N12","class":"bad","determinedOn":"2024-05-06","procedure":"ordinary","final":true}
        {"id":"简-2024","code":"N11","class":"bad","determinedOn":"2024-06-01","procedure":"summary","final":true}
        {"id":"守-2024","code":"S04","class":"good","determinedOn":"2024-07-01"}
        """#

    private static let days = [
        "2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2025-12-31", "2026-10-01",
        "2026-11-23",
    ]

    private func explain(_ site: TownSite, _ subject: String, _ day: String) throws -> [String: Any]
    {
        try site.succeed("explain", subject, "--as-of", day, "--json").object
    }

    @Test func `hub and sites explain with one digest, on any day`() throws {
        let town = try Town()
        for fields in Self.instruments {
            let command = ["--home", town.shop.home, "add", "name=器具"] + fields
            #expect(try Program.jiliang.run(command).status == 0, "\(fields)")
        }
        let file = try town.folder.write("facts", Array(Self.facts.utf8))
        try town.hub("fact", "add", "--subject", Town.enterprise, "--file", file)
        try town.syncUntilQuiet()
        let ids = try town.shop.lines("list").map { try $0.text("id") }
        #expect(ids.count == Self.instruments.count)
        var digests: Set<String> = []
        for day in Self.days {
            for id in ids + [Town.enterprise] {
                let atHub = try town.hub("explain", id, "--as-of", day, "--json").object
                for site in day == Self.days[1] ? [town.shop, town.branch] : [town.shop] {
                    var atSite = try explain(site, id, day)
                    atSite["claims"] = nil
                    #expect(NSDictionary(dictionary: atSite) == NSDictionary(dictionary: atHub))
                }
                digests.insert(try atHub.text("digest"))
            }
        }
        #expect(digests.count == Self.days.count * (ids.count + 1), "no two of them are the same")
    }

    @Test func `a rule pack that the hub has loaded changes the digest on both sides alike`() throws
    {
        let town = try Town()
        let file = try town.folder.write("facts", Array(Self.facts.utf8))
        try town.hub("fact", "add", "--subject", Town.enterprise, "--file", file)
        try town.syncUntilQuiet()
        func digests(_ day: String) throws -> [String] {
            let unit = Town.enterprise
            let atHub = try town.hub("explain", unit, "--as-of", day, "--json").object
            return try [atHub, explain(town.shop, unit, day)].map { try $0.text("digest") }
        }
        let before = try digests("2026-11-23")
        #expect(before[0] == before[1])
        let text = SamplePolicy.pack(version: "hangzhou-2026", validFrom: "2026-10-01", n11: -12)
        let pack = try town.folder.write("pack.json", Array(text.utf8))
        let kept = town.folder.file("kept.json")
        let unit = Town.enterprise
        try town.shop.succeed("explain", unit, "--as-of", "2026-11-23", "--out", kept)
        try town.hub("rule-pack", "load", pack)
        try town.syncUntilQuiet()
        let after = try digests("2026-11-23")
        #expect(after[0] == after[1] && after[0] != before[0])
        let replay = try town.shop.run("explain", "--replay", kept)
        // By its own pack, which is still known; that another one is in force is said.
        #expect(replay.status == 0 && replay.output.contains("结论相同"), "\(replay.errors)")
        #expect(replay.output.contains("rulePack.version"))
        let past = try digests("2026-09-30")
        #expect(past[0] == past[1])
    }

    @Test func `the hub explains without its server too, and refuses what is not there`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "1")
        try town.syncUntilQuiet()
        let served = try town.hub("explain", id, "--as-of", "2060-01-01").output
        town.stopHub()
        let alone = try town.hub("explain", id, "--as-of", "2060-01-01").output
        #expect(served == alone && served.contains("未检在用") && served.contains("下一步: "))
        let past = try town.hub("explain", id, "--as-of", "2024-02-29").output
        #expect(past.contains("使用状态按现在的登记") && !past.contains("下一步: "))
        for (subject, code) in [
            ("01a2133e-51be-7183-ba69-bfdd427bce3a", "E6304"), ("nothing", "E6304"),
            ("91330106MA00000190", "E6301"), (Town.body, "E6624"),
        ] {
            let refused = try Program.jiliangHub.run(["--home", town.hubHome, "explain", subject])
            #expect(refused.status == 65 && refused.errors.contains(code), "\(refused.errors)")
        }
    }

    @Test func `of an edit that is still on its way it is said that the hub does not know it`()
        throws
    {
        let town = try Town()
        let id = try town.shop.add(serial: "1")
        try town.syncUntilQuiet()
        let before = try explain(town.shop, id, "2026-11-23")
        #expect(before["pending"] as? Bool == false)
        try town.shop.succeed("set-status", id, "停用")
        let pending = try explain(town.shop, id, "2026-11-23")
        #expect(pending["pending"] as? Bool == true)
        #expect(try pending.text("digest") != before.text("digest"))
        let text = try town.shop.succeed("explain", id).output
        #expect(text.contains("还没有被平台收下"))
        let atHub = try town.hub("explain", id, "--as-of", "2026-11-23", "--json").object
        #expect(try atHub.text("digest") == before.text("digest"))
        try town.syncUntilQuiet()
        #expect(try !town.shop.succeed("explain", id).output.contains("还没有被平台收下"))
    }

    @Test func `an explanation is kept as a file and drawn again`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=1", "verifiedOn=2025-12-20", "validUntil=2026-12-19")
        let file = home.folder.file("why.json")
        let written = try home.run("explain", "1", "--as-of", "2026-11-23", "--out", file)
        #expect(written.status == 0)
        let piped = try home.run("explain", "1", "--as-of", "2026-11-23", "--out", "-").output
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(piped == String(decoding: bytes, as: UTF8.self))
        let replay = try home.run("explain", "--replay", file)
        #expect(replay.status == 0 && replay.output.contains("重做的结论相同"), "\(replay.errors)")
        let again = try home.run("explain", "--replay", file, "--json").object
        let explained = try home.run("explain", "1", "--as-of", "2026-11-23", "--json").object
        #expect(again["same"] as? Bool == true)
        #expect(try again.text("digest") == explained.text("digest"))

        let altered = piped.replacing(#""color":"yellow""#, with: #""color":"green""#)
        let other = try home.folder.write("altered.json", Array(altered.utf8))
        let refused = try home.run("explain", "--replay", other)
        #expect(refused.status == 1 && refused.errors.contains("E2702"))
        let none = try home.folder.write("none.json", Array("{}".utf8))
        #expect(try home.run("explain", "--replay", none).status == 65)
        #expect(try home.run("explain").status == 64)
        #expect(try home.run("explain", "1", "--replay", file).status == 64)
    }

    @Test func `only the unit of the site is graded here`() throws {
        let home = try Home()
        let other = try home.run("explain", "91330106MA00000190")
        #expect(other.status == 65 && other.errors.contains("E2704"))
    }
}
