import Foundation
import LocalStore
import Signing
import SyncCore
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

    /// Gives a site a certificate that the hub has made so many days ago.
    private func age(_ site: TownSite, of town: Town, days: Int64) throws {
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: town.hubHome + "/" + name, encoding: .utf8)
        }
        let authority = try CertificateAuthority(
            key: P256PrivateKey(pem: text("ca-key.pem")),
            certificate: Certificate(pem: text("ca.pem"))
        )
        let store = try Store.open(home: site.home, patience: .seconds(5))
        defer { try? store.close() }
        let membership = try #require(try store.membership())
        let old = try Certificate(pem: membership.certificate)
        let aged = try authority.renew(
            old,
            serial: [5],
            from: old.notBefore - days * 86_400,
            until: old.notAfter - days * 86_400
        )
        let expires = Instant(milliseconds: aged.notAfter * 1000)
        try store.join(membership.with(certificate: aged.pem, expires: expires))
    }

    @Test
    func `a certificate that has expired is named, and a token makes the site a member again`()
        throws
    {
        let town = try Town()
        let site = town.shop
        try age(site, of: town, days: 91)
        _ = try site.add(serial: "KEPT")
        let refused = try site.run("sync")
        #expect(refused.status == 77 && refused.errors.contains("E3151"), "\(refused.errors)")
        let renewal = try site.run("enroll", "--renew")
        #expect(renewal.status == 77 && renewal.errors.contains("E3151"), "\(renewal.errors)")
        let check = try site.run("status", "--check")
        #expect(
            check.status == 2 && check.output.contains("certificate -2 days"),
            "\(check.output)"
        )
        let status = try site.run("status")
        #expect(status.errors.contains("enroll --again --token-file"), "\(status.errors)")
        let token = try town.token(Town.enterprise, "user-unit")
        try site.succeed("enroll", "--again", "--token-file", token)
        try site.succeed("sync")
        #expect(try site.receipts() == 1)
        #expect(try site.run("status", "--check").output.contains("certificate") == false)
    }

    @Test func `a server shows a new certificate on SIGHUP`() throws {
        let town = try Town()
        func asks() throws -> Int32 {
            let name = "hub.test:\(town.port)"
            return try Program(path: "/usr/bin/curl").run([
                "-sS", "--cacert", town.hubHome + "/ca.pem", "--resolve", name + ":127.0.0.1",
                "https://\(name)/-/healthy",
            ]).status
        }
        #expect(try asks() == 60)
        try town.hub("init", "--city", "杭州", "--name", "hub.test")
        let server = try #require(town.server)
        kill(server.processID, SIGHUP)
        #expect(server.wait(for: /new server certificate/) != nil, "\(server.errors)")
        #expect(try asks() == 0)
        try town.shop.succeed("sync")
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
        // Later as well, and without the network.
        town.stopHub()
        #expect(try site.run("sync").status == 75)
        let told = try site.run("status")
        #expect(told.errors.contains("E3152") && told.errors.contains("--again"), "\(told.errors)")
        #expect(try site.run("doctor").errors.contains("E3152"))
        #expect(try site.run("status", "--check").status == 2)
        #expect(try revokedAt(site.run("status", "--json")) != nil)
        try town.startHub()
        let other = "sha256:" + String(repeating: "0", count: 64)
        let token = try town.token(Town.enterprise, "user-unit")
        let strange = try site.run("enroll", "--again", "--ca-pin", other, "--token-file", token)
        #expect(strange.status == 77 && strange.errors.contains("E3154"), "\(strange.errors)")
        try site.succeed("enroll", "--again", "--token-file", token)
        try site.succeed("sync")
        #expect(try site.receipts() == 1)
        #expect(try revokedAt(site.run("status", "--json")) == nil)
        #expect(try !site.run("doctor").errors.contains("E3152"))
    }

    /// What `status --json` says of it.
    private func revokedAt(_ status: Program.Outcome) throws -> String? {
        let hub = try #require(status.object["hub"] as? [String: Any])
        return hub["revokedAt"] as? String
    }
}
