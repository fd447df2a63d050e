import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How the state of a site is told.
struct StatusWords {
    let overview: LedgerOverview
    let pending: (ops: Int64, oldest: Instant?)
    /// `nil` on a site that has joined none.
    let hub: HubState?
    let site: Site
    /// How many conflicts wait for a person of this organisation.
    let conflicts: Int
    /// Changes that the hub has refused for good.
    let refused: [DeadLetter]
    /// Certificate files that the hub has not confirmed.
    let certificates: Int
    /// Changes of others that the hub has lost.
    let lost: Int
    /// How often the hub has contradicted what it had signed.
    let contradictions: Int
    /// What came and could not be taken in.
    let quarantine: [QuarantinedFrame]
    /// A first sync that is not done.
    let firstSync: FirstSync?
    /// Why the site sends nothing.
    let halt: Halt?
    let credit: CreditReport
    let urgency: UrgencyWords
    let session: Session

    private func count(_ color: WarningColor) -> Int { overview.colors[color] ?? 0 }

    private var calendar: WorkingCalendar { session.engine.calendar }

    private var isProvisional: Bool { calendar.info(session.day).isProvisional }

    private var mode: HubState.Mode { HubState.mode(hub, at: session.now) }

    var json: JSONValue {
        [
            "mode": .string(mode.rawValue),
            "asOf": .string(session.day.description),
            "instruments": [
                "total": .number(overview.total),
                "red": .number(count(.red)),
                "yellow": .number(count(.yellow)),
                "green": .number(count(.green)),
                "none": .number(count(.none)),
                "violations": .number(overview.violations),
                "merged": .number(overview.merged),
            ],
            // An op waits until a hub has acknowledged it; without a hub, every op does.
            "pending": [
                "ops": .integer(pending.ops),
                "oldest": .text(
                    pending.oldest.map { ShanghaiTime.text(secondsSince1970: $0.seconds) }
                ),
                "minSlackWorkingHours": urgency.hours.map { .integer($0) } ?? .null,
                "isolated": .number(urgency.isolated.count),
            ],
            "receiptsMissing": .integer(hub == nil ? 0 : pending.ops),
            "conflicts": .number(conflicts),
            "refused": .number(refused.count),
            "certificatesWaiting": .number(certificates),
            "lost": .number(lost),
            "contradictions": .number(contradictions),
            "firstSync": firstSync?.json ?? .null,
            "halt": .text(halt?.code),
            "quarantine": QuarantineWords.summary(quarantine),
            "credit": CreditWords(report: credit, session: session).summary,
            "calendar": [
                "through": .string(calendar.through.description),
                "provisional": .bool(isProvisional),
            ],
            "policy": PolicyDocumentWords.json(session.policy, on: session.day),
            "ranks": [
                "version": .string(Authority.inForce(at: session.now).version),
                "digest": .string(AuthorityHistory.builtIn.digest),
            ],
            "hub": HubState.json(hub),
        ]
    }

    /// For Nagios: red is critical, as is a deadline that is near; anything else that wants action a warning.
    var checkStatus: ExitStatus {
        // Whoever looks after many sites has to see it at once: evidence may be about to go.
        if contradictions > 0 { return .critical }
        // Nothing gets to the hub, whatever days the law sets.
        if hub?.revokedAt != nil { return .critical }
        let certificate = hub?.certificate?.checkStatus ?? .done
        if count(.red) > 0 || urgency.checkStatus == .critical || certificate == .critical {
            return .critical
        }
        let isWarning =
            count(.yellow) + overview.violations > 0 || hub?.hasOtherRanks == true || halt != nil
            || !refused.isEmpty || !quarantine.isEmpty || firstSync != nil || certificate != .done
        return isWarning ? .failed : urgency.checkStatus
    }

    var checkLine: String {
        let word =
            switch checkStatus {
            case .done: "OK"
            case .failed: "WARNING"
            default: "CRITICAL"
            }
        return "JILIANG \(word) - total \(overview.total), red \(count(.red)), "
            + "yellow \(count(.yellow)), green \(count(.green)), violations \(overview.violations)"
            + urgency.checkWords + (halt.map { ", sends nothing: \($0.code)" } ?? "")
            + (hub?.revokedAt == nil ? "" : ", revoked")
            + (refused.isEmpty ? "" : ", refused \(refused.count)")
            + (contradictions == 0 ? "" : ", hub contradicted \(contradictions)")
            + (quarantine.isEmpty ? "" : ", quarantine \(quarantine.count)")
            + (firstSync == nil ? "" : ", first sync not done")
            + (hub?.certificate?.checkWords ?? "")
    }

    func show() throws {
        try showHead()
        guard overview.total > 0 else { return try showFirstSteps() }
        try showCounts()
        try showRed()
        try showNext()
    }

