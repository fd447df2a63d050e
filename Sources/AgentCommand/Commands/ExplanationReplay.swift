import Explanations
import Policy
import SyncCore
import Terminal

/// `jiliang explain --replay`: an explanation from a file, drawn again by today's rules: those of the
/// site, where there is one.
enum ExplanationReplay {
    /// More than the explanation of a unit with some thousand facts takes.
    private static let bytesMax = 1 << 26

    static func run(_ path: String, _ session: Session) throws -> ExitStatus {
        let bytes = try SmallFile.read(path, bytesMax: bytesMax)
        try session.useSitePolicyIfAny()
        let replay: Replay
        do throws(Replay.ReplayError) {
            replay = try Replay(bytes, by: session.engine)
        } catch { throw Failure.replay(error, path) }
        if session.options.json {
            try session.screen.print(json(replay))
        } else {
            for line in lines(replay, session.screen) { try session.screen.print(line) }
        }
        guard replay.isSame else { throw Failure.explanationDiffers(path) }
        return .done
    }

    private static func json(_ replay: Replay) -> JSONValue {
        [
            "same": .bool(replay.isSame),
            "day": .string(replay.explanation.day.description),
            "id": .string(replay.explanation.id),
            "digest": .string(replay.explanation.digest),
            "outcome": .array(replay.outcome.map(json)),
            "versions": .array(replay.versions.map(json)),
        ]
    }

    private static func json(_ difference: Replay.Difference) -> JSONValue {
        ["path": .string(difference.path), "was": difference.was, "now": difference.now]
    }

    // MARK: A screen

    /// What stands on a screen of differences, which can be as many as the explanation has values.
    private static let shownMax = 20

    private static func lines(_ replay: Replay, _ screen: Screen) -> [String] {
        let explanation = replay.explanation
        let conclusion = explanation.conclusion.text(in: screen.language)
        let first =
            replay.isSame
            ? screen.say(
                "\(explanation.id) \(explanation.day): 摘要值相符, 重做的结论相同: \(conclusion)",
                "\(explanation.id) on \(explanation.day): the digest holds, and the same comes out: "
                    + conclusion
            )
            : screen.say(
                "\(explanation.id) \(explanation.day): 摘要值相符, 但按现行规则得出: \(conclusion)",
                "\(explanation.id) on \(explanation.day): the digest holds, but today's rules give: "
                    + conclusion
            )
        return [first] + list(replay.outcome, screen.say("不同: ", "differs: "), screen)
            + list(replay.versions, screen.say("依据的版本已变: ", "other version: "), screen)
    }

    private static func list(
        _ differences: [Replay.Difference],
        _ label: String,
        _ screen: Screen
    ) -> [String] {
        let shown = differences.prefix(shownMax).map { difference in
            "\(label)\(difference.path)  \(difference.was.canonicalText) → "
                + difference.now.canonicalText
        }
        let rest = differences.count - shown.count
        return shown
            + (rest == 0 ? [] : [label + screen.say("另有 \(rest) 处", "\(rest) more")])
    }
}
