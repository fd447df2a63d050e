import ArgumentParser
import Glibc
import LocalStore
import Policy
import SyncCore

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
            ListCommand.self, AddCommand.self, SetCommand.self, SetStatusCommand.self,
            HistoryCommand.self, StatusCommand.self, ExplainCommand.self,
            CalendarCommand.self, IDCommand.self, DoctorCommand.self,
            CheckConfigCommand.self, ConfigCommand.self,
        ]
    )

    static func main() {
        // Files of ours are for this account only, whatever the shell's habit is.
        umask(0o077)
        guard CommandLine.argumentsAreText else {
            let failure = Failure.argumentsNotText
            failure.lines(in: Session.localeLanguage).forEach(Screen.printError)
            Glibc.exit(failure.status.rawValue)
        }
        let arguments = GlobalOptions.hoisted(
            Array(CommandLine.arguments.dropFirst()),
            in: Jiliang.self
        )
        Glibc.exit(run(arguments).rawValue)
    }

    /// Runs one command line; everything has been printed when it returns.
    private static func run(_ arguments: [String]) -> ExitStatus {
        let early = GlobalOptions.peek(arguments)
        var command: any ParsableCommand
        do { command = try parseAsRoot(arguments) } catch {
            return reportUsage(error, early)
        }
        guard let command = command as? any SiteCommand else {
            // Help, or a command that only holds others and answers with its help.
            do { try command.run() } catch { return reportUsage(error, early) }
            return .done
        }
        do { return try run(command) } catch {
            let status = report(Failure(error), language: early.language, asJSON: early.json)
            return command.failureStatus ?? status
        }
    }

    private static func run(_ command: any SiteCommand) throws -> ExitStatus {
        let session = try Session(command.global)
        do {
            let status = try command.run(session)
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
        if asJSON {
            Screen.printError(failure.json(in: language).orderedText)
        } else {
            failure.lines(in: language).forEach(Screen.printError)
        }
        return failure.status
    }

    /// Help and version are answers on standard output; the rest is a command line that could not
    /// be understood, explained in the parser's own words, which are English only.
    private static func reportUsage(
        _ error: any Error,
        _ early: (language: Language, json: Bool)
    ) -> ExitStatus {
        let text = fullMessage(for: error)
        guard exitCode(for: error) != .success else {
            print(text)
            return .done
        }
        let firstLine = text.split(separator: "\n").first.map(String.init) ?? text
        let detail = firstLine.hasPrefix("Error: ") ? String(firstLine.dropFirst(7)) : firstLine
        let failure = Failure(
            .usage,
            .usage,
            "命令写法不对: \(detail)",
            "cannot understand the command: \(detail)"
        )
        return report(failure, language: early.language, asJSON: early.json)
    }
}

extension CommandLine {
    /// Whether every argument is UTF-8. Swift puts replacement characters for what is not, and a
    /// serial number with one of these would be another instrument's.
    fileprivate static var argumentsAreText: Bool {
        (0..<Int(argc)).allSatisfy { index in
            unsafeArgv[index].map { String(validatingCString: $0) != nil } ?? true
        }
    }
}
