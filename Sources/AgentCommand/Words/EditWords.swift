import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How direct entry is read and told.
enum EditWords {
    /// Reads `KEY=VALUE` words; a key is a field's name or any column name that an import knows.
    static func values(_ words: [String]) throws -> [LedgerField: String] {
        guard !words.isEmpty else {
            throw Failure(.usage, .usage, "没有给出 字段=值", "no KEY=VALUE was given")
        }
        var values: [LedgerField: String] = [:]
        for word in words {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw Failure(.usage, .usage, "`\(word)` 不是 字段=值", "`\(word)` is no KEY=VALUE")
            }
            let name = String(word[..<equals])
            guard let field = LedgerField(name: name) else {
                throw Failure(.unknownField, .usage, "没有字段 `\(name)`", "no field `\(name)`")
            }
            guard values[field] == nil else {
                throw Failure(
                    .usage,
                    .usage,
                    "字段 `\(name)` 给了两次",
                    "`\(name)` is given twice"
                )
            }
            values[field] = String(word[word.index(after: equals)...])
        }
        return values
    }

    /// The name in ops of a field that a user has named: as an import knows it, or as ops have it.
    static func fieldName(_ text: String) throws -> String {
        if let column = LedgerField(name: text) { return column.rawValue }
        let known = RecordKind.allCases.flatMap(\.fieldNames)
        if known.contains(text) { return text }
        let named = Terms.fieldNames.first { $0.value.chinese == text || $0.value.english == text }
        guard let named else {
            throw Failure(.unknownField, .usage, "没有字段 `\(text)`", "no field `\(text)`")
        }
        return named.key
    }

    /// What an edit changed.
    static func show(_ outcome: LedgerEdit.Outcome, _ session: Session) throws {
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "id": .string(outcome.id.description),
                    "changed": .object(
                        outcome.changed.map { JSONValue.Member($0.name, .text($0.value)) }
                    ),
                    "withdrawn": .number(outcome.withdrawn),
                    "bodyDecides": .bool(outcome.bodyDecides),
                    "dryRun": .bool(session.options.dryRun),
                ] as JSONValue
            )
            return
        }
        if outcome.changed.isEmpty {
            try screen.print(screen.say("没有变化.", "nothing changes."))
            return
        }
        let prefix = session.options.dryRun ? screen.say("(试算) ", "(dry run) ") : ""
        try screen.print(prefix + screen.say("已记录: ", "recorded: ") + outcome.id.description)
        for field in outcome.changed where field.name != VerificationField.declared.rawValue {
            let name = Terms.field(field.name, in: session.language)
            let value = Terms.value(field.value, of: field.name, in: session.language)
            try screen.print("  \(name): \(value)")
        }
        if outcome.bodyDecides {
            let code = MessageCode.bodyDecides
            try screen.print("  \(code.rawValue) \(code.meaning(in: session.language))")
        } else if outcome.outranked {
            try screen.print(
                screen.say(
                    "  现行结论仍以日期更晚的检定为准; 若是更正, 请加 --correct",
                    "  a verification of a later day still decides; to correct it, add --correct"
                )
            )
        }
        if outcome.withdrawn > 0 {
            try screen.print(
                screen.say(
                    "  撤回了日期更晚的自报检定 \(outcome.withdrawn) 条, 历史中仍可查到",
                    "  \(outcome.withdrawn) declared for a later day withdrawn; the history keeps them"
                )
            )
        }
        for repair in outcome.repairs {
            screen.note(
                "\(repair.code.code) \(repair.column): `\(repair.from)` → `\(repair.to)`"
            )
        }
    }
}
