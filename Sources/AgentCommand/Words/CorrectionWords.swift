import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How the correction of a result is told.
enum CorrectionWords {
    /// The object of `result correct --json`.
    static func json(_ outcome: ResultCorrection.Outcome, _ session: Session) -> JSONValue {
        let isDryRun = session.options.dryRun
        return [
            "verification": isDryRun ? .null : .string(outcome.verification.description),
            "supersedes": .string(outcome.predecessor.description),
            "instrument": .string(outcome.instrument.description),
            "changes": .array(
                outcome.changes.map {
                    ["field": .string($0.field), "from": .text($0.from), "to": .text($0.to)]
                }
            ),
            "colorBefore": .string(outcome.colorBefore.rawValue),
            "color": .string(outcome.color.rawValue),
            "needsHuman": .bool(outcome.isOneOfTwo),
            "certificateDigest": .text(outcome.certificate?.digest),
            "remarks": ResultWords.json(outcome.remarks, session.language),
            "dryRun": .bool(isDryRun),
        ]
    }

    /// What will be, before it is.
    static func preview(_ outcome: ResultCorrection.Outcome, _ screen: Screen) -> [String] {
        let language = screen.language
        var lines = [screen.say("更正以下各项:", "this will be corrected:")]
        lines += outcome.changes.map { change in
            let name = Terms.field(change.field, in: language)
            let from = Terms.value(change.from, of: change.field, in: language)
            let to = Terms.value(change.to, of: change.field, in: language)
            return "  \(name): \(from) → \(to)"
        }
        if outcome.color != outcome.colorBefore {
            let before = Terms.tag(outcome.colorBefore, in: language)
            let after = Terms.tag(outcome.color, in: language)
            lines.append(screen.say("颜色: ", "colour: ") + "\(before) → \(after)")
        }
        lines.append(
            outcome.isOneOfTwo
                ? screen.say(
                    "这份结果另有一份更正: 由人决定之前, 仍以原结果为准 (jiliang conflicts).",
                    "there is another correction: the old result counts until a person decides "
                        + "(jiliang conflicts)."
                )
                : screen.say(
                    "原结果留存于历史, 不再起决定作用.",
                    "the old result stays in the history and decides nothing any more."
                )
        )
        return lines
    }
}
