import ArgumentParser
import Hub
import Signing
import SyncCore
import Terminal

/// `jiliang-hub init`: makes a hub.
struct InitCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "建立 hub · make a hub in the home folder"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "城市 · city")
    var city: String

    @Option(
        name: .customLong("name"),
        help: "服务器的域名或地址, 可重复 · name or address of the server, repeatable"
    )
    var names: [String] = []

    @OptionGroup var signing: SuiteOption

    private static let cityBytesMax = 200

    func run(_ session: Session) async throws {
        guard (1...Self.cityBytesMax).contains(city.utf8.count) else {
            throw Failure.badChoice(
                city,
                for: "--city",
                expected: "1–\(Self.cityBytesMax) bytes"
            )
        }
        let suite = try signing.chosen()
        var random = SystemRandom()
        let (home, isNew) = try HubHome.create(
            path: session.home,
            city: city,
            names: names,
            suite: suite ?? .ed25519,
            at: Machine.now(),
            random: &random
        )
        let present = home.receiptKey.suite
        if let suite, suite != present {
            // Only `key rotate` changes how a hub signs that is there already.
            throw Failure.badChoice(
                suite.rawValue,
                for: "--suite",
                expected: present.rawValue
            )
        }
        let screen = session.screen
        if session.isJSON {
            try screen.print(
                ["hub": .string(home.hub.description), "caPin": .string(home.caPin)] as JSONValue
            )
            return
        }
        try screen.print(
            isNew
                ? screen.say("已建立 hub: \(home.city)", "hub made: \(home.city)")
                : screen.say("hub 已存在: \(home.city)", "the hub exists: \(home.city)")
        )
        try screen.print("  \(home.hub)  \(session.home)")
        try screen.print("  \(screen.say("CA 指纹", "CA pin"))  \(home.caPin)")
        try screen.print(screen.say("下一步:", "next:"))
        try screen.print("  jiliang-hub --home \(session.home) serve")
    }
}
