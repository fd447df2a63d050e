import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How conflicts are told.
enum ConflictWords {
    /// How many wait, and where to look; `nil` for none.
    static func waiting(_ count: Int, _ screen: Screen) -> String? {
        guard count > 0 else { return nil }
        return screen.say(
            "待决定的冲突: \(count) 处 (jiliang conflicts)",
            "conflicts to decide: \(count) (jiliang conflicts)"
        )
    }

    /// The object of `conflicts --json`.
    static func json(_ conflict: ConflictCase) -> JSONValue {
        let record = conflict.record
        return [
            "n": .integer(record.n),
            "record": .string(record.record.description),
            "field": .string(record.field),
            "mine": json(conflict.mine),
            "theirs": json(conflict.theirs),
            "owner": .string(conflict.owner.rawValue),
            "rule": .string(record.rule.rawValue),
            "ranks": .string(record.authority.version),
            "outcome": .string(record.outcome.rawValue),
            "state": .string(conflict.state.rawValue),
            "stands": conflict.state == .resolved
                ? .null : record.winner == conflict.mine ? "mine" : "theirs",
            "concerns": .string(conflict.concern.rawValue),
            "pending": .bool(conflict.isPending),
            "recordKind": .string(record.kind.rawValue),
            "instrument": .string(record.aggregate.description),
        ]
    }

    /// The object of `conflicts show --json`: with what stood before both claims.
    static func json(_ conflict: ConflictCase, in store: Store) throws -> JSONValue {
        guard case .object(let members) = json(conflict) else { return json(conflict) }
        let ancestor = try store.ancestor(of: conflict.record).map { claim -> JSONValue in
            [
                "value": .text(claim.value),
                "at": .string(ShanghaiTime.text(secondsSince1970: claim.claimedAt.seconds)),
            ]
        }
        return .object(members + [JSONValue.Member("ancestor", ancestor ?? .null)])
    }

    private static func json(_ side: ConflictRecord.Side) -> JSONValue {
        [
            "value": .text(side.value),
            "by": .string(side.author),
            "at": .string(ShanghaiTime.text(secondsSince1970: side.at.seconds)),
            "organisation": .string(side.organisation),
            "party": .string(side.party.rawValue),
            "site": .string(side.site.description),
            "hubSeq": .integer(side.seq),
        ]
    }

    /// The rows of `conflicts`.
    static func table(
        _ cases: [ConflictCase],
        in store: Store,
        _ screen: Screen
    ) throws -> [String] {
        var table = TextTable(
            "#",
            screen.say("器具", "instrument"),
            screen.say("字段", "field"),
            screen.say("本机", "mine"),
            screen.say("对方", "theirs"),
            screen.say("权属", "owner"),
            screen.say("结果", "outcome"),
            widthMax: 44
        )
        for one in cases {
            let record = one.record
            let instrument = try store.instrument(record.aggregate)
            table.add(
                "\(record.n)",
                [instrument?[.name], instrument?[.serial]].compactMap { $0 }
                    .joined(separator: " "),
                Terms.field(record.field, in: screen.language),
                claim(one.mine, of: record.field, screen),
                claim(one.theirs, of: record.field, screen),
                Terms.party(one.owner, in: screen.language),
                state(one, screen)
            )
        }
        return table.lines
    }

    private static func claim(
        _ side: ConflictRecord.Side,
        of field: String,
        _ screen: Screen
    ) -> String {
        let value = Terms.value(side.value, of: field, in: screen.language)
        let day = Day(secondsSince1970: side.at.seconds)
        return "\(value)  \(side.author) \(day)"
    }

    private static func state(_ conflict: ConflictCase, _ screen: Screen) -> String {
        if conflict.isPending { return screen.say("已决定, 待发送", "decided, to be sent") }
        return switch (conflict.state, conflict.concern) {
        case (.open, .others): screen.say("由他人决定", "others decide")
        case (.open, _): screen.say("需您选择", "yours to decide")
        case (.resolved, _): screen.say("已解决", "resolved")
        case (.settled, .site):
            conflict.record.winner == conflict.mine
                ? screen.say("以本机为准", "mine stands")
                : screen.say("以对方为准", "theirs stands")
        case (.settled, _): screen.say("他站之间, 按规则已定", "settled between others")
        }
    }

    /// What the two claims are called; where neither is this site's, none is "mine".
    private static func names(_ concern: ConflictCase.Concern, _ screen: Screen) -> [String] {
        concern == .site
            ? [screen.say("本机", "mine  "), screen.say("对方", "theirs")]
            : [
                screen.say("一方 (mine)  ", "one (mine)    "),
                screen.say("另方 (theirs)", "other (theirs)"),
            ]
    }

