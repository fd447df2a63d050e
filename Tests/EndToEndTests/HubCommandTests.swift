import Foundation
import Glibc
import TestSupport
import Testing

/// The program `jiliang-hub` as an operator uses it.
struct HubCommandTests {
    /// A hub's folder and the program that works in it.
    private struct Hub {
        let folder: TemporaryFolder
        var path: String { folder.file("hub") }

        init() throws {
            folder = try TemporaryFolder()
        }

        func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.jiliangHub.run(["--home", path] + arguments)
        }

        func make() throws {
            let made = try run("init", "--city", "示例市")
            try #require(made.status == 0, "\(made.errors)")
        }

        /// Runs the server on ports of the system's choice.
        func serve(_ arguments: String...) throws -> RunningServer {
            try RunningServer(["--home", path, "serve", "--listen", "127.0.0.1:0"] + arguments)
        }
    }

    private static let enterprise = "91330106MA00000003"

    @Test func `init is idempotent and tells hub and pin`() throws {
        let hub = try Hub()
        let first = try hub.run("init", "--city", "示例市", "--json")
        let again = try hub.run("--json", "init", "--city", "示例市")
        #expect(first.status == 0 && first.output == again.output)
        #expect(first.output.contains(#""caPin":"sha256:"#))
        #expect(try hub.run("init", "--city", "别的市").status == 73)
        for (suite, status) in [("ed25519-sha256", Int32(0)), ("sm2-sm3", 64), ("none", 64)] {
            let outcome = try hub.run("init", "--city", "示例市", "--suite", suite)
            #expect(outcome.status == status, "\(outcome.errors)")
        }
    }

    @Test(
        arguments: [
            (["serve"], 78, "E6101"), (["org", "list"], 78, "E6101"),
            (["serve", "--insecure-http", "0.0.0.0:0"], 64, "E6001"),
            (["serve", "--metrics", "0.0.0.0:0"], 64, "E6001"),
            (["serve", "--listen", "nowhere"], 64, "E6001"),
            (
                ["org", "add", "--organisation", "x", "--name", "n", "--role", "user-unit"], 64,
                "E6105"
            ),
            (
                ["org", "add", "--organisation", enterprise, "--name", "n", "--role", "city"], 64,
                "E6001"
            ),
            (["nonsense"], 64, "E6001"),
        ] as [([String], Int32, String)]
    )
    func `a command that cannot be done says why`(
        arguments: [String],
        status: Int32,
        code: String
    ) throws {
        let folder = try TemporaryFolder()
        let home = ["--home", folder.file("hub")]
        let outcome = try Program.jiliangHub.run(home + arguments + ["--json"])
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix(#"{"error":{"code":"\#(code)","message":""#))
    }

    @Test func `commands work alike with the server running and without`() throws {
        let hub = try Hub()
        try hub.make()
        let organisation = ["--organisation", Self.enterprise, "--role", "user-unit"]
        func add(_ name: String) throws -> Int32 {
            try Program.jiliangHub.run(
                ["--home", hub.path, "org", "add", "--name", name] + organisation
            ).status
        }
        #expect(try add("示例企业") == 0)
        let before = try hub.run("org", "list", "--json")
        let server = try hub.serve("--insecure-http", "127.0.0.1:0")
        #expect(try hub.run("org", "list", "--json").output == before.output)
        #expect(try add("示例企业二") == 0)
        let token = try hub.run(
            "token",
            "create",
            "--organisation",
            Self.enterprise,
            "--role",
            "user-unit",
            "--json"
        )
        #expect(token.status == 0, "\(token.errors)")
        #expect(token.output.contains(#""token":""#) && token.output.contains("+08:00"))
        let other = try hub.run(
            "token",
            "create",
            "--organisation",
            Self.enterprise,
            "--role",
            "verification-body"
        )
        #expect(other.status == 65 && other.errors.hasPrefix("E6302"), "\(other.errors)")
        #expect(try hub.run("serve").status == 1)
        #expect(try server.stop() == 0)
        #expect(server.errors.split(separator: "\n").count == 1, "\(server.errors)")
        #expect(try hub.run("org", "list", "--json").output.contains("示例企业二"))
        #expect(try hub.run("export", "ndjson").output.isEmpty)
    }

    @Test(arguments: ["203.0.113.7:1", "no-such-host.invalid:1"])
    func `an address that is not this machine's cannot be listened on`(address: String) throws {
        let hub = try Hub()
        try hub.make()
        let outcome = try hub.run("serve", "--listen", address)
        #expect(outcome.status == 73 && outcome.errors.hasPrefix("E6202"), "\(outcome.errors)")
    }

    @Test func `a killed server leaves nothing that keeps the next one out`() throws {
        let hub = try Hub()
        try hub.make()
        let server = try hub.serve()
        server.kill()
        #expect(try hub.run("site", "list", "--json").status == 0)
        let next = try hub.serve()
        #expect(try next.stop() == 0)
    }
}

/// `jiliang-hub serve` from its first word to its end.
private final class RunningServer {
    private let process = Process()
    private let folder: TemporaryFolder

    init(_ arguments: [String]) throws {
        folder = try TemporaryFolder()
        process.executableURL = URL(fileURLWithPath: Program.jiliangHub.path)
        process.arguments = arguments
        process.environment = ["LANG": "zh_CN.UTF-8"]
        process.standardError = FileHandle(forWritingAtPath: try folder.write("errors", []))
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 30)
        while !errors.contains("\n"), process.isRunning, Date() < deadline { usleep(5000) }
        try #require(errors.hasPrefix("jiliang-hub ready on https://127.0.0.1:"), "\(errors)")
    }

    /// What the server has said so far.
    var errors: String {
        (try? String(contentsOfFile: folder.file("errors"), encoding: .utf8)) ?? ""
    }

    /// Ends it as a service manager does; its exit status.
    func stop() throws -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { kill() }
    }
}
