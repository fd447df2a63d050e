import Foundation
import TestSupport

/// A hub on a free port, two sites of one enterprise and a verification body: the built programs, over
/// TLS with client certificates, through a line that can be made bad.
final class Town {
    static let enterprise = "91330106MA00000003"
    static let body = "12330100MA0000001L"

    let folder: TemporaryFolder
    let line: BadLine
    private(set) var server: RunningProgram?
    let port: Int
    let pin: String
    let shop: TownSite
    let branch: TownSite
    let lab: TownSite

    var sites: [TownSite] { [shop, branch, lab] }
    var hubHome: String { folder.file("hub") }

    /// `suite` is how the hub signs.
    init(suite: String = "ed25519-sha256") throws {
        folder = try TemporaryFolder()
        let home = folder.file("hub")
        let made = try Self.hub(home, "init", "--city", "杭州", "--suite", suite, "--json")
        pin = try made.object.text("caPin")
        for (code, role) in [(Self.enterprise, "user-unit"), (Self.body, "verification-body")] {
            _ = try Self.hub(
                home,
                "org",
                "add",
                "--organisation",
                code,
                "--name",
                "示例\(role)",
                "--role",
                role
            )
        }
        let (started, port) = try Self.serve(home, port: 0, folder)
        server = started
        self.port = port
        line = try BadLine(to: port)
        shop = TownSite(folder.file("shop"))
        branch = TownSite(folder.file("branch"))
        lab = TownSite(folder.file("lab"))
        for site in [shop, branch] { try enrol(site, Self.enterprise, "user-unit") }
        try enrol(lab, Self.body, "verification-body")
    }

    // MARK: The hub

    private static func hub(_ home: String, _ arguments: String...) throws -> Program.Outcome {
        let outcome = try Program.jiliangHub.run(["--home", home] + arguments)
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
        return outcome
    }

    /// Runs a command of the hub that must succeed.
    @discardableResult
    func hub(_ arguments: String...) throws -> Program.Outcome {
        let outcome = try Program.jiliangHub.run(["--home", hubHome] + arguments)
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
        return outcome
    }

    private static func serve(
        _ home: String,
        port: Int,
        _ folder: TemporaryFolder,
        through wrapper: [String] = [],
        _ options: [String] = []
    ) throws -> (RunningProgram, Int) {
        let command =
            wrapper + [
                Program.jiliangHub.path, "--home", home, "serve", "--listen", "127.0.0.1:\(port)",
            ] + options
        let running = try Program(path: command[0]).start(Array(command.dropFirst()), in: folder)
        guard let address = running.wait(for: /https:\/\/127\.0\.0\.1:[0-9]+/),
            let port = Int(address.split(separator: ":").last ?? "")
        else { throw TownError("the hub did not start: \(running.errors)") }
        return (running, port)
    }

    func startHub(through wrapper: [String] = [], options: [String] = []) throws {
        server = try Self.serve(hubHome, port: port, folder, through: wrapper, options).0
    }

    func stopHub(_ signal: Int32 = SIGTERM) {
        server?.end(signal)
        server = nil
    }

    /// The hub breaks, and its folder is put back as it was when it was copied.
    func putHubBack(_ copy: String) throws {
        stopHub(SIGKILL)
        try FileManager.default.removeItem(atPath: hubHome)
        try FileManager.default.copyItem(atPath: copy, toPath: hubHome)
        try startHub()
    }

    /// The canonical export of the enterprise, as the hub has it.
    func hubExport() throws -> String {
        try hub("export", "ndjson", "--organisation", Self.enterprise).output
    }

    // MARK: The sites

    func enrol(_ site: TownSite, _ organisation: String, _ role: String) throws {
        try site.make(organisation, role)
        let outcome = try join(site, with: token(organisation, role))
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
    }

    /// Tries to join with a token in a file.
    func join(_ site: TownSite, with token: String, pin: String? = nil) throws -> Program.Outcome {
        try site.run(
            "enroll",
            "https://127.0.0.1:\(line.port)",
            "--ca-pin",
            pin ?? self.pin,
            "--token-file",
            token
        )
    }

    /// A fresh token in a file.
    func token(_ organisation: String, _ role: String, ttl: String = "24h") throws -> String {
        let made = try hub(
            "token",
            "create",
            "--organisation",
            organisation,
            "--role",
            role,
            "--ttl",
            ttl,
            "--json"
        )
        let token = try made.object.text("token")
        return try folder.write("token-\(UUID().uuidString)", Array(token.utf8))
    }

    /// Syncs all sites, as often as something moves, at most five rounds; the order can be chosen.
    func syncUntilQuiet(_ order: [TownSite]? = nil) throws {
        for _ in 0..<5 {
            var moved = 0
            for site in order ?? sites {
                let report = try site.succeed("sync", "--json").object
                moved += try report.number("pushed") + report.number("pulled")
            }
            if moved == 0 { return }
        }
        throw TownError("the sites do not come to rest")
    }
}

/// One site of the town.
struct TownSite {
    let home: String

    init(_ home: String) {
        self.home = home
    }

    func run(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        try Program.jiliang.run(["--home", home] + arguments, environment: environment)
    }

    /// Runs a command that must succeed.
    @discardableResult
    func succeed(_ arguments: String...) throws -> Program.Outcome {
        let outcome = try Program.jiliang.run(["--home", home] + arguments)
        guard outcome.status == 0 else {
            throw TownError("\(arguments): exit \(outcome.status): \(outcome.errors)")
        }
        return outcome
    }

    /// Makes the site, which stands alone until it joins a hub.
    func make(_ organisation: String, _ role: String) throws {
        try succeed(
            "init",
            "--role",
            role,
            "--organisation",
            organisation,
            "--name",
            "示例"
        )
    }

    /// Adds an instrument and gives its id.
    func add(serial: String) throws -> String {
        try succeed(
            "add",
            "serial=\(serial)",
            "name=电子秤",
            "model=ACS-30",
            "manufacturer=示例衡器一厂",
            "location=1号仓",
            "--json"
        ).object.text("id")
    }

    func export() throws -> String {
        try succeed("export", "-", "--format", "ndjson").output
    }

    /// The objects that a JSONL command prints.
    func lines(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try Program.jiliang.run(["--home", home] + arguments + ["--json"])
        guard outcome.status == 0 else { throw TownError(outcome.errors) }
        return try outcome.lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return object as? [String: Any] ?? [:]
        }
    }

    /// How many edits of a site the hub has acknowledged.
    func receipts() throws -> Int { try lines("receipts").count }
}

struct TownError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Program.Outcome {
    /// The one object that a command printed.
    var object: [String: Any] {
        get throws {
            let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return object as? [String: Any] ?? [:]
        }
    }
}

extension [String: Any] {
    func text(_ name: String) throws -> String {
        guard let text = self[name] as? String else { throw TownError("no `\(name)` in \(self)") }
        return text
    }

    func number(_ name: String) throws -> Int {
        guard let number = self[name] as? Int else { throw TownError("no `\(name)` in \(self)") }
        return number
    }
}
