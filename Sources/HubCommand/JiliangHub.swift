import ArgumentParser
import Glibc
import Policy
import Terminal

/// The commands of the program.
struct JiliangHub: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jiliang-hub",
        abstract: "计量器具数据枢纽 · the hub of the sites of a city",
        discussion: """
            收下各站点的修改并出具回执, 供查询备案和检定申请, 记录信用信息.
            Takes what the sites send and gives receipts; filings, applications, credit facts.
            """,
        version: "jiliang-hub 0.1.0",
        subcommands: [
            InitCommand.self, ServeCommand.self, OrganisationCommand.self, TokenCommand.self,
            SiteCommand.self, FilingCommand.self, ApplicationCommand.self, FactCommand.self,
            DuplicateCommand.self,
            GradeCommand.self, ExplainCommand.self, CalendarCommand.self, RulePackCommand.self,
            ExportCommand.self, StatsCommand.self, BlobsCommand.self, DoctorCommand.self,
            RecoverCommand.self, BackupCommand.self, VerifyCommand.self, KeyCommand.self,
        ]
    )
}

/// The program: reads the command line, runs one command, and turns whatever it throws into a sentence
/// with a code.
@main
enum Main {
    static func main() async {
        // Keys, tokens and the store are for this account only, whatever the shell's habit is.
        umask(0o077)
        guard Machine.argumentsAreText else {
            let failure = Failure.argumentsNotText
            failure.report(in: Machine.localeLanguage, asJSON: false)
            failure.status.end()
        }
        let arguments = GlobalOptions.words.hoisted(
            Array(CommandLine.arguments.dropFirst()),
            in: JiliangHub.self
        )
        await run(arguments).end()
    }

    /// Runs one command line; everything has been printed when it returns.
    private static func run(_ arguments: [String]) async -> ExitStatus {
        let early = GlobalWords.peek(arguments)
        do {
            var command = try JiliangHub.parseAsRoot(arguments)
            guard let command = command as? any HubCommand else {
                // Help, or a command that only holds others and answers with its help.
                try command.run()
                return .done
            }
            return await run(command, early)
        } catch {
            guard let detail = GlobalWords.usageDetail(error, in: JiliangHub.self) else {
                print(JiliangHub.fullMessage(for: error))
                return .done
            }
            let failure = Failure.usage(detail)
            failure.report(in: early.language, asJSON: early.json)
            return failure.status
        }
    }

    private static func run(
        _ command: any HubCommand,
        _ early: (language: Language, json: Bool)
    ) async -> ExitStatus {
        do {
            let session = try Session(command.global)
            do { try await command.run(session) } catch {
                // What was printed before stays true.
                try? session.screen.flush()
                throw error
            }
            try session.screen.finish()
            return .done
        } catch {
            let failure = Failure(error)
            failure.report(in: early.language, asJSON: early.json)
            return failure.status
        }
    }
}
