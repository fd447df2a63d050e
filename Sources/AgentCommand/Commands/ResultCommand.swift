import ArgumentParser
import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang result`: results of verifications.
struct ResultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result",
        abstract: "检定结果 · results of verifications",
        subcommands: [ResultAddCommand.self, ResultCorrectCommand.self]
    )
}

/// `jiliang result add`.
struct ResultAddCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "登记检定结果 · add the result of a job"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "任务 ID 或出厂编号 · id of the job, or the serial number")
    var job: String

    @Option(help: "结果 JSON, 或 - 表示标准输入 · the result as JSON, or - for standard input")
    var file: String

    @Option(help: "电子证书文件 · the certificate as a file")
    var certificate: String?

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let job = try session.job(job, in: store)
        let json = try ResultInput.result(file, session)
        var random = SystemRandom()
        do {
            let outcome = try ResultEntry.add(
                json,
                certificate: try certificate.map(ResultInput.certificate),
                to: job,
                in: store,
                by: session.author(),
                judging: session.engine,
                random: &random
            )
            try show(outcome, session)
        } catch let refusal as ResultRefusal {
            if session.options.json {
                try session.screen.print(
                    ResultWords.json(accepted: 0, refusal.faults, session.language)
                )
            }
            throw Failure.refusedResult(refusal)
        }
        return .done
    }

    private func show(_ outcome: ResultEntry.Outcome, _ session: Session) throws {
        let screen = session.screen
        for remark in outcome.remarks {
            screen.note(ResultWords.line(remark, session.language))
        }
        if session.options.json {
            try screen.print(ResultWords.json(accepted: 1, [], session.language, outcome, session))
            return
        }
        try screen.print(
            session.dryRunPrefix + screen.say("已登记检定结果.", "the result is recorded.")
        )
        guard let clock = outcome.clock else { return }
        let left = session.engine.calendar.workingDays(after: session.day, through: clock.due.due)
        try screen.print(
            screen.say("上传期限 ", "to be uploaded by ")
                + "\(clock.due.due) (\(Terms.weekday(clock.due.due, in: session.language))) 24:00, "
                + VerificationWords.left(left, session.language) + "  [\(clock.provision.label)]"
        )
        try ProvisionalWords.show(clock.due.isProvisional, session.engine.calendar, screen)
    }
}

/// The files that a result comes in.
enum ResultInput {
    /// Far above any certificate, far below what a machine of a small laboratory cannot hold.
    private static let certificateMax = 64 << 20
    private static let resultMax = 1 << 20

    /// The bytes of RESULT.json.
    static func result(_ path: String, _ session: Session) throws -> [UInt8] {
        let source = path == "-" ? try session.spooledInput() : try ByteSource(path: path)
        guard let json = try source.bytes(max: resultMax) else {
            throw Failure.tooLarge(path, resultMax)
        }
        return json
    }

    /// The bytes of a certificate.
    static func certificate(_ path: String) throws -> [UInt8] {
        guard let bytes = try ByteSource(path: path).bytes(max: certificateMax) else {
            throw Failure.tooLarge(path, certificateMax)
        }
        guard !bytes.isEmpty else { throw TableError.empty }
        return bytes
    }
}
