package import ArgumentParser
package import Policy

/// The options that every command of a program takes, before or after its name.
package struct GlobalWords {
    private let withValue: Set<String>
    private let flags: Set<String>

    /// The names with their dashes: of options that take a value, and of flags.
    package init(withValue: Set<String>, flags: Set<String>) {
        self.withValue = withValue
        self.flags = flags
    }

    /// The same command line with the global options right behind the name of the command, where
    /// the parser looks for them.
    package func hoisted(
        _ arguments: [String],
        in root: any ParsableCommand.Type
    ) -> [String] {
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
        let path = Self.commandPath(rest, from: root)
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
    package static func peek(_ arguments: [String]) -> (language: Language, json: Bool) {
        let index = arguments.firstIndex(of: "--lang").map { $0 + 1 }
        let word = index.flatMap { arguments.indices.contains($0) ? arguments[$0] : nil }
        let joined = arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        let language =
            (joined ?? word).flatMap(Language.init(rawValue:)) ?? Machine.localeLanguage
        return (language, arguments.contains("--json"))
    }

    /// The parser's own words about a command line that it could not understand; `nil` for help and
    /// version, which are answers.
    package static func usageDetail<Root: ParsableCommand>(
        _ error: any Error,
        in root: Root.Type
    ) -> String? {
        guard root.exitCode(for: error) != .success else { return nil }
        let text = root.fullMessage(for: error)
        let firstLine = text.split(separator: "\n").first.map(String.init) ?? text
        return firstLine.hasPrefix("Error: ") ? String(firstLine.dropFirst(7)) : firstLine
    }
}
