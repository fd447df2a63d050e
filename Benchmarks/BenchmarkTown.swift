import Foundation

/// A hub on a free port and two sites of one enterprise, for one run of a benchmark.
final class BenchmarkTown {
    private static let enterprise = "91330106MA00000003"

    private let programs: SyncBenchmark.Programs
    private let folder: String
    private var server: HubProcess?

    init(programs: SyncBenchmark.Programs, folder: String) throws {
        self.programs = programs
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let pin = try text("caPin", of: hub("init", "--city", "bench", "--json"))
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
        let server = try HubProcess(
            programs.hub,
            home: folder + "/hub",
            log: folder + "/hub.log"
        )
        self.server = server
        for site in ["shop", "branch"] { try join(site, address: server.address, pin: pin) }
    }

    /// Stops the hub and removes everything.
    func end() {
        server?.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs a command of a site, and measures it.
    @discardableResult
    func at(_ site: String, _ arguments: String...) throws -> ChildProcess.Cost {
        try ChildProcess(
            path: programs.jiliang,
            arguments: ["--home", folder + "/" + site, "--quiet"] + arguments
        ).run()
    }

    /// A figure counts only if both sites have come to the same.
    func expectEqual(_ first: String, _ second: String) throws {
        let exports = try [first, second].map { site in
            try output(
                programs.jiliang,
                ["--home", folder + "/" + site, "export", "-", "--format", "ndjson"]
            )
        }
        guard exports[0] == exports[1], !exports[0].isEmpty else {
            throw BenchmarkError("\(first) and \(second) differ after the sync")
        }
    }

    private func join(_ site: String, address: String, pin: String) throws {
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
