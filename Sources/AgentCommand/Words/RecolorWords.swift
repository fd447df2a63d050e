import LocalStore
import Policy
import SyncCore
import Terminal

/// How a recolouring is told.
struct RecolorWords {
    let recoloring: Recoloring
    let isKept: Bool
    let screen: Screen

    static func json(_ change: ColorChange) -> JSONValue {
        [
            "id": .string(change.id.description),
            "from": .text(change.move.from?.rawValue),
            "to": .string(change.move.to.rawValue),
            "violations": .array(change.violations.map { .string($0.rawValue) }),
        ]
    }

    func show() throws {
        let (day, count) = (recoloring.day, recoloring.count)
        let verb = isKept ? screen.say("更新了", "changed") : screen.say("将更新", "would change")
        try screen.print(
            screen.say(
                "按 \(day) 的颜色: \(verb) \(count) 台器具.",
                "colours of \(day): \(count) instruments \(verb)."
            )
        )
        let moves = recoloring.moves.sorted { first, second in
            (first.key.to, first.value) > (second.key.to, second.value)
        }
        for (move, count) in moves {
            let from =
                move.from.map { Terms.tag($0, in: screen.language) }
                ?? screen.say("未判定", "not judged")
            try screen.print("  \(from) → \(Terms.tag(move.to, in: screen.language))   \(count)")
        }
        for violation in Violation.allCases {
            guard let count = recoloring.violations[violation] else { continue }
            try screen.print("  \(Terms.violation(violation, in: screen.language))   \(count)")
        }
    }
}

extension Failure {
    /// The tables hold the colours of one day, which nobody expects to be a past one.
    static func recolorPast(_ day: Day) -> Failure {
        Failure(
            .usage,
            .usage,
            "recolor 不存过去 (\(day)) 的颜色, 只能用 --dry-run 试算",
            "recolor stores no past colours (\(day)); try them with --dry-run"
        )
    }
}
