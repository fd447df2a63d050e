import Foundation
import Policy
import SyncAgent
import TestSupport
import Testing

/// `agent.conf`: what it says, and what is wrong with it.
struct ConfigurationTests {
    private func load(
        _ files: [String],
        environment: [String: String] = [:]
    ) throws -> (configuration: AgentConfiguration, origins: [ConfigurationOrigin]) {
        let folder = try TemporaryFolder()
        let paths = try files.enumerated().map { try folder.write("\($0).conf", Array($1.utf8)) }
        return try ConfigurationLayers.load(files: paths, environment: environment)
    }

    @Test func `agent.conf lists every setting with its default`() throws {
        let text = String(decoding: try Checkout.bytes("agent.conf"), as: UTF8.self)
        let (_, origins) = try load([text])
        #expect(origins.map(\.key) == ConfigurationKey.allCases)
        for origin in origins {
            #expect(origin.value == origin.key.builtIn)
            #expect(origin.origin != "built-in", "\(origin.key.rawValue) is missing in agent.conf")
        }
    }

    @Test func `what is built in is what the configuration begins with`() throws {
        let named = try load(["[store]\nlock_wait = \"10s\"\n[import]\ncell_max = \"1MiB\""])
        let bare = try load([])
        #expect(named.configuration.lockWait == bare.configuration.lockWait)
        #expect(named.configuration.importCellMax == bare.configuration.importCellMax)
        let hub = try load([
            "[hub]\nrequest_timeout = \"5m\"\nconnect_timeout = \"10s\"\nstall_timeout = \"30s\""
        ])
        #expect(hub.configuration.hubRequestTimeout == bare.configuration.hubRequestTimeout)
        #expect(hub.configuration.hubLimits == bare.configuration.hubLimits)
    }

    @Test func `the environment lies over drop-ins, and these over the file`() throws {
        let files = [
            "[screen]\nlanguage = \"zh\"\n[store]\nlock_wait = \"1s\"\n[import]\ncell_max = \"2MiB\"",
            "[store]\nlock_wait = \"2s\"\n[import]\ncell_max = \"64KiB\"",
        ]
        let (configuration, origins) = try load(
            files,
            environment: ["JILIANG_IMPORT__CELL_MAX": "8KiB", "JILIANG_HOME": "/x"]
        )
        #expect(configuration.language == .chinese)
        #expect(configuration.lockWait == .seconds(2))
        #expect(configuration.importCellMax == 8192)
        let cellMax = origins.first { $0.key == .importCellMax }
        #expect(cellMax?.origin == "JILIANG_IMPORT__CELL_MAX")
    }

    @Test func `every problem is told at once, with its place`() throws {
        let text = """
            [screen]
            langauge = "zh"
              language = "fr"
            [store]
            lock_wait = 10
            [import]
            cell_max = "1"
            """
        let error = #expect(throws: ConfigurationError.self) { try load([text]) }
        let problems = try #require(error).problems
        #expect(problems.map(\.line) == [2, 3, 5, 7])
        #expect(problems.map(\.column) == [1, 3, 1, 1])
        #expect(
            problems.first?.reason == .unknownKey("screen.langauge", nearest: "screen.language")
        )
    }

    @Test(arguments: ["[screen", "a = ", "= 1", "[screen]\nlanguage = \"zh\"\nlanguage = \"en\""])
    func `what is no TOML is told with line and column`(_ text: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try load([text]) }
        let problem = try #require(error?.problems.first)
        #expect(problem.line > 0 && problem.column > 0)
    }

    static let values: [(key: String, value: String, isGood: Bool)] = [
        ("store.lock_wait", "500ms", true), ("store.lock_wait", "2m", true),
        ("store.lock_wait", "0s", true), ("store.lock_wait", "61m", false),
        ("store.lock_wait", "10", false), ("store.lock_wait", "-1s", false),
        ("store.lock_wait", "99999999999999999999s", false), ("store.lock_wait", "١s", false),
        ("import.cell_max", "64MiB", true), ("import.cell_max", "65MiB", false),
        ("import.cell_max", "1KiB", true), ("import.cell_max", "512", false),
        ("hub.request_timeout", "500ms", false), ("hub.request_timeout", "90s", true),
        ("hub.connect_timeout", "5s", true), ("hub.connect_timeout", "0s", false),
        ("hub.stall_timeout", "2m", true), ("hub.stall_timeout", "999ms", false),
        ("hub.max_upload", "mon-fri 08:00-18:00 64KiB", true), ("hub.max_upload", "0", false),
        ("proxy.url", "none", true), ("proxy.url", "http://user@10.0.0.1:3128", true),
        ("proxy.url", "proxy.corp", true), ("proxy.url", "https://proxy.corp", false),
        ("proxy.url", "http://user:secret@proxy.corp", false), ("proxy.url", "", false),
        ("proxy.authentication", "ntlm", true), ("proxy.authentication", "NTLM", false),
        ("screen.language", "en", true), ("screen.language", "EN", false),
    ]

    @Test(arguments: values)
    func `a value needs its unit and its range`(
        _ example: (key: String, value: String, isGood: Bool)
    ) throws {
        let key = try #require(ConfigurationKey(rawValue: example.key))
        let environment = [key.environmentName: example.value]
        if example.isGood {
            #expect(throws: Never.self) { try load([], environment: environment) }
        } else {
            #expect(throws: ConfigurationError.self) { try load([], environment: environment) }
        }
    }

    @Test func `drop-ins of the home are read with or without an agent.conf beside them`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("conf.d"),
            withIntermediateDirectories: true
        )
        let dropIn = try folder.write("conf.d/10-site.conf", [])
        #expect(ConfigurationLayers.files(named: nil, home: folder.path).contains(dropIn))
        let main = try folder.write("agent.conf", [])
        #expect(ConfigurationLayers.files(named: nil, home: folder.path) == [main, dropIn])
    }

    @Test func `a misspelt variable of the environment is a problem too`() {
        let error = #expect(throws: ConfigurationError.self) {
            try load([], environment: ["JILIANG_STORE__LOCKWAIT": "1s"])
        }
        #expect(error?.problems.map(\.source) == ["JILIANG_STORE__LOCKWAIT"])
    }

    @Test func `a file that is named but missing is a problem, not silence`() {
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLayers.load(files: ["/nonexistent/agent.conf"], environment: [:])
        }
    }
}
