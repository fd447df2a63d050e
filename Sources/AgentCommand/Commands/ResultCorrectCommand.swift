import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang result correct`: a body puts a result of its own right.
struct ResultCorrectCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "更正本机构的检定结果 · correct a result of this body"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "检定 ID 或证书编号 · id of the result, or the number of its certificate")
    var id: String

    @Option(help: "结果 JSON, 或 - 表示标准输入 · the result as JSON, or - for standard input")
    var file: String

    @Option(help: "电子证书文件 · the certificate as a file")
    var certificate: String?

    @Option(help: "更正原因 · reason")
    var reason: String

    func run(_ session: Session) throws -> ExitStatus {
        let author = session.author(reason: try session.stated(reason))
        let store = try session.openStore()
        let known = try session.result(id, in: store)
        let json = try ResultInput.result(file, session)
        let certificate = try certificate.map(ResultInput.certificate)
        var random = SystemRandom()
        func correct(by author: Author) throws -> ResultCorrection.Outcome {
            try ResultCorrection.correct(
                known,
                by: json,
                certificate: certificate,
                in: store,
                by: author,
                judging: session.engine,
                random: &random
            )
        }
        do {
            let expected = try correct(by: author.rehearsing)
            guard !session.options.json else {
                let outcome = session.options.dryRun ? expected : try correct(by: author)
                try session.screen.print(CorrectionWords.json(outcome, session))
                return .done
            }
            try preview(expected, session)
            guard try isWanted(session) else { return .done }
            if !session.options.dryRun { _ = try correct(by: author) }
        } catch let refusal as ResultRefusal {
            throw Failure.refusedResult(refusal)
        }
        try session.screen.print(
            session.dryRunPrefix
                + session.screen.say("已登记更正, 将随下次同步发送.", "recorded; the next sync sends it.")
        )
        return .done
    }

    private func preview(_ outcome: ResultCorrection.Outcome, _ session: Session) throws {
        for remark in outcome.remarks {
            session.screen.note(ResultWords.line(remark, session.language))
        }
        for line in CorrectionWords.preview(outcome, session.screen) {
            try session.screen.print(line)
        }
    }

    private func isWanted(_ session: Session) throws -> Bool {
        guard session.asks else { return true }
        let screen = session.screen
        try screen.flush()
        if screen.confirm(screen.say("确定?", "sure?")) { return true }
        try screen.print(screen.say("没有记录.", "nothing was recorded."))
        return false
    }
}

extension Session {
    /// The one result of a body that the user means: of several that one which counts.
    func result(_ text: String, in store: Store) throws -> RecordID {
        let found = try store.results(matching: text)
        guard let first = found.first else { throw Failure.unknownResult(text) }
        let counting = found.filter { $0.values[VerificationField.correctedBy.rawValue] == nil }
        guard counting.count <= 1 else { throw Failure.ambiguousResult(text, counting.count) }
        return (counting.first ?? first).id
    }
}
