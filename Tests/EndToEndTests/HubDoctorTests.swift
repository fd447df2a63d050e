import Foundation
import TestSupport
import Testing

/// `jiliang-hub doctor` beside a server that runs.
@Suite(.serialized)
struct HubDoctorTests {
    @Test func `doctor finds a changed entry, says which, and ends with 1`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "HD-1")
        try town.syncUntilQuiet()
        let sound = try Program.jiliangHub.run(["--home", town.hubHome, "doctor", "--json"])
        #expect(sound.status == 0)
        #expect(try sound.object["sound"] as? Bool == true)
        let sql = "UPDATE log SET body = replace(body, '1号仓', '9号仓') WHERE aggregate = '\(id)'"
        let edit = try Program(path: "/usr/bin/sqlite3").run([town.hubHome + "/hub.db", sql])
        try #require(edit.status == 0, "\(edit.errors)")
        let damaged = try Program.jiliangHub.run(["--home", town.hubHome, "doctor", "--json"])
        #expect(damaged.status == 1 && damaged.errors.contains("E6402"), "\(damaged.errors)")
        #expect(try damaged.object["damagedCount"] as? Int == 1)
        let words = try Program.jiliangHub.run(["--home", town.hubHome, "doctor", "--lang", "en"])
        #expect(words.output.contains("1 damaged (1)"), "\(words.output)")
    }
}
