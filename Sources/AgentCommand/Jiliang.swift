import ArgumentParser
import Glibc
import LocalStore
import Policy
import SyncCore
import Terminal

/// The program: reads the command line, runs one command, and turns whatever it throws into a
/// sentence with a code.
@main
struct Jiliang: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jiliang",
        abstract: "计量器具站点代理 · the site agent for measuring instruments",
        discussion: """
            一台机器上一个站点: 台账、三色预警、依据, 离线可用.
            One site on one machine: ledger, three colours, reasons; works offline.
            """,
        version: Versions.text,
        subcommands: [
            InitCommand.self, ImportCommand.self, TemplateCommand.self, ExportCommand.self,
            ListCommand.self, RecolorCommand.self,
            AddCommand.self, SetCommand.self, SetStatusCommand.self,
            HistoryCommand.self, StatusCommand.self, ExplainCommand.self,
            EnrollCommand.self, SyncCommand.self, PushCommand.self, PullCommand.self,
            RecoverCommand.self, ProveEqualCommand.self,
            OutboxCommand.self, QuarantineCommand.self,
            RunCommand.self, ReceiptsCommand.self, ReceiptCommand.self,
            TreeHeadsCommand.self,
            FilingCommand.self, ApplyCommand.self, JobsCommand.self, JobCommand.self,
            ResultCommand.self, CertificateCommand.self, DeadlinesCommand.self,
            ConflictsCommand.self,
            DuplicatesCommand.self,
            CreditCommand.self,
            CalendarCommand.self, PolicyCommand.self, IDCommand.self, DoctorCommand.self,
            CheckConfigCommand.self, ConfigCommand.self,
        ]
    )

    static func main() async {
        // Files of ours are for this account only, whatever the shell's habit is.
        umask(0o077)
        guard Machine.argumentsAreText else {
            let failure = Failure.argumentsNotText
            failure.lines(in: Machine.localeLanguage).forEach(Screen.printError)
            failure.status.end()
        }
        let arguments = GlobalOptions.words.hoisted(
            Array(CommandLine.arguments.dropFirst()),
            in: Jiliang.self
        )
        await run(arguments).end()
    }

    /// Runs one command line; everything has been printed when it returns.
    private static func run(_ arguments: [String]) async -> ExitStatus {
        let early = GlobalWords.peek(arguments)
        var command: any ParsableCommand
        do { command = try parseAsRoot(arguments) } catch {
            return reportUsage(error, early)
        }
        guard let command = command as? any SiteCommand else {
            // Help, or a command that only holds others and answers with its help.
            do { try command.run() } catch { return reportUsage(error, early) }
            return .done
        }
        do { return try await run(command) } catch {
            let status = report(Failure(error), language: early.language, asJSON: early.json)
            return command.failureStatus ?? status
        }
    }

    private static func run(_ command: any SiteCommand) async throws -> ExitStatus {
        let session = try Session(command.global)
        do {
            let status = try await command.run(session)
            try session.screen.finish()
            return status
        } catch {
            // What was printed before stays true: a report of refused rows, for instance.
            try? session.screen.flush()
            if case StoreError.damaged(file: "replica.db", _) = error {
                // The next command folds new tables from the journal, as the message says.
                try? Store.setAsideReplica(home: session.home)
            }
            let asJSON = command.global.json
            let status = report(Failure(error), language: session.language, asJSON: asJSON)
            return command.failureStatus ?? status
        }
    }

    private static func report(
        _ failure: Failure,
        language: Language,
        asJSON: Bool
    ) -> ExitStatus {
        failure.report(in: language, asJSON: asJSON)
        return failure.status
    }

    /// Help and version are answers on standard output; the rest is a command line that could not
    /// be understood, explained in the parser's own words, which are English only.
    private static func reportUsage(
        _ error: any Error,
        _ early: (language: Language, json: Bool)
    ) -> ExitStatus {
        guard let detail = GlobalWords.usageDetail(error, in: Jiliang.self) else {
            print(fullMessage(for: error))
            return .done
        }
        let failure = Failure(
            .usage,
            .usage,
            "命令写法不对: \(detail)",
            "cannot understand the command: \(detail)"
        )
        return report(failure, language: early.language, asJSON: early.json)
    }
}
