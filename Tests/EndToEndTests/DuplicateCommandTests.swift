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
}
