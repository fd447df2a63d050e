import ArgumentParser
import Documents
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang template`: an empty form.
struct TemplateCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "空白台账表 · an empty ledger form"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "CSV 文件, 或 - 表示标准输出 · a CSV file, or - for standard output")
    var file: String

    func run(_ session: Session) throws -> ExitStatus {
        _ = try FileFormat(named: nil, path: file, allowed: [.csv])
        if session.options.dryRun { return .done }
        try OutputFile.write(file, session) { sink in
            try LedgerTemplate.write(in: session.language, to: sink)
        }
        return .done
    }
}

/// `jiliang export`: the ledger.
struct ExportCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出台账 · export the ledger"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "文件, 或 - 表示标准输出 · a file, or - for standard output")
    var file: String

    @Option(help: "csv | ndjson")
    var format: String?

    /// So many registrations are named in a remark.
    private static let namedMax = 5

    func run(_ session: Session) throws -> ExitStatus {
        let format = try FileFormat(named: format, path: file, allowed: [.csv, .ndjson])
        let store = try session.openStore()
        if session.options.dryRun { return .done }
        var merged: [AliasState.Merge] = []
        try OutputFile.write(file, session) { sink in
            switch format {
            case .csv:
                merged = try LedgerExport.writeCSV(of: store, in: session.language, to: sink)
            case .ndjson: try LedgerExport.writeNDJSON(of: store, to: sink)
            }
        }
        if !merged.isEmpty {
            let few = merged.prefix(Self.namedMax).map { "\($0.absorbed) → \($0.canonical)" }
            let more = merged.count > few.count ? ", … (\(merged.count))" : ""
            session.warn(.mergedLeftOut, ": " + few.joined(separator: ", ") + more)
        }
        return .done
    }
}

/// The forms in which the ledger leaves.
enum FileFormat: String {
    case csv, ndjson

    /// The format that was named, or that the file's name ends with; CSV for standard output.
    init(named name: String?, path: String, allowed: [FileFormat]) throws(Failure) {
        let dot = path.lastComponent.lastIndex(of: ".")
        let ending = dot.map { String(path.lastComponent[$0...].dropFirst()) } ?? ""
        let word = name ?? (path == "-" ? "csv" : ending.lowercased())
        guard let format = FileFormat(rawValue: word), allowed.contains(format) else {
            let expected = allowed.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .unsupportedFormat,
                .usage,
                "不支持格式 `\(word)`, 可用 \(expected)",
                "the format `\(word)` is not supported, use \(expected)"
            )
        }
        self = format
    }
}
