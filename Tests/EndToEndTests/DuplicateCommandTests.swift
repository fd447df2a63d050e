import Foundation
import TestSupport
import Testing

/// Two sites of an enterprise register one instrument, both offline.
@Suite(.serialized)
struct DuplicateCommandTests {
    @Test func `sites and hub name the same registrations, and the one to keep`() throws {
        let town = try Town()
        #expect(try town.shop.lines("duplicates").isEmpty)
        let first = try town.shop.add(serial: "SAME-1")
        let second = try town.branch.add(serial: "same-1")
        _ = try town.shop.add(serial: "OTHER-1")
        try town.shop.succeed("sync")
        try town.branch.succeed("sync")
        try town.shop.succeed("sync")

        let told = try town.shop.lines("duplicates")
        #expect(told.count == 1 && told.first?["keep"] as? String == first)
        let instruments = told.first?["instruments"] as? [[String: Any]] ?? []
        #expect(instruments.map { $0["id"] as? String } == [first, second])
        let shop = try town.shop.succeed("duplicates", "--json").lines
        #expect(try town.branch.succeed("duplicates", "--json").lines == shop)
        #expect(try town.hub("duplicate", "list", "--json").lines == shop)
        let named = try town.hub("duplicate", "list", "--organisation", Town.enterprise)
        #expect(named.output.contains(second))
        #expect(try town.hub("duplicate", "list", "--organisation", Town.body).lines.isEmpty)
    }

    @Test func `the authority makes them one, hub and sites agree, and a split brings them back`()
        throws
    {
        let town = try Town()
        let first = try town.shop.add(serial: "SAME-1")
        let second = try town.branch.add(serial: "same-1")
        let verification = ["verifiedOn=2025-12-01", "validUntil=2026-11-30", "result=合格"]
        try town.branch.succeed("set", second, verification[0], verification[1], verification[2])
        try town.syncUntilQuiet()
        let before = try town.hubExport()
        let told = try merge(second, first, in: town, "--dry-run")
        #expect(told["canonical"] as? String == first && told["because"] as? String == "first")
        #expect(told["results"] as? Int == 1)
        #expect(try town.hubExport() == before)
        _ = try merge(second, first, in: town)
        try town.syncUntilQuiet()

        let explained = try town.hub("explain", second, "--as-of", "2026-02-01", "--json").object
        for site in [town.shop, town.branch] {
            let counts = try site.succeed("status", "--json").object["instruments"]
            let numbers = counts as? [String: Int] ?? [:]
            #expect(numbers["total"] == 1 && numbers["merged"] == 1)
            let rows = try site.lines("list", "--as-of", "2026-02-01")
            let stays = rows.first { $0["id"] as? String == first }
            let goes = rows.first { $0["id"] as? String == second }
            #expect(stays?["validUntil"] as? String == "2026-11-30")
            #expect((stays?["violations"] as? [String])?.isEmpty == true)
            #expect(goes?["mergedInto"] as? String == first)
            #expect(try site.lines("duplicates").isEmpty)
            let story = try site.succeed("explain", second, "--as-of", "2026-02-01", "--json")
            #expect(story.errors.contains("W2233"))
            var told = try story.object
            told["claims"] = nil
            #expect(told["verificationFrom"] as? String == second)
            #expect(NSDictionary(dictionary: told) == NSDictionary(dictionary: explained))
            #expect(try site.succeed("export", "-").errors.contains(second))
            try site.succeed("prove-equal")
            try site.succeed("doctor")
            #expect(try site.export() == town.hubExport())
        }
        let why = try town.shop.lines("history", second).last {
            $0["field"] as? String == "mergedInto"
        }
        #expect(why?["to"] as? String == first && why?["reason"] as? String == "同一台")

        try town.hub("duplicate", "split", second, "--reason", "实为两台")
        try town.syncUntilQuiet()
        #expect(try town.hubExport() == before)
        for site in [town.shop, town.branch] { #expect(try site.export() == before) }
    }

    private func merge(
        _ one: String,
        _ other: String,
        in town: Town,
        _ more: String...
    ) throws -> [String: Any] {
        let words = ["duplicate", "merge", one, other, "--reason", "同一台", "--json"]
        let outcome = try Program.jiliangHub.run(["--home", town.hubHome] + words + more)
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
        return try outcome.object
    }

    @Test func `what cannot be merged has a code of its own`() throws {
        let town = try Town()
        let first = try town.shop.add(serial: "SAME-1")
        let second = try town.shop.add(serial: "OTHER-1")
        try town.syncUntilQuiet()
        func refusal(_ arguments: String...) throws -> String {
            let outcome = try Program.jiliangHub.run(
                ["--home", town.hubHome, "duplicate"] + arguments + ["--reason", "同一台"]
            )
            #expect(outcome.status == 65)
            return outcome.errors
        }
        #expect(try refusal("merge", first, second).contains("E6307"))
        #expect(try refusal("split", first).contains("E6309"))
        let twice = try Program.jiliangHub.run([
            "--home", town.hubHome, "duplicate", "merge", first, first, "--reason", "同一台",
        ])
        #expect(twice.status == 64 && twice.errors.contains("E6001"))
    }
}
