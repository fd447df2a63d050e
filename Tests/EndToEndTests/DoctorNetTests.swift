import Foundation
import TestSupport
import Testing

/// What a person is told who asks why there is no way to the hub.
@Suite(.serialized)
struct DoctorNetTests {
    /// The layers of a report by their names, in their order, with yes, no or unknown.
    private func states(_ outcome: Program.Outcome) throws -> [String] {
        let layers = try #require(outcome.object["layers"] as? [[String: Any]], "\(outcome.errors)")
        return try layers.map { layer in
            let state = (layer["ok"] as? Bool).map { $0 ? "yes" : "no" } ?? "?"
            return "\(try layer.text("layer")) \(state)"
        }
    }

    private static let sound = [
        "settings yes", "dns yes", "tcp yes", "proxy yes", "tls yes", "http yes", "clock yes",
    ]

    @Test func `before and after joining, with and without a hub`() throws {
        let town = try Town()
        let url = "https://127.0.0.1:\(town.line.port)"
        let alone = TownSite(town.folder.file("alone"))
        let shown = try alone.run("doctor", "net", url, "--json")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(try states(shown)[4] == "tls ?")
        #expect(try alone.run("doctor", "net").status == 78)
        let pin = "sha256:" + String(repeating: "0", count: 64)
        let other = try alone.run("doctor", "net", url, "--ca-pin", pin, "--lang", "en")
        #expect(other.status == 77)
        #expect(other.lines.last?.contains("E3104") == true, "\(other.output)")

        let joined = try town.shop.succeed("doctor", "net", "--json")
        #expect(try states(joined) == Self.sound)
        #expect(try joined.object["cause"] is NSNull)
        town.stopHub()
        let silent = try town.shop.run("doctor", "net", "--json")
        #expect(silent.status == 69)
        #expect(try silent.object.text("code") == "E3103")
        #expect(try town.shop.run("doctor", "--json").object["sound"] as? Bool == true)
    }

    @Test func `through a proxy that wants a password, which nobody gets to see`() throws {
        let town = try Town()
        let proxy = try ConnectProxy(.password("zhang:s3cr3t"))
        let password = try town.folder.write("password", Array("s3cr3t\n".utf8))
        var environment = [
            "JILIANG_PROXY__URL": "http://zhang@127.0.0.1:\(proxy.port)",
            "JILIANG_PROXY__NO_PROXY": "none", "JILIANG_PROXY__PASSWORD_FILE": password,
        ]
        _ = try town.shop.add(serial: "BY-PROXY")
        let sound = try town.shop.run("doctor", "net", "--json", environment: environment)
        #expect(try states(sound) == Self.sound, "\(sound.output)")
        let sync = try town.shop.run("sync", "--json", environment: environment)
        #expect(try sync.object.number("received") == 1, "\(sync.errors)")
        #expect(proxy.asked.contains("127.0.0.1:\(town.line.port)"))
        let settings = try town.shop.run("config", "show", "--origin", environment: environment)
        #expect(settings.output.contains("JILIANG_PROXY__URL"))

        _ = try town.shop.add(serial: "WAITS")
        _ = try town.folder.write("password", Array("other\n".utf8))
        let refused = try town.shop.run("sync", environment: environment)
        #expect(refused.status == 77 && refused.errors.contains("E3162"), "\(refused.errors)")
        let why = try town.shop.run("doctor", "net", "--json", environment: environment)
        #expect(why.status == 77)
        #expect(try why.object.text("code") == "E3162")
        #expect(try states(why)[3] == "proxy no")
        environment["JILIANG_PROXY__PASSWORD_FILE"] = town.folder.file("missing")
        let missing = try town.shop.run("doctor", "net", "--json", environment: environment)
        #expect(missing.status == 78)
        #expect(try states(missing)[0] == "settings no")
        for outcome in [sound, sync, settings, refused, why, missing] {
            #expect(!(outcome.output + outcome.errors).contains("s3cr3t"))
        }
        // What the environment says is not meant for this machine.
        let direct = ["https_proxy": "http://127.0.0.1:\(proxy.port)"]
        let last = try town.shop.run("sync", "--json", environment: direct)
        #expect(try last.object.number("received") == 1, "\(last.errors)")
    }

    @Test func `a clock that is years off is the cause, not the certificate`() throws {
        let town = try Town()
        for years in ["-1y", "+1y", "+20y"] {
            let outcome = try Program(path: "/usr/bin/faketime").run([
                "-f", years, Program.jiliang.path, "--home", town.shop.home, "doctor", "net",
                "--json",
            ])
            #expect(try outcome.object.text("code") == "E3165", "\(years): \(outcome.output)")
            #expect([1, 77].contains(outcome.status))
            #expect(try states(outcome)[6] == "clock no")
        }
    }

    @Test func `ten gigabytes in a small body are refused in little memory`() throws {
        let town = try Town()
        let server = try #require(town.server)
        let before = try ProcessMemory.kilobytes(of: server.processID)
        let bomb = try town.folder.write("bomb", ZstdBomb.frame(gigabytes: 10))
        let outcome = try Program(path: "/usr/bin/curl").run([
            "-sS", "--max-time", "60", "--cacert", town.hubHome + "/ca.pem", "-H", "Expect:", "-H",
            "Content-Encoding: zstd", "--data-binary", "@\(bomb)", "-o", "/dev/null", "-w",
            "%{http_code}", "https://127.0.0.1:\(town.port)/v1/enroll",
        ])
        #expect(outcome.output == "413", "\(outcome.errors)")
        // A decoder, its window and what it has read.
        #expect(try ProcessMemory.kilobytes(of: server.processID) - before < 64 << 10)
    }
}