    /// One conflict at length.
    static func story(
        _ conflict: ConflictCase,
        in store: Store,
        _ screen: Screen
    ) throws -> [String] {
        let record = conflict.record
        let instrument = try store.instrument(record.aggregate)
        let name = [instrument?[.name], instrument?[.serial]].compactMap { $0 }
            .joined(separator: " ")
        let names = names(conflict.concern, screen)
        let ancestor = try store.ancestor(of: record)
        var lines = [
            "#\(record.n)  \(name)  \(Terms.field(record.field, in: screen.language))",
            screen.say("原为: ", "was: ") + before(ancestor, of: record.field, screen),
            "  \(names[0])  \(sentence(conflict.mine, of: record.field, screen))",
            "  \(names[1])  \(sentence(conflict.theirs, of: record.field, screen))",
            screen.say("权属: ", "owner: ") + Terms.party(conflict.owner, in: screen.language),
            screen.say("规则: ", "rule: ")
                + MergeWords.sentence(record.rule, in: screen.language)
                + " (\(record.rule.rawValue), \(record.authority.version))",
            screen.say("现状: ", "now: ") + state(conflict, screen),
        ]
        if conflict.state == .open, !conflict.isPending {
            guard conflict.concern != .others else { return lines }
            lines += preview(conflict, conflict.mine.value, screen, named: "mine")
            lines += preview(conflict, conflict.theirs.value, screen, named: "theirs")
            lines.append("  jiliang conflicts resolve \(record.n) --take mine|theirs --reason R")
        } else if conflict.isDroppable, !conflict.isPending {
            lines += preview(conflict, conflict.theirs.value, screen, named: "theirs")
            lines.append("  jiliang conflicts resolve \(record.n) --take theirs --reason R")
        } else if let undo = try undo(of: conflict, in: store) {
            lines.append(preview(undo, screen))
            lines.append("  jiliang conflicts undo \(record.n)")
        }
        return lines
    }

    /// What this site could take back; `nil` where there is nothing.
    private static func undo(
        of conflict: ConflictCase,
        in store: Store
    ) throws -> ConflictUndo? {
        do { return try ConflictUndo(of: conflict, in: store) } catch is ResolutionError {
            return nil
        }
    }

    private static func before(_ claim: Claim?, of field: String, _ screen: Screen) -> String {
        guard let claim else { return screen.say("(没有)", "(nothing)") }
        let value = Terms.value(claim.value, of: field, in: screen.language)
        return "\(value)  \(claim.author)  \(Day(secondsSince1970: claim.claimedAt.seconds))"
    }

    /// What will be once a decision is taken back.
    static func preview(_ undo: ConflictUndo, _ screen: Screen) -> String {
        let field = undo.conflict.record.field
        let (decided, value) = (
            Terms.value(undo.decided, of: field, in: screen.language),
            Terms.value(undo.value, of: field, in: screen.language)
        )
        return undo.isProposal
            ? screen.say(
                "撤回: 本单位重新建议 \(value), 仍以所有方的值为准; 决定留存于历史.",
                "taking it back: \(value) is proposed again, the owner's value stands; "
                    + "the decision stays in the history."
            )
            : screen.say(
                "撤回: 各处由 \(decided) 改回决定之前的 \(value); 决定留存于历史.",
                "taking it back: \(decided) becomes \(value) again everywhere, as before the "
                    + "decision, which stays in the history."
            )
    }

    private static func sentence(
        _ side: ConflictRecord.Side,
        of field: String,
        _ screen: Screen
    ) -> String {
        let value = Terms.value(side.value, of: field, in: screen.language)
        let at = ShanghaiTime.screenText(secondsSince1970: side.at.seconds)
        let party = Terms.party(side.party, in: screen.language)
        return "\(value)  \(side.author)  \(at)  \(party) \(side.organisation)"
    }

    /// What will be once a value is chosen.
    static func preview(
        _ conflict: ConflictCase,
        _ value: String?,
        _ screen: Screen,
        named choice: String? = nil
    ) -> [String] {
        let field = conflict.record.field
        let chosen = Terms.value(value, of: field, in: screen.language)
        let others = [conflict.mine.value, conflict.theirs.value].filter { $0 != value }
            .map { Terms.value($0, of: field, in: screen.language) }.joined(separator: ", ")
        let choice = choice.map { "\($0): " } ?? ""
        guard !conflict.isDroppable else {
            return [
                screen.say(
                    "选 \(choice)仍以 \(chosen) 为准, 不再建议 \(others); 建议留存于历史.",
                    "taking \(choice)\(chosen) stands, and \(others) is proposed no more; it stays in the "
                        + "history."
                )
            ]
        }
        return [
            screen.say(
                "选 \(choice)各处都改为 \(chosen), \(others) 留存于历史.",
                "taking \(choice)\(chosen) everywhere; \(others) stays in the history."
            )
        ]
    }
}
