import Evaluation
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a rule pack and its faults are shown.
enum RulePackWords {
    // MARK: Faults

    /// One line for every fault, the place first.
    static func lines(_ error: RulePackError, _ language: Language) -> [String] {
        error.faults.map { fault in
            let place = fault.path.isEmpty ? "" : "\(fault.path): "
            return place + fault.text(in: language)
        }
    }

    static func json(_ error: RulePackError, _ language: Language) -> JSONValue {
        [
            "valid": false,
            "errors": .array(
                error.faults.map { fault in
                    ["path": .string(fault.path), "message": .string(fault.text(in: language))]
                }
            ),
            "pack": nil,
        ]
    }

    // MARK: A pack

    static func json(checked pack: RulePack) -> JSONValue {
        ["valid": true, "errors": [], "pack": json(pack)]
    }

    static func json(_ pack: RulePack) -> JSONValue {
        [
            "version": .string(pack.version),
            "status": .string(pack.status.rawValue),
            "validFrom": .string(pack.validFrom.description),
            "validUntil": .text(pack.validUntil?.description),
            "source": .string(pack.source),
            "digest": .string(pack.digest),
            "items": .array(pack.items.map(json)),
        ]
    }

    private static func json(_ item: CreditItem) -> JSONValue {
        [
            "code": .string(item.code),
            "class": .string(item.creditClass.rawValue),
            "name": .string(item.name),
            "points": .integer(Int64(item.points)),
            "cap": .number(item.cap),
            "penalty": .bool(item.isPenalty),
            "validFrom": .text(item.validFrom?.description),
            "validUntil": .text(item.validUntil?.description),
        ]
    }

    /// The pack in words, its items as a table.
    static func summary(_ pack: RulePack, _ screen: Screen) -> [String] {
        let status =
            switch pack.status {
            case .placeholder: screen.say("占位, 不是法规", "placeholder, not law")
            case .official: screen.say("正式公布", "official")
            }
        let days = days(pack.validFrom, pack.validUntil, screen)
        let count = pack.items.count
        return [
            screen.say("评分标准 ", "rule pack ") + "\(pack.version)  (\(status), \(days))",
            screen.say("来源: ", "source: ") + pack.source,
            screen.say("摘要值: ", "digest: ") + pack.digest,
            screen.say("共 \(count) 项", "\(count) items"),
        ] + table(pack, screen).lines
    }

    private static func table(_ pack: RulePack, _ screen: Screen) -> TextTable {
        var table = TextTable(
            screen.say("代码", "code"),
            screen.say("分值", "points"),
            screen.say("上限", "cap"),
            screen.say("处罚", "penalty"),
            screen.say("适用", "days"),
            screen.say("名称", "name"),
            widthMax: 60
        )
        for item in pack.items {
            let hasDays = item.validFrom != nil || item.validUntil != nil
            table.add(
                item.code,
                signed(item.points),
                item.cap.map(signed) ?? "-",
                item.isPenalty ? screen.say("是", "yes") : "",
                hasDays ? days(item.validFrom, item.validUntil, screen) : "",
                item.name
            )
        }
        return table
    }

    private static func signed(_ number: Int) -> String {
        number > 0 ? "+\(number)" : "\(number)"
    }

    private static func days(_ from: Day?, _ until: Day?, _ screen: Screen) -> String {
        switch (from, until) {
        case (let from?, let until?): "\(from) – \(until)"
        case (let from?, nil): screen.say("自 \(from) 起", "from \(from)")
        case (nil, let until?): screen.say("至 \(until)", "until \(until)")
        case (nil, nil): ""
        }
    }

    /// A remark that the pack says of itself that it is not for the day that is judged.
    static func noteOtherDay(_ pack: RulePack, _ session: Session) {
        let code = MessageCode.rulePackOtherDay
        session.screen.note(
            "\(code.rawValue) \(code.meaning(in: session.language)): \(pack.version), \(session.day)"
        )
    }
}

extension Failure {
    /// A rule pack whose faults have just been listed.
    static func rulePackFaults(_ path: String, _ error: RulePackError) -> Failure {
        let count = error.faults.count
        return Failure(
            .badRulePack,
            .badData,
            "评分标准 `\(path)` 有 \(count) 处错误",
            "the rule pack `\(path)` has \(count == 1 ? "1 fault" : "\(count) faults")"
        )
    }

    /// A rule pack that cannot be used for something else.
    static func badRulePack(_ path: String, _ error: RulePackError) -> Failure {
        func list(_ language: Language) -> String {
            RulePackWords.lines(error, language).prefix(10).joined(separator: "; ")
        }
        return Failure(
            .badRulePack,
            .badData,
            "评分标准 `\(path)` 不能用: \(list(.chinese))",
            "cannot use the rule pack `\(path)`: \(list(.english))"
        )
    }
}
