import ArgumentParser
import Evaluation
import Glibc
import Policy
import SyncCore
import Terminal

/// `jiliang policy`: the law by itself; needs no site.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "规则 · the law by itself",
        subcommands: [
            PolicyEvaluateCommand.self, PolicyShowCommand.self, RulePackCommand.self,
        ]
    )
}

/// `jiliang policy evaluate`: facts in, conclusions out, one JSON object per line.
struct PolicyEvaluateCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "按给出的事实判断 · judge given facts",
        discussion: """
            每行一个 JSON 对象: instrument 器具, subject 信用主体, clock 期限; 逐行作答, 顺序不变.
            One JSON object per line, answered line by line in the same order; see docs/policy.md.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "事实文件, - 为标准输入 · file of facts, - for standard input")
    var file: String

    @Option(help: "评分标准文件 · file of a rule pack")
    var rulePack: String?

    @Option(help: "改用参数, 名称=值, 可多次 · another value of a parameter, NAME=VALUE")
    var parameter: [String] = []

    @Flag(help: "附上全部依据 · add every finding")
    var explain = false

    func run(_ session: Session) throws -> ExitStatus {
        try session.useSitePolicyIfAny()
        let packs = try rulePack.map(Self.pack).map(RulePackHistory.init)
        let engine = try ReplacedParameters(parameter).applied(
            to: PolicyEngine(
                calendar: session.engine.calendar,
                rulePacks: packs ?? session.engine.rulePacks
            ),
            session
        )
        let pack = engine.rulePack(on: session.day)
        if packs != nil, !pack.isValid(on: session.day) {
            RulePackWords.noteOtherDay(pack, session)
        }
        let descriptor = file == "-" ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.unreadable(file, errno: errno) }
        defer { close(descriptor) }
        let evaluation = PolicyEvaluation(
            engine: engine,
            on: session.day,
            language: session.language,
            explains: explain
        )
        let refused = try answer(LineReader(descriptor: descriptor), by: evaluation, session)
        guard refused == 0 else { throw Failure.linesRefused(refused) }
        return .done
    }

    /// Answers every line where it stands, and gives how many were refused.
    private func answer(
        _ lines: consuming LineReader,
        by evaluation: PolicyEvaluation,
        _ session: Session
    ) throws -> Int {
        let screen = session.screen
        var number: Int64 = 0
        var refused = 0
        while let line = try next(&lines) {
            number += 1
            switch Self.answer(to: line, by: evaluation) {
            case .success(let answer): try screen.print(answer)
            case .failure(let error):
                refused += 1
                try screen.print(EvaluationWords.json(error, line: number, session.language))
            }
        }
        return refused
    }

    private static func answer(
        to line: LineReader.Line,
        by evaluation: PolicyEvaluation
    ) -> Result<JSONValue, EvaluationError> {
        do throws(EvaluationError) {
            guard case .bytes(let bytes) = line else { throw .tooLong }
            return .success(try evaluation.answer(to: bytes))
        } catch {
            return .failure(error)
        }
    }

    private func next(_ lines: inout LineReader) throws(Failure) -> LineReader.Line? {
        do throws(ReadError) { return try lines.next() } catch {
            throw .unreadable(file, errno: error.errno)
        }
    }

    private static func pack(_ path: String) throws(Failure) -> RulePack {
        let bytes = try SmallFile.read(path)
        do throws(RulePackError) { return try RulePack(json: bytes) } catch {
            throw .badRulePack(path, error)
        }
    }
}
