import ArgumentParser
import Evaluation
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang credit`: score and grade of the user unit, with every fact counted or left out, and why.
struct CreditCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit",
        abstract: "计量信用等级, 每条信息怎样计分 · the credit grade, fact by fact",
        discussion: """
            信用信息由市场监管部门记入平台, 随同步到达本站; --what-if 的内容不保存.
            The authority keeps the facts at the hub; what --what-if assumes is not kept.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "假设的信用信息, 文件或 - · facts to assume, file or -")
    var whatIf: String?

    func run(_ session: Session) throws -> ExitStatus {
        let assumed = try whatIf.map { try Self.facts($0, session) }
        let store = try session.openStore()
        let report = try CreditReport(
            of: store,
            on: session.day,
            by: session.engine,
            assuming: assumed ?? []
        )
        switch report.gap {
        case .notGraded: session.warn(.onlyUserUnitsGraded)
        case .neverHeard: session.warn(.noFactsKnown)
        case nil: break
        }
        let words = CreditWords(report: report, session: session)
        if session.options.json {
            try session.screen.print(words.json(isAssumed: assumed != nil))
            return .done
        }
        if let assumed {
            let present = try CreditReport(of: store, on: session.day, by: session.engine)
            try CreditWords(report: present, session: session).showBefore(assumed.count)
        }
        try words.show(name: try store.site().name)
        return .done
    }

    /// Reads facts that are assumed; a nameless one is named by its place.
    private static func facts(_ path: String, _ session: Session) throws -> [CreditFact] {
        let bytes = try SmallFile.read(path)
        do throws(FactFileError) {
            let file = try FactFile(bytes, pack: session.engine.rulePack(on: session.day))
            return file.entries.enumerated().map { index, entry in
                var fact = entry.fact
                if entry.name == nil { fact.id = "what-if-\(index + 1)" }
                return fact
            }
        } catch {
            throw Failure.badFacts(path, error)
        }
    }
}
