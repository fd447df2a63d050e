import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How the way of a change to the hub is told.
struct OutboxWords {
    let session: Session

    private var screen: Screen { session.screen }

    // MARK: JSON

    func json(_ entry: OutboxEntry, _ body: OpBody? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("op", .integer(entry.seq)),
            .init("lane", .string(entry.lane.name)),
            .init("record", .string(entry.aggregate.description)),
            .init("kind", .string(entry.kind.rawValue)),
            .init("at", .string(ShanghaiTime.text(secondsSince1970: entry.claimedAt.seconds))),
            .init("state", .string(entry.state.name)),
            .init("dueAt", .text(entry.deadline.map(ShanghaiTime.text(secondsSince1970:)))),
            .init("slackWorkingHours", hours(entry).map { .integer($0) } ?? .null),
        ]
        members += stateMembers(entry)
        if let body { members.append(.init("body", body.json)) }
        return .object(members)
    }

    private func stateMembers(_ entry: OutboxEntry) -> [JSONValue.Member] {
        switch entry.state {
        case .waiting: []
        case .isolated(let isolated):
            [
                .init("attempts", .number(isolated.attempts)),
                .init("detail", .string(isolated.detail)),
                .init("nextTrySeconds", .integer(wait(isolated, entry) / 1000)),
            ]
        case .refused(let letter):
            letterMembers(letter) + [.init("options", ["retry", "drop"])]
        case .dropped(let letter, let author, let reason):
            letterMembers(letter)
                + [.init("droppedBy", .string(author)), .init("droppedBecause", .string(reason))]
        case .received(let hubSeq, let moment):
            [
                .init("hubSeq", .integer(hubSeq)),
                .init("receivedAt", .string(ShanghaiTime.text(secondsSince1970: moment.seconds))),
            ]
        }
    }

    private func letterMembers(_ letter: DeadLetter) -> [JSONValue.Member] {
        [
            .init("class", "permanent"),
            .init("code", .string(letter.code)),
            .init("detail", .string(letter.detail)),
            .init("explain", .string(explanation(letter))),
        ]
    }

    private func wait(_ isolated: IsolatedOp, _ entry: OutboxEntry) -> Int64 {
        isolated.wait(at: session.now, before: entry.deadline)
    }

    private func hours(_ entry: OutboxEntry) -> Int64? {
        let slack = entry.deadline.map {
            session.engine.calendar.workingSeconds(from: session.now.seconds, to: $0)
        }
        return UrgencyWords(slack: slack, isolated: []).hours
    }

    // MARK: Screen

    var emptyTable: TextTable {
        TextTable(
            "#",
            screen.say("类别", "lane"),
            screen.say("器具", "instrument"),
            screen.say("修改", "change"),
            screen.say("时间", "made"),
            screen.say("期限", "due"),
            screen.say("状态", "state"),
            widthMax: 40
        )
    }

    func add(_ entry: OutboxEntry, to table: inout TextTable) {
        table.add(
            "\(entry.seq)",
            word(entry.lane),
            entry.aggregate.description,
            word(entry.kind),
            ShanghaiTime.screenText(secondsSince1970: entry.claimedAt.seconds),
            due(entry),
            stateWord(entry)
        )
    }

    func show(_ table: TextTable, rest: Int) throws {
        guard !table.isEmpty else {
            return screen.note(screen.say("没有待送出的修改.", "nothing waits."))
        }
        for line in table.lines { try screen.print(line) }
        guard rest > 0 else { return }
        screen.note(screen.say("另有 \(rest) 条, 见 --json.", "\(rest) more, see --json."))
    }

    /// A dead letter with what can be done about it.
    func lines(_ letter: DeadLetter) -> [String] {
        let detail = letter.detail.isEmpty ? "" : ": \(letter.detail)"
        return [
            "#\(letter.seq)  \(letter.code)\(detail)",
            "      \(explanation(letter))",
            "      jiliang outbox show \(letter.seq)",
            "      jiliang outbox retry \(letter.seq)",
            "      jiliang outbox drop \(letter.seq) --reason …",
        ]
    }

    func story(_ entry: OutboxEntry, _ body: OpBody?) -> [String] {
        let made = ShanghaiTime.screenText(secondsSince1970: entry.claimedAt.seconds)
        var lines = [
            "#\(entry.seq)  \(word(entry.lane))  \(word(entry.kind))  \(entry.aggregate)",
            screen.say("      \(made) 由 ", "      \(made) by ") + (body?.author ?? "—")
                + (body?.reason.map { ": \($0)" } ?? ""),
        ]
        for patch in body?.patches ?? [] {
            for field in patch.fields {
                let name = Terms.field(field.name, in: session.language)
                let value = Terms.value(field.value, of: field.name, in: session.language)
                lines.append("      \(name): \(value)")
            }
        }
        if let due = due(entry) { lines.append(screen.say("      期限 ", "      due ") + due) }
        if case .refused(let letter) = entry.state { return lines + self.lines(letter).dropFirst() }
        lines.append("      " + stateWord(entry))
        if case .isolated(let isolated) = entry.state {
            lines.append("      \(isolated.detail)")
            lines.append("      jiliang outbox retry \(entry.seq)")
        }
        return lines
    }

    private func due(_ entry: OutboxEntry) -> String? {
        guard let deadline = entry.deadline, let hours = hours(entry) else { return nil }
        let moment = ShanghaiTime.screenText(secondsSince1970: deadline)
        return screen.say("\(moment) (\(hours) 个工作小时)", "\(moment) (\(hours) working hours)")
    }

    private func word(_ lane: Lane) -> String {
        switch lane {
        case .legal: screen.say("法定", "legal")
        case .interactive: screen.say("手工", "interactive")
        case .bulk: screen.say("批量", "bulk")
        }
    }

    private func word(_ kind: OpKind) -> String {
        switch kind {
        case .register: screen.say("登记", "registered")
        case .change: screen.say("修改", "changed")
        case .withdraw: screen.say("撤回", "withdrawn")
        }
    }

    private func stateWord(_ entry: OutboxEntry) -> String {
        switch entry.state {
        case .waiting: return screen.say("待送出", "waits")
        case .isolated(let isolated):
            let minutes = wait(isolated, entry) / 60_000
            return screen.say(
                "已隔离, 平台出错 \(isolated.attempts) 次, \(minutes) 分钟后再试",
                "isolated, the hub failed \(isolated.attempts) times, next try in \(minutes) minutes"
            )
        case .refused: return screen.say("平台不收", "refused")
        case .dropped(_, let author, let reason):
            return screen.say("已由 \(author) 了结: \(reason)", "dropped by \(author): \(reason)")
        case .received(let hubSeq, let moment):
            let time = ShanghaiTime.screenText(secondsSince1970: moment.seconds)
            return screen.say("平台已收 \(time), 第 \(hubSeq) 条", "received \(time) as \(hubSeq)")
        }
    }

    /// Why the hub never takes it, and what helps.
    private func explanation(_ letter: DeadLetter) -> String {
        switch letter.code {
        case "too-large":
            screen.say(
                "内容超过平台一次能收的大小: 拆成几次重新录入, 再了结这一条.",
                "it says more than the hub takes at once: enter it in parts, then drop this one."
            )
        case "not-found":
            screen.say(
                "平台上没有这条记录, 或本单位看不到: 与平台核对; 记录恢复后可再送.",
                "the hub has no such record, or not for this organisation: ask its operator, then retry or drop."
            )
        case "bad-op":
            screen.say(
                "平台读不懂这条修改: 升级后可再送, 或重新录入后了结这一条.",
                "the hub cannot read it: retry after an upgrade, or enter it again and drop this one."
            )
        default:
            screen.say(
                "按平台给出的代码处理, 再送一次或了结.",
                "see the code that the hub gives, then retry or drop."
            )
        }
    }
}

extension OutboxEntry.State {
    /// The word of `--json`.
    fileprivate var name: String {
        switch self {
        case .waiting: "waiting"
        case .isolated: "isolated"
        case .refused: "refused"
        case .dropped: "dropped"
        case .received: "received"
        }
    }
}
