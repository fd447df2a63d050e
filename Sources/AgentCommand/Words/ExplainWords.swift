import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How it is explained why a field has its value.
enum ExplainWords {
    /// The conflicts on an instrument, as they stand below its colour.
    static func lines(_ conflicts: [ConflictCase], _ screen: Screen) -> [String] {
        conflicts.flatMap { conflict -> [String] in
            let record = conflict.record
            let field = Terms.field(record.field, in: screen.language)
            func value(_ side: ConflictRecord.Side) -> String {
                let value = Terms.value(side.value, of: record.field, in: screen.language)
                return "\(value) (\(Terms.party(side.party, in: screen.language)) \(side.author))"
            }
            let rule = MergeWords.sentence(record.rule, in: screen.language)
            if conflict.state == .resolved {
                // What stands now is what a person chose, and may be neither.
                return [
                    screen.say("冲突: ", "conflict: ") + "#\(record.n) \(field): "
                        + screen.say(
                            "\(value(record.winner)), \(value(record.loser)), 已由人决定",
                            "\(value(record.winner)), \(value(record.loser)), decided by a person"
                        )
                ]
            }
            return [
                screen.say("冲突: ", "conflict: ")
                    + "#\(record.n) \(field): "
                    + screen.say(
                        "采用 \(value(record.winner)), 未采用 \(value(record.loser))",
                        "\(value(record.winner)) stands, \(value(record.loser)) does not"
                    ),
                "      \(rule) (\(record.rule.rawValue))",
            ]
        }
    }

    /// Both claims of a conflict, for `explain --json`.
    static func claims(_ conflict: ConflictCase) -> [JSONValue] {
        let record = conflict.record
        return [(record.winner, true), (record.loser, false)].map { side, stands in
            [
                "n": .integer(record.n),
                "record": .string(record.record.description),
                "field": .string(record.field),
                "value": .text(side.value),
                "stands": .bool(stands && conflict.state != .resolved),
                "by": .string(side.author),
                "at": .string(ShanghaiTime.text(secondsSince1970: side.at.seconds)),
                "organisation": .string(side.organisation),
                "party": .string(side.party.rawValue),
                "rule": .string(record.rule.rawValue),
                "outcome": .string(record.outcome.rawValue),
            ]
        }
    }

    /// What is shown may not be what the hub will make of it.
    static func pending(_ screen: Screen) -> String {
        screen.say(
            "注意: 有修改还没有被平台收下; 以上按本机现在的内容, 平台的结论和摘要值可能不同",
            "note: edits are still on their way; the hub's conclusion and digest may differ"
        )
    }

    // MARK: A message code

    /// A code in both languages, the user's first.
    static func show(_ code: MessageCode, _ session: Session) throws {
        let screen = session.screen
        if session.options.json {
            try screen.print(json(code, session.language))
            return
        }
        for language in [session.language, session.language == .chinese ? .english : .chinese] {
            try screen.print("\(code.rawValue)  \(code.meaning(in: language))")
            try screen.print("       \(code.repair(in: language))")
        }
    }

    private static func json(_ code: MessageCode, _ language: Language) -> JSONValue {
        let finding: JSONValue = [
            "value": .string(code.rawValue),
            "provision": .null,
            "text": .null,
            "because": .string(code.repair(in: language)),
            "parameters": .array([]),
        ]
        return [
            "conclusion": .string(code.meaning(in: language)),
            "findings": .array([finding]),
            "claims": .array([]),
        ]
    }

    // MARK: One field

    static func lines(_ story: FieldStory, _ screen: Screen) -> [String] {
        let field = Terms.field(story.field, in: screen.language)
        let value = Terms.value(story.value, of: story.field, in: screen.language)
        var lines = ["\(field): \(value)"]
        for (index, claim) in story.claims.enumerated() {
            let what = index == 0 ? screen.say("主张: ", "claim: ") : screen.say("另有: ", "also: ")
            lines.append(what + sentence(claim, of: story.field, screen))
        }
        lines.append(
            screen.say("规则: ", "rule: ") + MergeWords.sentence(story.rule, in: screen.language)
                + " (\(([story.rule.rawValue] + (story.ranks.map { [$0] } ?? [])).joined(separator: ", ")))"
        )
        return lines + self.lines(story.conflicts, screen)
    }

    static func json(_ story: FieldStory, _ language: Language) -> JSONValue {
        let finding: JSONValue = [
            "value": .text(story.value),
            "provision": .null,
            "text": .string(MergeWords.sentence(story.rule, in: language)),
            "because": .string(story.rule.rawValue),
            "parameters": .array([]),
        ]
        let claims = story.claims.enumerated().map { index, claim in
            json(claim, of: story, stands: index == 0)
        }
        let value = Terms.value(story.value, of: story.field, in: language)
        return [
            "conclusion": .string("\(Terms.field(story.field, in: language)): \(value)"),
            "findings": .array([finding]),
            "claims": .array(claims + story.conflicts.flatMap(self.claims)),
            "ranks": .text(story.ranks),
        ]
    }

    private static func sentence(_ claim: Claim, of field: String, _ screen: Screen) -> String {
        let value = Terms.value(claim.value, of: field, in: screen.language)
        let at = ShanghaiTime.screenText(secondsSince1970: claim.claimedAt.seconds)
        let party = Terms.party(claim.party, in: screen.language)
        let waits = claim.isWaiting ? screen.say(", 待平台收到", ", not yet with the hub") : ""
        return "\(value)  \(claim.author)  \(at)  \(party) \(claim.organisation)\(waits)"
    }

    private static func json(_ claim: Claim, of story: FieldStory, stands: Bool) -> JSONValue {
        [
            "n": .null,
            "record": .string(story.record.description),
            "field": .string(story.field),
            "value": .text(claim.value),
            "stands": .bool(stands),
            "by": .string(claim.author),
            "at": .string(ShanghaiTime.text(secondsSince1970: claim.claimedAt.seconds)),
            "organisation": .string(claim.organisation),
            "party": .string(claim.party.rawValue),
            "rule": .string(story.rule.rawValue),
            "outcome": .null,
            "hubSeq": claim.isWaiting ? .null : .integer(claim.seq),
        ]
    }
}

extension Claim {
    /// Whether the hub has not put it in order yet.
    fileprivate var isWaiting: Bool { seq == .max }
}
