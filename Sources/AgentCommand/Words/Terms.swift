import Documents
import Explanations
import Policy
import Terminal

/// The field's terms as the screen says them.
enum Terms {
    /// A tag of equal width, so that colour is never the only carrier.
    static func tag(_ color: WarningColor, in language: Language) -> String {
        color.tag(in: language)
    }

    static func violation(_ violation: Violation, in language: Language) -> String {
        violation.name(in: language)
    }

    static func weekday(_ day: Day, in language: Language) -> String {
        let index = day.weekday - 1
        let chinese = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        let english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return language == .chinese ? chinese[index] : english[index]
    }
}

extension Terms {
    /// A field of an op by its name on the screen.
    static func field(_ name: String, in language: Language) -> String {
        if let column = LedgerField(rawValue: name) { return column.header(in: language) }
        guard let names = fieldNames[name] else { return name }
        return language == .chinese ? names.chinese : names.english
    }

    /// A value of an op in words; a dash for none.
    static func value(_ stored: String?, of field: String, in language: Language) -> String {
        guard let stored else { return "—" }
        if let column = LedgerField(rawValue: field) {
            return column.words(for: stored, in: language)
        }
        guard let words = valueWords[field]?[stored] else { return stored }
        return language == .chinese ? words.chinese : words.english
    }

    /// Every name of a status in the interface, for a message.
    static var allStatuses: String {
        UseStatus.allCases.map { "\($0.rawValue) \($0.word(in: .chinese))" }.joined(separator: ", ")
    }
}
