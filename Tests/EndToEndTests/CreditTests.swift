import Foundation
import TestSupport
import Testing

/// Credit facts from the authority's file to the grade at the site, and away again: the built programs,
/// over TLS.
@Suite(.serialized)
struct CreditTests {
    private static let facts = #"""
        {"id":"罚-2020","code":"N11","class":"bad","determinedOn":"2020-02-29","procedure":"ordinary","final":true}
        {"id":"罚-2024","code":"N10","class":"bad","determinedOn":"2024-05-06","procedure":"ordinary","final":true}
        {"id":"简-2024","code":"N11","class":"bad","determinedOn":"2024-06-01","procedure":"summary","final":true}
        {"id":"守-2024","code":"S04","class":"good","determinedOn":"2024-07-01"}
        """#

    private func file(_ town: Town, _ text: String = facts) throws -> String {
        try town.folder.write("facts-\(UUID().uuidString)", Array(text.utf8))
    }

    private func credit(_ site: TownSite, _ more: String...) throws -> [String: Any] {
        let outcome = try Program.jiliang.run(["--home", site.home, "credit", "--json"] + more)
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
        return try outcome.object
    }

    private func names(_ credit: [String: Any], _ list: String) -> [String] {
        (credit[list] as? [[String: Any]] ?? []).compactMap { $0["fact"] as? String }
    }

    @Test func `facts go to their subject, count there, and are gone once they are deleted`() throws
    {
        let town = try Town()
        let file = try file(town)
        try town.hub("fact", "add", "--subject", Town.enterprise, "--file", file)
        try town.syncUntilQuiet()
        for site in [town.shop, town.branch] { try expectGrade(at: site) }
        #expect(try town.hubExport() == town.shop.export())
        #expect(try town.shop.export().contains("罚-2024"))
        #expect(try !town.lab.export().contains("credit_fact"))
        #expect(try credit(town.lab)["grade"] is NSNull)

        try town.hub("fact", "repair", "罚-2024", "--on", "2026-01-01")
        try town.syncUntilQuiet()
        let before = try credit(town.shop, "--as-of", "2025-12-31")
        let after = try credit(town.shop, "--as-of", "2026-01-01")
        #expect(names(before, "counted") == ["罚-2024", "守-2024"])
        #expect(names(after, "counted") == ["守-2024"])
        #expect(try town.hubExport() == town.branch.export())

        try town.hub("fact", "delete", "罚-2024", "--ground", "行政处罚决定撤销")
        let expired = try town.hub("fact", "expire", "--yes", "--json").lines
        #expect(expired.count == 1 && expired.first?.contains("罚-2020") == true)
        try town.syncUntilQuiet()
        for site in [town.shop, town.branch] {
            #expect(try names(credit(site), "counted") == ["守-2024"])
            for word in ["罚-2024", "罚-2020", "2020-02-29"] {
                #expect(try Self.files(in: site.home, with: word) == [], "\(word)")
                #expect(try Self.files(in: town.hubHome, with: word) == [], "\(word)")
            }
        }
        #expect(try town.hubExport() == town.shop.export())
        #expect(try town.shop.run("doctor").status == 0)
    }

    /// 90 − 10 − 5 + 3 until 2025-02-28, when the oldest counts for the last time.
    private func expectGrade(at site: TownSite) throws {
        let last = try credit(site, "--as-of", "2025-02-28")
        #expect(try last.number("score") == 78 && last.text("grade") == "C")
        #expect(names(last, "counted") == ["罚-2020", "罚-2024", "守-2024"])
        #expect(names(last, "excluded") == ["简-2024"])
        let next = try credit(site, "--as-of", "2025-03-01")
        #expect(try next.number("score") == 88 && next.text("grade") == "B")
        #expect(names(next, "excluded") == ["罚-2020", "简-2024"])
        #expect(next["provisional"] as? Bool == true)
        let status = try site.succeed("status", "--json", "--as-of", "2025-03-01").object
        let credit = status["credit"] as? [String: Any] ?? [:]
        #expect(try credit.number("score") == 88 && credit.text("grade") == "B")
    }

    @Test func `what is assumed is told and not kept`() throws {
        let town = try Town()
        try town.hub("fact", "add", "--subject", Town.enterprise, "--file", file(town))
        try town.syncUntilQuiet()
        let assumed = try file(
            town,
            #"""
            [{"id":"罚-2024","code":"N12","class":"bad","determinedOn":"2024-05-06","procedure":"ordinary","final":true},
             {"code":"S03","class":"good","determinedOn":"2024-07-01"}]
            """#
        )
        let day = "2026-11-25"
        let grave = try credit(town.shop, "--what-if", assumed, "--as-of", day)
        #expect(try grave.text("grade") == "E" && grave.text("direct") == "N12")
        #expect(names(grave, "counted") == ["罚-2024", "守-2024", "what-if-2"])
        #expect(try credit(town.shop, "--as-of", day).text("grade") == "B")
        let screen = try town.shop.succeed("credit", "--what-if", assumed, "--as-of", day).output
        #expect(screen.contains("假设") && screen.contains("E 级（失信）"), "\(screen)")
        let bad = try town.shop.run("credit", "--what-if", file(town, "[{}]"))
        #expect(bad.status == 65 && bad.errors.hasPrefix("E2507"), "\(bad.errors)")
    }

    @Test func `a fact waits for a subject that joins later, with the server stopped too`() throws {
        let town = try Town()
        let late = "91330106MA00000011"
        town.stopHub()
        let added = try town.hub("fact", "add", "--subject", late, "--file", file(town))
        #expect(added.errors.contains("W6631"), "\(added.errors)")
        try town.startHub()
        try town.hub(
            "org",
            "add",
            "--organisation",
            late,
            "--name",
            "后来者",
            "--role",
            "user-unit"
        )
        let site = TownSite(town.folder.file("late"))
        try town.enrol(site, late, "user-unit")
        #expect(try site.run("credit").errors.hasPrefix("W2601"))
        try site.succeed("sync")
        #expect(try credit(site, "--as-of", "2025-03-01").number("score") == 88)
        #expect(try !town.shop.export().contains("credit_fact"))
    }

    /// The files below a folder that hold a text.
    private static func files(in folder: String, with text: String) throws -> [String] {
        let word = Data(text.utf8)
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { file in
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + file) else {
                return false
            }
            return bytes.range(of: word) != nil
        }
    }
}
