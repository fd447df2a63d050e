import Foundation
import Policy
import TestSupport
import Testing

/// A clock that is years off makes no red instrument look good, once the hub's time has been seen.
struct WrongClockTests {
    /// The town's shop with an instrument that is red by its validity and one by its result.
    private func town() throws -> (Town, red: [String]) {
        let town = try Town()
        var red: [String] = []
        for (serial, values) in [
            ("RED-1", ["verifiedOn=2024-11-21", "validUntil=2025-11-20", "result=pass"]),
            ("RED-2", ["verifiedOn=2025-11-21", "result=fail"]),
        ] {
            let id = try town.shop.add(serial: serial)
            let outcome = try Program.jiliang.run(["--home", town.shop.home, "set", id] + values)
            try #require(outcome.status == 0, "\(outcome.errors)")
            red.append(id)
        }
        return (town, red)
    }

    private func run(_ site: TownSite, off years: Int, _ arguments: String...) throws
        -> Program.Outcome
    {
        let sign = years < 0 ? "" : "+"
        return try Program(path: "/usr/bin/faketime").run(
            ["-f", "\(sign)\(years)y", Program.jiliang.path, "--home", site.home] + arguments
        )
    }

    private func colors(_ outcome: Program.Outcome) throws -> [String: String] {
        try outcome.lines.reduce(into: [:]) { colors, line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            colors[object?["id"] as? String ?? ""] = object?["color"] as? String
        }
    }

    @Test func `a clock ten years off turns no red into another colour`() throws {
        let (town, red) = try town()
        try town.shop.succeed("sync")
        for years in [-10, -1, 1, 10] {
            let outcome = try run(town.shop, off: years, "list", "--json")
            let colors = try colors(outcome)
            for id in red { #expect(colors[id] == "red", "\(years) years") }
            #expect(outcome.errors.contains("W1316") == (years < 0))
        }
        let status = try run(town.shop, off: -10, "status", "--json").object
        let counts = status["instruments"] as? [String: Any]
        #expect(try counts?.number("red") == 2)
        // The user may ask for a past day all the same.
        let past = try run(town.shop, off: -10, "list", "--json", "--as-of", "2025-01-01")
        #expect(try colors(past)[red[0]] == "none")
    }

    @Test func `a clock that was ahead while the hub was heard is forgotten once it is set right`()
        throws
    {
        let (town, red) = try town()
        try town.shop.succeed("sync")
        // Certificates are not valid then, so this round fails, and must not leave its time behind.
        let ahead = try run(town.shop, off: 10, "sync")
        #expect(ahead.status != 0)
        let outcome = try town.shop.run("list", "--json")
        #expect(!outcome.errors.contains("W1316"))
        #expect(try colors(outcome)[red[0]] == "red")
    }
}
