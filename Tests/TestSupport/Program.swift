import Foundation

/// The built `jiliang`, run as a user runs it.
package struct Program: Sendable {
    package let path: String

    /// The program that was built together with the tests.
    package static let jiliang = Program(built: "jiliang")

    /// The hub's, built together with the tests.
    package static let jiliangHub = Program(built: "jiliang-hub")

    private init(built name: String) {
        path =
            URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Another program, by its path.
    package init(path: String) {
        self.path = path
    }

    /// What a run left behind.
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String

        /// The lines of standard output.
        package var lines: [String] {
            output.split(separator: "\n").map(String.init)
        }
    }

    /// Runs to the end. The environment given is laid over a bare one, so that a test sees no locale
    /// of the machine.
    package func run(
        _ arguments: String...,
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> Outcome {
        try run(arguments, input: input, environment: environment)
    }

    /// The same for arguments in an array.
    package func run(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> Outcome {
        // Files instead of pipes: a child that prints much can never wait for us.
        let folder = try TemporaryFolder()
        let running = try start(arguments, input: input, environment: environment, in: folder)
        running.waitUntilExit()
        return Outcome(
            status: running.terminationReason == .exit ? running.terminationStatus : -1,
            output: try String(contentsOfFile: folder.file("output"), encoding: .utf8),
            errors: try String(contentsOfFile: folder.file("errors"), encoding: .utf8)
        )
    }

    /// Runs for a while, then kills with SIGKILL; `nil` when it was still running, else its status.
    package func runAndKill(_ arguments: [String], after seconds: Double) throws -> Int32? {
        let folder = try TemporaryFolder()
        let running = try start(arguments, input: [], environment: [:], in: folder)
        let deadline = Date(timeIntervalSinceNow: seconds)
        while running.isRunning, Date() < deadline { usleep(200) }
        let wasRunning = running.isRunning
        kill(running.processIdentifier, SIGKILL)
        running.waitUntilExit()
        return wasRunning && running.terminationReason == .uncaughtSignal
            ? nil : running.terminationStatus
    }

    private func start(
        _ arguments: [String],
        input: [UInt8],
        environment: [String: String],
        in folder: TemporaryFolder
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let bare = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "zh_CN.UTF-8"]
        process.environment = bare.merging(environment) { $1 }
        let inputFile = try folder.write("input", input)
        process.standardInput = FileHandle(forReadingAtPath: inputFile)
        _ = try folder.write("output", [])
        _ = try folder.write("errors", [])
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("output"))
        process.standardError = FileHandle(forWritingAtPath: folder.file("errors"))
        try process.run()
        return process
    }
}
