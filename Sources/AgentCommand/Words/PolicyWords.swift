import Explanations
import Policy
import SyncCore
import Terminal

/// How it is shown what is in force on a day.
enum PolicyWords {
    // MARK: A screen

    static func lines(_ engine: PolicyEngine, on day: Day, _ screen: Screen) -> [String] {
        var lines = [screen.say("\(day) 适用", "in force on \(day)")]
        lines += [engine.trialNote(on: day, in: screen.language)].compactMap { $0 } + [""]
        for law in engine.laws {
            lines.append("\(law.law.title)  \(law.law.number)")
            lines += table(law, on: day, screen).lines + [""]
        }
        lines.append(screen.say("读法", "readings"))
        lines += readings(screen).lines + [""]
        lines += RulePackWords.summary(engine.rulePack(on: day), screen) + [""]
        let through = engine.calendar.through
        lines.append(
            screen.say("日历 ", "calendar ") + engine.calendar.version
                + screen.say("  收录至 \(through)", "  through \(through)")
        )
        return lines
    }

    private static func table(_ law: LawParameters, on day: Day, _ screen: Screen) -> TextTable {
        var table = TextTable(
            screen.say("参数", "parameter"),
            screen.say("值", "value"),
            screen.say("单位", "unit"),
            screen.say("自", "from"),
            screen.say("说明", "description"),
            screen.say("依据", "reference"),
            widthMax: 160
        )
        for (name, parameter) in law.set.parameters.sorted(by: { $0.key < $1.key }) {
            let version = parameter.values.inForce(on: day)
            table.add(
                name,
                version.value.description,
                unit(parameter.unit, screen),
                version.from.description,
                parameter.description,
                version.reference
            )
        }
        return table
    }

    private static func unit(_ unit: String, _ screen: Screen) -> String {
        guard screen.language == .chinese else { return unit }
        return switch unit {
        case "year": "年"
        case "month": "月"
        case "day": "日"
        case "working day": "工作日"
        case "point": "分"
        case "reading": "读法"
        default: unit
        }
    }

    private static func readings(_ screen: Screen) -> TextTable {
        var table = TextTable(
            screen.say("号", "no"),
            screen.say("问题", "question"),
            screen.say("读法", "reading"),
            screen.say("取决于", "rests with"),
            widthMax: 60
        )
        for reading in Reading.all {
            let standing =
                switch reading.standing {
                case .parameters(let names): names.joined(separator: " ")
                case .fixed: screen.say("固定", "fixed")
                case .noRuleYet: screen.say("尚无规则依据它", "no rule rests on it yet")
                }
            table.add(
                reading.number,
                reading.question(in: screen.language),
                reading.text(in: screen.language),
                standing
            )
        }
        return table
    }

    // MARK: JSON

    static func json(_ engine: PolicyEngine, on day: Day, _ language: Language) -> JSONValue {
        [
            "asOf": .string(day.description),
            "parameters": .array(engine.laws.flatMap { parameters($0, on: day) }),
            "readings": .array(Reading.all.map { json($0, language) }),
            "rulePack": RulePackWords.json(engine.rulePack(on: day)),
            "calendar": [
                "version": .string(engine.calendar.version),
                "through": .string(engine.calendar.through.description),
            ],
        ]
    }

    private static func parameters(_ law: LawParameters, on day: Day) -> [JSONValue] {
        law.set.parameters.sorted { $0.key < $1.key }.map { name, parameter in
            let version = parameter.values.inForce(on: day)
            return [
                "law": .string(law.law.title),
                "number": .string(law.law.number),
                "name": .string(name),
                "value": json(version.value),
                "unit": .string(parameter.unit),
                "from": .string(version.from.description),
                "reference": .string(version.reference),
                "description": .string(parameter.description),
            ]
        }
    }

    private static func json(_ value: ParameterValue) -> JSONValue {
        switch value {
        case .integer(let integer): .integer(Int64(integer))
        case .flag(let flag): .bool(flag)
        case .text(let text): .string(text)
        }
    }

    private static func json(_ reading: Reading, _ language: Language) -> JSONValue {
        let (standing, names, file): (String, [String], String?) =
            switch reading.standing {
            case .parameters(let names): ("parameters", names, nil)
            case .fixed(let file): ("fixed", [], file)
            case .noRuleYet: ("no_rule_yet", [], nil)
            }
        return [
            "number": .string(reading.number),
            "question": .string(reading.question(in: language)),
            "reading": .string(reading.text(in: language)),
            "standing": .string(standing),
            "parameters": .texts(names),
            "in": .text(file),
        ]
    }
}