    private func showHead() throws {
        let screen = session.screen
        let working = calendar.info(session.day).isWorking
        let kind = working ? screen.say("工作日", "working day") : screen.say("休息日", "day off")
        let weekday = Terms.weekday(session.day, in: session.language)
        let asOf = session.asOf == nil ? screen.say("今天", "today") : screen.say("按", "as of")
        try screen.print(
            screen.say(
                "\(site.name): \(mode.word(in: .chinese)), \(overview.total) 台器具, 红色警示 \(count(.red)) 台. "
                    + "\(asOf) \(session.day) (\(weekday), \(kind)).",
                "\(site.name): \(mode.word(in: .english)), \(overview.total) instruments, \(count(.red)) red. "
                    + "\(asOf) \(session.day) (\(weekday), \(kind))."
            )
        )
        if let line = hub?.line(pending: pending.ops, screen) { try screen.print(line) }
        hub?.certificate?.note(on: screen)
        firstSync?.show(on: screen)
        try urgency.show(on: screen)
        if certificates > 0 {
            try screen.print(
                screen.say(
                    "\(certificates) 份证书文件还没有送到平台, jiliang sync 送出.",
                    "certificate files that are not at the hub yet: \(certificates); jiliang sync sends them."
                )
            )
        }
        if let line = ConflictWords.waiting(conflicts, screen) { try screen.print(line) }
        RefusedWords.note(refused, on: screen)
        LostWords.note(lost, on: screen)
        QuarantineWords.note(quarantine, on: screen)
        let warnings = [
            hub?.revokedAt == nil ? nil : .siteRevoked, halt?.message,
            hub?.hasOtherRanks == true ? .otherRanks : nil,
            contradictions > 0 ? .hubContradicted : nil,
        ]
        for case let code? in warnings {
            screen.note("\(code.rawValue) \(code.meaning(in: screen.language))")
            screen.note("      \(code.repair(in: screen.language))")
        }
        // Before a hub was heard nothing is known that a grade could rest on.
        let words = CreditWords(report: credit, session: session)
        if hub != nil, let line = words.line { try screen.print(line + ".") }
        PolicyDocumentWords.noteRefused(session.policy, on: screen)
        guard isProvisional else { return }
        try screen.print(
            screen.say(
                "日历: \(calendar.through) 之后国务院尚未公布放假安排, 期限为暂定.",
                "calendar: not announced after \(calendar.through); due days are provisional."
            )
        )
    }

    private func showFirstSteps() throws {
        let screen = session.screen
        try screen.print(screen.say("台账为空. 下一步:", "the ledger is empty. next:"))
        let name = screen.say("台账", "ledger")
        try screen.print("  \(home) template \(name).csv")
        try screen.print("  \(home) import \(name).csv --dry-run")
    }

    private var home: String { "jiliang --home \(session.home)" }

    private func showCounts() throws {
        let language = session.language
        let colors = [WarningColor.red, .yellow, .green]
            .map { "\(Terms.tag($0, in: language)) \(count($0))" }
        let statuses = UseStatus.allCases
            .map { "\($0.word(in: language)) \(overview.statuses[$0] ?? 0)" }
        try session.screen.print((colors + statuses).joined(separator: "   "))
        if overview.merged > 0 {
            try session.screen.print(
                session.screen.say(
                    "另有 \(overview.merged) 条登记已合并, 不单独计数",
                    "merged registrations, not counted: \(overview.merged)"
                )
            )
        }
        if overview.unverified > 0 {
            try session.screen.print(
                session.screen.say(
                    "未检在用 \(overview.unverified) 台: 在用而没有有效的检定合格 (二（三）)",
                    "\(overview.unverified) in use without a pass to rely on (二（三）)"
                )
            )
        }
        if overview.expiredIdle > 0 {
            try session.screen.print(
                session.screen.say(
                    "未用过期 \(overview.expiredIdle) 台: 恢复使用前须检定合格",
                    "\(overview.expiredIdle) idle past their validity: to be verified before use"
                )
            )
        }
    }

    private func showRed() throws {
        guard !overview.gravest.isEmpty else { return }
        let screen = session.screen
        try screen.print(
            screen.say(
                "[红] \(count(.red)) 台 — 立即处理 (超过检定有效期限, 或经检定不合格仍在使用):",
                "[RED] \(count(.red)) — act now (past the validity, or failed and still in use):"
            )
        )
        var table = TextTable(
            screen.say("器具", "instrument"),
            screen.say("出厂编号", "serial"),
            screen.say("地点", "location"),
            "ID",
            screen.say("原因", "because"),
            widthMax: 48
        )
        for judged in overview.gravest {
            table.add(
                judged.record[.name],
                judged.record[.serial],
                judged.record[.location],
                judged.record.id.description,
                judged.conclusion.because.text(in: session.language)
            )
        }
        for line in table.lines { try screen.print(line) }
    }

    private func showNext() throws {
        let screen = session.screen
        guard count(.red) + count(.yellow) > 0 else { return }
        try screen.print(screen.say("下一步:", "next:"))
        if let first = overview.gravest.first {
            try screen.print("  \(home) list --color red")
            try screen.print("  \(home) explain \(first.record.id)")
        }
        if count(.yellow) > 0 { try screen.print("  \(home) list --color yellow") }
    }
}
