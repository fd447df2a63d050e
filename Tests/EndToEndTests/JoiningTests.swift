import Foundation
import TestSupport
import Testing

/// A site that may not join: it says why, stands alone as before, and joins once it may.
@Suite(.serialized)
struct JoiningTests {
    /// A try that must fail, by the code on the screen.
    private struct Case {
        let label: String
        let token: String
        var pin: String?
        let status: Int32
        let code: String
    }

    private func cases(_ town: Town) throws -> [Case] {
        func unread(_ name: String, _ text: String) throws -> String {
            try town.folder.write(name, Array(text.utf8))
        }
        let expired = try town.token(Town.enterprise, "user-unit", ttl: "1s")
        let used = try town.token(Town.enterprise, "user-unit")
        let first = TownSite(town.folder.file("first"))
        try first.make(Town.enterprise, "user-unit")
        let joined = try town.join(first, with: used)
        guard joined.status == 0 else { throw TownError(joined.errors) }
        let good = try town.token(Town.enterprise, "user-unit")
        let ofBody = try town.token(Town.body, "verification-body")
        let unknown = try unread("unknown", "no-such-token")
        let nowhere = town.folder.file("nowhere")
        let zeros = "sha256:" + String(repeating: "0", count: 64)
        usleep(1_100_000)
        return try [
            Case(label: "wrong pin", token: good, pin: zeros, status: 77, code: "E3104"),
            Case(label: "no pin at all", token: good, pin: "sha256:0", status: 64, code: "E3102"),
            Case(label: "used", token: used, status: 77, code: "E3107"),
            Case(label: "of another organisation", token: ofBody, status: 77, code: "E3106"),
            Case(label: "expired", token: expired, status: 77, code: "E3106"),
            Case(label: "unknown", token: unknown, status: 77, code: "E3106"),
            Case(label: "empty", token: unread("empty", "\n"), status: 65, code: "E3108"),
            Case(label: "lines", token: unread("lines", "a\nb\n"), status: 65, code: "E3108"),
            Case(label: "nowhere", token: nowhere, status: 65, code: "E2009"),
        ]
    }

    @Test func `a token or pin that does not fit leaves the site as it was`() throws {
        let town = try Town()
        let site = TownSite(town.folder.file("late"))
        try site.make(Town.enterprise, "user-unit")
        _ = try site.add(serial: "LATE")
        let cases = try cases(town)
        var told = ""
        for item in cases {
            let outcome = try town.join(site, with: item.token, pin: item.pin)
            #expect(outcome.status == item.status, "\(item.label): \(outcome.errors)")
            #expect(outcome.errors.contains(item.code), "\(item.label): \(outcome.errors)")
            told += outcome.output + outcome.errors
            let status = try site.succeed("status", "--json").object
            #expect(try status.text("mode") == "standalone", "\(item.label)")
            #expect(try site.run("sync").status == 78, "\(item.label)")
        }
        // As a service manager hands it over.
        let credentials = town.folder.file("credentials")
        try FileManager.default.createDirectory(
            atPath: credentials,
            withIntermediateDirectories: true
        )
        let file = try town.token(Town.enterprise, "user-unit")
        try FileManager.default.copyItem(atPath: file, toPath: credentials + "/jiliang-token")
        let joined = try site.run(
            "enroll",
            "https://127.0.0.1:\(town.port)",
            "--ca-pin",
            town.pin,
            environment: ["CREDENTIALS_DIRECTORY": credentials]
        )
        #expect(joined.status == 0, "\(joined.errors)")
        // Nobody repeats a token, whatever became of it.
        told += joined.output + joined.errors + (town.server?.errors ?? "")
        for path in cases.map(\.token) + [file] {
            let token = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            #expect(token.count < 8 || !told.contains(token), "\(path)")
        }
        try town.syncUntilQuiet([site] + town.sites)
        #expect(try site.receipts() == 1)
        #expect(try town.hubExport() == site.export())
        let again = try town.join(site, with: town.token(Town.enterprise, "user-unit"))
        #expect(again.status == 73 && again.errors.contains("E3110"), "\(again.errors)")
    }

    @Test func `the role of a token is not the site's to choose`() throws {
        let town = try Town()
        let token = try town.token(Town.body, "verification-body")
        let site = TownSite(town.folder.file("other-role"))
        try site.make(Town.body, "user-unit")
        let outcome = try town.join(site, with: token)
        #expect(outcome.status == 77 && outcome.errors.contains("E3106"), "\(outcome.errors)")
        // The token is not used up by it.
        let lab = TownSite(town.folder.file("lab-2"))
        try lab.make(Town.body, "verification-body")
        let joined = try town.join(lab, with: token)
        #expect(joined.status == 0, "\(joined.errors)")
    }

    @Test func `a name that no hub takes is refused when the site is made`() throws {
        let folder = try TemporaryFolder()
        let names = ["", "  ", String(repeating: "x", count: 401)]
        for name in names {
            let outcome = try TownSite(folder.file("site")).run(
                "init",
                "--role",
                "user-unit",
                "--organisation",
                Town.enterprise,
                "--name",
                name
            )
            #expect(outcome.status == 64, "\(name.count): \(outcome.errors)")
            #expect(outcome.errors.contains("E2204"), "\(name.count): \(outcome.errors)")
        }
    }
}
