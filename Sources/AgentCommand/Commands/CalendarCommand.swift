import ArgumentParser
import Policy
import SyncCore
import Terminal

/// `jiliang calendar`: the law of working days, by the calendar of the site; without one, by the
/// built-in calendar.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "工作日 · working days",
        subcommands: [CalendarDueCommand.self, CalendarDayCommand.self]
    )
}

/// `jiliang calendar due`: when a period of working days ends.
struct CalendarDueCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "几个工作日后到期 · the end of a period of working days"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "起算日, 不计入 · the start, which is not counted")
    var start: String

    @Option(help: "工作日数 · how many working days")
    var workingDays: Int

    func run(_ session: Session) throws -> ExitStatus {
        guard let first = Day(start) else { throw Failure.badDay(start) }
        try session.useSitePolicyIfAny()
        let calendar = session.engine.calendar
        guard let due = calendar.due(after: first, workingDays: workingDays) else {
            throw Failure.badChoice(
                String(workingDays),
                for: "--working-days",
                expected: "0…"
            )
        }
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "start": .string(due.start.description),
                    "due": .string(due.due.description),
                    "dueAt": .string(due.dueAt),
                    "provisional": .bool(due.isProvisional),
                ] as JSONValue
            )
            return .done
        }
        let weekday = Terms.weekday(due.due, in: session.language)
        try screen.print(
            screen.say(
                "\(due.start) 起 \(workingDays) 个工作日: \(due.due) (\(weekday)) 24:00 到期",
                "\(workingDays) working days from \(due.start): due \(due.due) (\(weekday)) 24:00"
            )
        )
        try ProvisionalWords.show(due.isProvisional, calendar, screen)
        return .done
    }
}

/// `jiliang calendar day`: whether a day is a working day.
struct CalendarDayCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "day",
        abstract: "某天是不是工作日 · whether a day is a working day"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "日期 · the day")
    var day: String

    func run(_ session: Session) throws -> ExitStatus {
        guard let day = Day(day) else { throw Failure.badDay(day) }
        try session.useSitePolicyIfAny()
        let calendar = session.engine.calendar
        let info = calendar.info(day)
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "day": .string(day.description),
                    "working": .bool(info.isWorking),
                    "name": .text(info.name),
                    "provisional": .bool(info.isProvisional),
                ] as JSONValue
            )
            return .done
        }
        let kind =
            info.isWorking ? screen.say("工作日", "working day") : screen.say("休息日", "day off")
        let name = info.name.map { " (\($0))" } ?? ""
        let weekday = Terms.weekday(day, in: session.language)
        try screen.print("\(day) \(weekday): \(kind)\(name)")
        try ProvisionalWords.show(info.isProvisional, calendar, screen)
        return .done
    }
}

/// How it is said that the State Council has not announced a year yet.
enum ProvisionalWords {
    static func show(
        _ isProvisional: Bool,
        _ calendar: WorkingCalendar,
        _ screen: Screen
    ) throws(OutputLost) {
        guard isProvisional else { return }
        let years = calendar.announcedYears
        try screen.print(
            screen.say(
                "暂定: 放假安排只收录 \(years.lowerBound)–\(years.upperBound) 年, "
                    + "其余按法定节假日推算",
                "provisional: announced are \(years.lowerBound)–\(years.upperBound); "
                    + "other years count statutory holidays only"
            )
        )
    }
}
