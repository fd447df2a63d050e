import Foundation
import TestSupport
import Testing

/// A hub and a site of two versions, which would merge by different ranks.
@Suite(.serialized)
struct OtherRanksTests {
    @Test func `a site says that its hub merges by other ranks, until both have the same`() throws {
        let town = try Town()
        let shop = town.shop
        let id = try shop.add(serial: "OR-1")
        try shop.succeed("set-status", id, "standby")
        try town.syncUntilQuiet()
        #expect(try hubsRanks(shop) == ownRanks(shop))
        #expect(try !status(shop).errors.contains("W3141"))
        let history = try Program.jiliang.run(["--home", shop.home, "history", id, "--json"])
        let entries = history.output.split(separator: "\n")
        #expect(!entries.isEmpty)
        #expect(entries.allSatisfy { $0.contains(#""ranks":"authority-2""#) })

        let other = "UPDATE membership SET hub_ranks = 'ff'"
        let edit = try Program(path: "/usr/bin/sqlite3").run([shop.home + "/journal.db", other])
        try #require(edit.status == 0, "\(edit.errors)")
        #expect(try hubsRanks(shop) == "ff")
        #expect(try status(shop).errors.contains("W3141"))
        #expect(try status(shop, "--check").status == 1)

        // What the hub says next counts.
        try town.syncUntilQuiet()
        #expect(try hubsRanks(shop) == ownRanks(shop))
        #expect(try status(shop, "--check").status == 0)
    }

    private func status(_ site: TownSite, _ more: String...) throws -> Program.Outcome {
        try Program.jiliang.run(["--home", site.home, "status"] + more)
    }

    private func hubsRanks(_ site: TownSite) throws -> String? {
        (try status(site, "--json").object["hub"] as? [String: Any])?["ranks"] as? String
    }

    private func ownRanks(_ site: TownSite) throws -> String? {
        (try status(site, "--json").object["ranks"] as? [String: Any])?["digest"] as? String
    }
}
