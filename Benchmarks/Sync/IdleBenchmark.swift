import Foundation
import Glibc

/// S6: what an agent keeps in memory that runs as a service, has everything and waits for the hub's word.
struct IdleBenchmark {
    let programs: SyncBenchmark.Programs
    let folder: String
    let rows: Int

    /// How long it is left alone first.
    private static let rest: UInt32 = 10

    /// The resident set, as the kernel counts it: with the pages of programs and libraries that others share.
    func memory() throws -> Measured {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/town-idle")
        defer { town.end() }
        try town.importLedger(at: "shop", rows: rows)
        try town.at("shop", "push")
        try town.at("shop", "pull")
        let agent = Process()
        agent.executableURL = URL(fileURLWithPath: programs.jiliang)
        agent.arguments = ["--home", town.home(of: "shop"), "--quiet", "run"]
        agent.standardOutput = FileHandle.nullDevice
        agent.standardError = FileHandle.nullDevice
        try agent.run()
        defer {
            kill(agent.processIdentifier, SIGTERM)
            agent.waitUntilExit()
        }
        sleep(Self.rest)
        guard agent.isRunning else { throw BenchmarkError("the agent has ended") }
        let megabytes = try ProcessMemory.megabytes("VmRSS", of: agent.processIdentifier)
        return Measured("S6 agent that idles, \(rows) instruments: memory", megabytes, "MB", 40)
    }
}
