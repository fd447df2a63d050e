import Explanations
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How it is told what policy is in force, and what a newer one has changed.
enum PolicyDocumentWords {
    static func json(_ policy: PolicyInForce, on day: Day) -> JSONValue {
        [
            "calendar": .string(policy.engine.calendar.version),
            "rulePack": .string(policy.engine.rulePack(on: day).version),
            "refused": .array(
                policy.refused.map { document in
                    [
                        "document": .text(document.kind?.rawValue),
                        "version": .string(document.name),
                        "number": document.number.map { .integer($0) } ?? .null,
                        "because": .string(because(document.flaw, in: .english)),
                    ]
                }
            ),
        ]
    }

    /// Names each document that is not used, and why.
    static func noteRefused(_ policy: PolicyInForce, on screen: Screen) {
        let code = MessageCode.documentRefused
        for document in policy.refused {
            let name = document.number.map { "\(document.name) (\($0))" } ?? document.name
            let because = because(document.flaw, in: screen.language)
            let meaning = code.meaning(in: screen.language)
            screen.note("\(code.rawValue) \(meaning): \(name): \(because)")
        }
    }

    private static func because(_ flaw: RefusedDocument.Flaw, in language: Language) -> String {
        switch (flaw, language) {
        case (.notSigned, .chinese): "平台的签名不符"
        case (.notSigned, .english): "the signature is not that of the hub"
        case (.unreadable(let detail), .chinese): "内容不能用: \(detail)"
        case (.unreadable(let detail), .english): detail
        case (.older(let version), .chinese): "比 \(version) 旧"
        case (.older(let version), .english): "older than \(version)"
        }
    }

    // MARK: Deadlines

    static func json(_ shift: DeadlineShift) -> JSONValue {
        [
            "kind": .string(shift.kind.rawValue),
            "subject": .string(shift.subject.description),
            "from": .string(shift.from.due.description),
            "to": .string(shift.to.due.description),
            "provisional": .bool(shift.to.isProvisional),
        ]
    }

    /// One line for each clock that a newer calendar has changed.
    static func lines(_ shifts: [DeadlineShift], in language: Language) -> [String] {
        shifts.map { shift in
            let name = shift.certificateNumber ?? shift.subject.description
            let days = shift.isMoved ? "\(shift.from.due) → \(shift.to.due)" : "\(shift.to.due)"
            switch language {
            case .chinese:
                let state = shift.to.isProvisional ? "暂定" : "确定"
                return "日历更新, 上传期限: \(name): \(days) (\(state))"
            case .english:
                let state = shift.to.isProvisional ? "provisional" : "certain"
                return "newer calendar, upload due: \(name): \(days) (\(state))"
            }
        }
    }
}
