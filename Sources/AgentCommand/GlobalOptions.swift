import ArgumentParser
import Policy

/// The options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(help: "站点目录 · folder of the site")
    var home: String?

    @Option(help: "配置文件 · configuration file")
    var config: String?

    @Flag(help: "输出 JSON · print JSON")
    var json = false

    @Option(help: "界面语言 zh 或 en · language of the screen")
    var lang: String?

    @Option(help: "按某一天判断 · judge on this day (YYYY-MM-DD)")
    var asOf: String?

    @Flag(help: "不再询问 · ask nothing")
    var yes = false

    @Flag(help: "只说会怎样 · only say what would happen")
    var dryRun = false

    @Flag(help: "不显示进度和提示 · no progress, no remarks")
    var quiet = false

    private static let withValue: Set = ["--home", "--config", "--lang", "--as-of"]
    private static let flags: Set = ["--json", "--yes", "--dry-run", "--quiet"]

    /// The same command line with the global options right behind the name of the command, where
    /// the parser looks for them.
    static func hoisted(_ arguments: [String], in root: any ParsableCommand.Type) -> [String] {
        var global: [String] = []
        var rest: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                rest += arguments[(index - 1)...]
                break
            }
            let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init)
            if flags.contains(argument) || withValue.contains(name ?? "") && argument != name {
                global.append(argument)
            } else if withValue.contains(argument), index < arguments.count {
                global += [argument, arguments[index]]
                index += 1
            } else {
                rest.append(argument)
            }
        }
        // Help takes no options, and needs none.
        if rest.first == "help" { return rest }
        let path = commandPath(rest, from: root)
        return Array(rest[..<path]) + global + Array(rest[path...])
    }

    /// How many leading words name the command.
    private static func commandPath(
        _ arguments: [String],
        from root: any ParsableCommand.Type
    ) -> Int {
        var command = root
        var count = 0
        while count < arguments.count,
            let next = command.configuration.subcommands.first(where: {
                $0._commandName == arguments[count]
            })
        {
            command = next
            count += 1
        }
        return count
    }

    /// Language and form of an error that happens before the command line is understood.
    static func peek(_ arguments: [String]) -> (language: Language, json: Bool) {
        let index = arguments.firstIndex(of: "--lang").map { $0 + 1 }
        let word = index.flatMap { arguments.indices.contains($0) ? arguments[$0] : nil }
        let joined = arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        let language =
            (joined ?? word).flatMap(Language.init(rawValue:)) ?? Session.localeLanguage
        return (language, arguments.contains("--json"))
    }
}
