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

    /// Starts a program that runs until it is ended; its output goes to files in `folder`.
    package func start(_ arguments: [String], in folder: TemporaryFolder) throws -> RunningProgram {
        RunningProgram(
            try start(arguments, input: [], environment: [:], in: folder),
            errors: folder.file("errors")
        )
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

/// A program that has been started and not ended yet; ended with the value at the latest.
package final class RunningProgram {
    private let process: Process
    private let errorsFile: String

    fileprivate init(_ process: Process, errors: String) {
        self.process = process
        self.errorsFile = errors
    }

    deinit {
        if process.isRunning { end(SIGKILL) }
    }

    package var isRunning: Bool { process.isRunning }

    package var processID: Int32 { process.processIdentifier }

    /// What it has written to standard error so far.
    package var errors: String {
        (try? String(contentsOfFile: errorsFile, encoding: .utf8)) ?? ""
    }

    /// The first text on standard error that matches, waiting up to ten seconds for it.
    package func wait(for pattern: some RegexComponent<Substring>) -> String? {
        let deadline = Date(timeIntervalSinceNow: 10)
        while Date() < deadline {
            if let match = errors.firstMatch(of: pattern) { return String(match.output) }
            guard process.isRunning else { return nil }
            usleep(20_000)
        }
        return nil
    }

    /// Sends a signal and waits for the end; gives the exit status, or `nil` when the signal ended it.
    @discardableResult
    package func end(_ signal: Int32) -> Int32? {
        // The number of a process that has ended by itself may be another's by now.
        if process.isRunning { kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    /// Waits for the end by itself.
    package func waitUntilExit() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
