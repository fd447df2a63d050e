import Foundation

/// A hub on a free port and two sites of one enterprise, for one run of a benchmark.
final class BenchmarkTown {
    private static let enterprise = "91330106MA00000003"

    private let programs: SyncBenchmark.Programs
    private let folder: String
    private var server: HubProcess?
    private var pin = ""
    private var address = ""
    /// What the sites reach the hub through, where bytes are counted.
    private(set) var relay: CountingRelay?

    init(programs: SyncBenchmark.Programs, folder: String, counting: Bool = false) throws {
        self.programs = programs
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        pin = try text("caPin", of: hub("init", "--city", "bench", "--json"))
        _ = try hub(
            "org",
            "add",
            "--organisation",
            Self.enterprise,
            "--name",
            "bench",
            "--role",
            "user-unit"
        )
        try serve()
        if counting, let port = address.split(separator: ":").last.flatMap({ Int($0) }) {
            let relay = try CountingRelay(toPort: port)
            self.relay = relay
            address = "https://127.0.0.1:\(relay.port)"
        }
        for site in ["shop", "branch"] { try join(site) }
    }

    private func serve() throws {
        let server = try HubProcess(
            programs.hub,
            home: folder + "/hub",
            log: folder + "/hub.log"
        )
        self.server = server
        address = server.address
    }

    /// Starts the hub anew; who joins from now on finds it at its new address.
    func restart(forgettingSnapshots: Bool) throws {
        server?.stop()
        if forgettingSnapshots {
            try? FileManager.default.removeItem(atPath: folder + "/hub/snapshots")
        }
        try serve()
    }

    /// The largest resident set that the hub has had since it was started.
    func hubPeakMegabytes() throws -> Double {
        guard let server else { throw BenchmarkError("no hub runs") }
        return try ProcessMemory.megabytes("VmHWM", of: server.id)
    }

    /// Where a site's files lie.
    func home(of site: String) -> String { folder + "/" + site }

    /// A site whose rounds run in this process.
    func site(_ name: String) -> BenchmarkSite { BenchmarkSite(home: home(of: name)) }

    /// Imports a ledger of so many rows at a site, of which the first have changed since.
    func importLedger(
        at site: String,
        rows: Int,
        changed: Int = 0,
        from first: Int = 0,
        place: String = "新址"
    ) throws {
        let ledger = folder + "/ledger.csv"
        try LedgerGenerator.write(
            rows: rows,
            changed: changed,
            from: first,
            place: place,
            sample: programs.sample,
            to: ledger
        )
        try at(site, "import", ledger)
    }

    /// Stops the hub and removes everything.
    func end() {
        relay?.close()
        server?.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs a command of a site, and measures it.
    @discardableResult
    func at(_ site: String, _ arguments: String...) throws -> ChildProcess.Cost {
        try ChildProcess(
            path: programs.jiliang,
            arguments: ["--home", home(of: site), "--quiet"] + arguments
        ).run()
    }

    /// A figure counts only if both sites have come to the same.
    func expectEqual(_ first: String, _ second: String) throws {
        let exports = try [first, second].map { site in
            try output(
                programs.jiliang,
                ["--home", home(of: site), "export", "-", "--format", "ndjson"]
            )
        }
        guard exports[0] == exports[1], !exports[0].isEmpty else {
            throw BenchmarkError("\(first) and \(second) differ after the sync")
        }
    }

    /// Makes a site of the enterprise, which joins the hub.
    func join(_ site: String) throws {
        try at(
            site,
            "init",
            "--role",
            "user-unit",
            "--organisation",
            Self.enterprise,
            "--name",
            site
        )
        let made = try hub(
            "token",
            "create",
            "--organisation",
            Self.enterprise,
            "--role",
            "user-unit",
            "--json"
        )
        let file = folder + "/token"
        try text("token", of: made).write(toFile: file, atomically: true, encoding: .utf8)
        try at(site, "enroll", address, "--ca-pin", pin, "--token-file", file)
    }

    private func hub(_ arguments: String...) throws -> Data {
        try output(programs.hub, ["--home", folder + "/hub"] + arguments)
    }

    private func output(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("\(program) \(arguments.joined(separator: " ")) failed")
        }
        return data
    }

    private func text(_ name: String, of data: Data) throws -> String {
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        guard let text = object?[name] as? String else { throw BenchmarkError("no `\(name)`") }
        return text
    }
}
