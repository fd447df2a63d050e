import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang jobs`: the work list of a verification body, or the applications of a user unit.
struct JobsCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "检定任务 · the work list of a verification body"
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "连同已了结的 · those that are over as well")
    var all = false

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let jobs = try JobBoard.jobs(in: store, by: session.engine)
            .filter { all || !$0.isOver(on: session.day) }
        let screen = session.screen
        guard !session.options.json else {
            for job in jobs { try screen.print(VerificationWords.json(job)) }
            return .done
        }
        guard !jobs.isEmpty else {
            screen.note(screen.say("没有检定任务.", "no jobs."))
            return .done
        }
        for line in VerificationWords.table(jobs, screen) { try screen.print(line) }
        return .done
    }
}

/// `jiliang job`: the steps of a verification body.
struct JobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job",
        abstract: "办理检定任务 · steps in a job",
        subcommands: [
            JobAcceptCommand.self, JobReturnCommand.self, JobScheduleCommand.self,
            JobCompleteCommand.self,
        ]
    )
}

/// `jiliang job accept`: 受理.
struct JobAcceptCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "受理 · accept"
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var jobs: JobArguments

    func run(_ session: Session) throws -> ExitStatus {
        try jobs.take(.accept, ("已受理", "accepted"), session)
    }
}

/// `jiliang job return`: 退回.
struct JobReturnCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "退回 · give back to the user unit"
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var jobs: JobArguments

    @Option(help: "退回原因 · reason")
    var reason: String

    func run(_ session: Session) throws -> ExitStatus {
        try jobs.take(
            .giveBack,
            ("已退回", "returned"),
            session,
            reason: try session.stated(reason)
        )
    }
}

/// `jiliang job schedule`: 安排.
struct JobScheduleCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "安排日期 · set the day"
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var jobs: JobArguments

    @Option(help: "检定日期 · the day")
    var on: String

    func run(_ session: Session) throws -> ExitStatus {
        try jobs.take(.schedule(on: try session.day(on)), ("已安排", "scheduled"), session)
    }
}

/// `jiliang job complete`: 检定完成.
struct JobCompleteCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "检定完成 · complete"
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var jobs: JobArguments

    @Option(help: "检定日期 · the day of the test")
    var testedOn: String

    @Option(help: "出具证书日期 · the day of issue of the certificate; else that of the test")
    var issuedOn: String?

    func run(_ session: Session) throws -> ExitStatus {
        let step = JobStep.complete(
            testedOn: try session.day(testedOn),
            issuedOn: try issuedOn.map(session.day)
        )
        return try jobs.take(step, ("已完成", "completed"), session)
    }
}

/// The jobs that a step is about, and how it is taken.
struct JobArguments: ParsableArguments {
    @Argument(help: "任务 ID 或出厂编号 · ids of jobs, or serial numbers")
    var ids: [String]

    func take(
        _ step: JobStep,
        _ done: (chinese: String, english: String),
        _ session: Session,
        reason: String? = nil
    ) throws -> ExitStatus {
        let store = try session.openStore()
        var random = SystemRandom()
        var seen: Set<RecordID> = []
        let jobs = try ids.map { try session.job($0, in: store) }
            .filter { seen.insert($0).inserted }
        try step.take(
            in: jobs,
            of: store,
            by: session.author(reason: reason),
            random: &random
        )
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "jobs": .texts(jobs.map(\.description)),
                    "dryRun": .bool(session.options.dryRun),
                ] as JSONValue
            )
        } else {
            let sentence = screen.say(
                "\(done.chinese) \(jobs.count) 项.",
                "\(done.english): \(jobs.count)."
            )
            try screen.print(session.dryRunPrefix + sentence)
        }
        return .done
    }
}

extension Session {
    /// The one job that the user means: by its id, or by the instrument where one application of it
    /// is running.
    func job(_ text: String, in store: Store) throws -> RecordID {
        let found = try store.applications(matching: text)
        let running = found.filter(\.isRunning)
        let candidates = running.isEmpty ? found : running
        guard let job = candidates.first else { throw Failure.unknownJob(text) }
        if let exact = found.first(where: { $0.id.description == text.lowercased() }) {
            return exact.id
        }
        guard candidates.count == 1 else { throw Failure.ambiguousJob(text, candidates.count) }
        return job.id
    }

    /// A day that the user has written.
    func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw Failure.badDay(text) }
        return day
    }

    /// A reason that says something.
    func stated(_ reason: String) throws -> String {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Failure(.usage, .usage, "--reason 是空的", "--reason is empty")
        }
        return reason
    }
}
