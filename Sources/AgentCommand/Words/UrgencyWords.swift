import LocalStore
import SyncCore
import Terminal

/// How it is told what waits for the hub although the law lets it wait no longer, or the hub fails at it.
struct UrgencyWords {
    /// Working seconds until the nearest deadline of what waits; `nil` where no legal clock runs.
    let slack: Int64?
    /// What the hub fails at.
    let isolated: [IsolatedOp]

    /// Working hours, eight a day: three days, one, and what is left of an afternoon.
    private static let warningHours: Int64 = 24
    private static let criticalHours: Int64 = 8
    private static let lastHours: Int64 = 2

    /// Whole hours that are left; negative once the deadline is past.
    var hours: Int64? {
        slack.map { $0 >= 0 ? $0 / 3600 : -((3599 - $0) / 3600) }
    }

    var checkStatus: ExitStatus {
        guard let hours, hours < Self.warningHours else {
            return isolated.isEmpty ? .done : .failed
        }
        return hours < Self.criticalHours ? .critical : .failed
    }

    var checkWords: String { hours.map { ", slack \($0) h" } ?? "" }

    func show(on screen: Screen) throws {
        if let hours { try showSlack(hours, on: screen) }
        guard let first = isolated.first else { return }
        let code = MessageCode.opsIsolated
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(isolated.count))")
        screen.note("      jiliang outbox show \(first.seq)")
    }

    private func showSlack(_ hours: Int64, on screen: Screen) throws {
        guard hours < Self.warningHours else {
            return try screen.print(
                screen.say(
                    "待送出的法定数据: 最近的期限还有 \(hours) 个工作小时.",
                    "legal data to send: \(hours) working hours to the nearest deadline."
                )
            )
        }
        let code = MessageCode.deadlineNear
        let left =
            hours < 0
            ? screen.say("期限已过", "the deadline is past")
            : screen.say("还有 \(hours) 个工作小时", "\(hours) working hours left")
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(left))")
        let repair =
            hours < Self.lastHours
            ? screen.say(
                "立即 jiliang sync; 连不上就当面或按平台规定的其他方式报送, 并留下凭据",
                "jiliang sync now; if that fails, hand the data in by another way and keep the proof"
            )
            : code.repair(in: screen.language)
        screen.note("      \(repair)")
    }
}
