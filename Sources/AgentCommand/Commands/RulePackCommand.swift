import ArgumentParser
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang policy rule-pack`: the points of the credit grade, as a file.
struct RulePackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule-pack",
        abstract: "评分标准 · rule packs",
        subcommands: [RulePackCheckCommand.self]
    )
}

/// `jiliang policy rule-pack check`: every fault of a pack, or what it says.
struct RulePackCheckCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "检查评分标准文件 · check the file of a rule pack"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "评分标准文件, - 为标准输入 · file of a rule pack, - for standard input")
    var file: String

    func run(_ session: Session) throws -> ExitStatus {
        let bytes = try SmallFile.read(file)
        let pack: RulePack
        do throws(RulePackError) { pack = try RulePack(json: bytes) } catch {
            try report(error, session)
            throw Failure.rulePackFaults(file, error)
        }
        if session.options.json {
            try session.screen.print(RulePackWords.json(checked: pack))
        } else {
            for line in RulePackWords.summary(pack, session.screen) {
                try session.screen.print(line)
            }
        }
        if !pack.isValid(on: session.day) { RulePackWords.noteOtherDay(pack, session) }
        return .done
    }

    private func report(_ error: RulePackError, _ session: Session) throws {
        if session.options.json {
            try session.screen.print(RulePackWords.json(error, session.language))
            return
        }
        for line in RulePackWords.lines(error, session.language) {
            try session.screen.print(line)
        }
    }
}
