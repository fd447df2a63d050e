import Foundation
import TestSupport
import Testing

/// The stored colours, from outside.
struct RecolorCommandTests {
    @Test func `recolor says what became of which instrument, once`() throws {
        let home = try Home()
        for serial in ["serial=1", "serial=2"] {
            _ = try home.run("add", serial, "verifiedOn=2026-01-02", "validUntil=2049-01-01")
        }
        _ = try home.run("add", "serial=3")
        let export = try home.run("export", "-", "--format", "ndjson").output

        let tried = try home.run("recolor", "--as-of", "2048-12-15", "--dry-run", "--lang", "en")
        #expect(tried.lines.first == "colours of 2048-12-15: 3 instruments would change.")
        let first = try home.run("recolor", "--as-of", "2048-12-15", "--json").lines.map(json)
        #expect(first.count == 3)
        for line in first {
            #expect(Set(line.keys) == ["id", "from", "to", "violations"])
            #expect(line["from"] is NSNull)
        }
        #expect(first.filter { $0["to"] as? String == "yellow" }.count == 2)
        #expect(try home.run("recolor", "--as-of", "2048-12-15", "--json").output.isEmpty)

        let later = try home.run("recolor", "--as-of", "2049-01-02", "--lang", "en")
        #expect(later.status == 0)
        #expect(later.lines.last == "  [YELLOW] → [RED]   2")
        #expect(try home.run("export", "-", "--format", "ndjson").output == export)
        #expect(try home.run("doctor").status == 0)
    }

    @Test func `a past day is tried and not stored`() throws {
        let home = try Home()
        _ = try home.run("add", "serial=1")
        let past = try home.run("recolor", "--as-of", "2026-01-02")
        #expect(past.status == 64 && past.errors.contains("--dry-run"), "\(past.errors)")
        let tried = try home.run("recolor", "--as-of", "2026-01-02", "--dry-run", "--lang", "en")
        #expect(tried.status == 0)
        #expect(tried.output.contains("1 instruments would change"))
        #expect(tried.lines.count == 3, "the colour and the violation: \(tried.output)")
    }

    @Test func `a pull leaves nothing to be coloured`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "COLOUR-1")
        try town.shop.succeed("sync")
        try town.branch.succeed("sync")
        #expect(try town.branch.lines("list").count == 1)
        #expect(try town.branch.lines("recolor").isEmpty)
        try town.branch.succeed("set-status", id, "停用")
        try town.branch.succeed("sync")
        try town.shop.succeed("pull")
        #expect(try town.shop.lines("recolor").isEmpty)
    }

    private func json(_ line: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(object as? [String: Any])
    }
}
