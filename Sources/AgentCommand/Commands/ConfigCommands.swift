import ArgumentParser
import SyncAgent
import SyncCore
import Terminal

/// `jiliang check-config`: every problem of a configuration at once.
struct CheckConfigCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "检查配置文件 · check a configuration file"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "配置文件, 缺省为生效的那个 · a file; by default the one in force")
    var file: String?

    /// The configuration in force was checked while the session was made.
    func run(_ session: Session) throws -> ExitStatus {
        if let file {
            _ = try ConfigurationLayers.load(files: [file], environment: [:])
        }
        let screen = session.screen
        if session.options.json {
            try screen.print(["problems": .array([])] as JSONValue)
        } else {
            try screen.print(screen.say("配置没有问题.", "the configuration is sound."))
        }
        return .done
    }
}

/// `jiliang config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "配置 · the configuration",
        subcommands: [ConfigShowCommand.self]
    )
}

/// `jiliang config show`: what is in force, and who said so.
struct ConfigShowCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "生效的配置 · the settings in force"
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "来自何处 · where each comes from")
    var origin = false

    func run(_ session: Session) throws -> ExitStatus {
        let screen = session.screen
        if session.options.json {
            for setting in session.origins {
                try screen.print(
                    [
                        "key": .string(setting.key.rawValue),
                        "value": .string(setting.value),
                        "origin": .string(setting.origin),
                    ] as JSONValue
                )
            }
            return .done
        }
        var table = TextTable(
            screen.say("配置项", "setting"),
            screen.say("值", "value"),
            origin ? screen.say("来自", "origin") : "",
            widthMax: 80
        )
        for setting in session.origins {
            table.add(setting.key.rawValue, setting.value, origin ? setting.origin : "")
        }
        for line in table.lines { try screen.print(line) }
        return .done
    }
}
