import ArgumentParser
import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang import`: a ledger into the store, and back out of it.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "导入台账, 或撤回一次导入 · import a ledger, or take an import back",
        subcommands: [ImportFileCommand.self, ImportUndoCommand.self],
        defaultSubcommand: ImportFileCommand.self
    )
}

/// `jiliang import FILE`.
struct ImportFileCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "导入台账 (CSV) · import a ledger (CSV)"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "CSV 文件, 或 - 表示标准输入 · a CSV file, or - for standard input")
    var file: String?

    @Option(
        parsing: .upToNextOption,
        help: "指定列: 列名=字段 · name a column: COLUMN=FIELD"
    )
    var map: [String] = []

    @Flag(help: "跳过不能导入的行 · leave out the rows that are refused")
    var skipBad = false

    @Option(help: "把原表连同原因另存为 · save the file with the reasons as this CSV")
    var annotate: String?

    @Flag(help: "没有变化时退出码 10 · exit 10 when nothing changes")
    var errorIfNothing = false

    func run(_ session: Session) throws -> ExitStatus {
        let (path, overrides) = try operands()
        let store = try session.openStore()
        let source = path == "-" ? try session.spooledInput() : try ByteSource(path: path)
        let limits = Self.limits(cellMax: session.configuration.importCellMax)
        let reader = try LedgerReader(source, overrides: overrides, limits: limits)
        let report = try read(reader, named: path, into: store, session)
        let annotated = report.refusals.isEmpty ? nil : annotate
        if let annotated {
            try OutputFile.write(annotated, session) { sink in
                try AnnotatedLedger.write(
                    source,
                    refusals: report.refusals,
                    in: session.language,
                    overrides: overrides,
                    limits: limits,
                    to: sink
                )
            }
        }
        let words = ImportWords(
            report: report,
            file: path,
            annotated: annotated,
            session: session
        )
        try session.options.json ? words.printJSON() : words.show()
        return status(of: report, session)
    }

    /// A record may hold a few of the largest cells.
    private static func limits(cellMax: Int) -> CSVLimits {
        CSVLimits(cellBytes: cellMax, recordBytes: max(4 << 20, cellMax * 2))
    }

    /// `--map` takes words up to the next option, so the file may have ended up behind it.
    private func operands() throws -> (String, [ColumnOverride]) {
        var pairs = map
        var path = file
        if path == nil, let last = pairs.last, !last.contains("=") {
            path = pairs.removeLast()
        }
        guard let path else {
            throw Failure(.usage, .usage, "没有给出文件", "no file was named")
        }
        return (path, try pairs.map { try ColumnOverride($0) })
    }

    private func read(
        _ reader: LedgerReader,
        named path: String,
        into store: Store,
        _ session: Session
    ) throws -> ImportReport {
        let screen = session.screen
        let progress = Progress(screen.say("导入", "import"), on: screen)
        var random = SystemRandom()
        return try LedgerImport.run(
            reader,
            into: store,
            options: LedgerImport.Options(
                file: path == "-" ? "-" : path.lastComponent,
                author: session.author().name,
                skipsBadRows: skipBad,
                isDryRun: session.options.dryRun
            ),
            at: session.now,
            random: &random,
            progress: progress.update(done:of:),
            confirm: { plan in
                guard Screen.canAsk, !session.options.yes, !session.options.json else {
                    return true
                }
                return screen.confirm(ImportWords.question(plan, screen))
            }
        )
    }

    private func status(of report: ImportReport, _ session: Session) -> ExitStatus {
        if !report.refusals.isEmpty { return skipBad ? .doneInPart : .badData }
        if errorIfNothing, report.changes == 0 { return .nothingToDo }
        return .done
    }
}
