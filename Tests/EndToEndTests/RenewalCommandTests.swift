import Foundation
import TestSupport
import Testing

/// How a site stays a member over the years, and how it becomes one again.
@Suite(.serialized)
struct RenewalCommandTests {
    private func hub(of site: TownSite) throws -> [String: Any] {
        let status = try site.succeed("status", "--json").object
        return try #require(status["hub"] as? [String: Any])
    }

    @Test func `a certificate is renewed by hand, and everything goes on`() throws {
        let town = try Town()
        let site = town.shop
        let key = try Data(contentsOf: URL(filePath: site.home + "/keys/certificate.key"))
        #expect(try hub(of: site).number("daysLeft") == 89)
        let renewed = try site.succeed("enroll", "--renew", "--json").object
        #expect(try renewed.text("certificateExpires") == hub(of: site).text("certificateExpires"))
        #expect(try Data(contentsOf: URL(filePath: site.home + "/keys/certificate.key")) != key)
        _ = try site.add(serial: "RENEWED")
        try town.syncUntilQuiet()
        #expect(try town.hubExport() == site.export())
        let same = try site.run("enroll", "https://127.0.0.1:1", "--renew")
        #expect(same.status == 64 && same.errors.contains("E1001"), "\(same.errors)")
        let alone = TownSite(town.folder.file("alone"))
        try alone.make(Town.enterprise, "user-unit")
        let none = try alone.run("enroll", "--renew")
        #expect(none.status == 78 && none.errors.contains("E3109"), "\(none.errors)")
        let nothing = try alone.run("enroll")
        #expect(nothing.status == 64 && nothing.errors.contains("URL"), "\(nothing.errors)")
    }

    @Test func `a revoked site says so, loses nothing, and joins again as the same`() throws {
        let town = try Town()
        let site = town.shop
        for line in try town.hub("site", "list", "--json").lines where line.contains("user-unit") {
            let listed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            try town.hub("site", "revoke", try #require(listed).text("site"))
        }
        _ = try site.add(serial: "KEPT")
        let refused = try site.run("sync")
        #expect(refused.status == 77 && refused.errors.contains("E3152"), "\(refused.errors)")
        let other = "sha256:" + String(repeating: "0", count: 64)
        let token = try town.token(Town.enterprise, "user-unit")
        let strange = try site.run("enroll", "--again", "--ca-pin", other, "--token-file", token)
        #expect(strange.status == 77 && strange.errors.contains("E3154"), "\(strange.errors)")
        try site.succeed("enroll", "--again", "--token-file", token)
        try site.succeed("sync")
        #expect(try site.receipts() == 1)
    }
}
