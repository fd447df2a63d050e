package import Policy
import SyncCore

/// What an operator wants explained.
package struct ExplainRequest: Hashable, Sendable {
    /// How the answer is wanted.
    package enum Form: String, Sendable {
        /// One object, as a site prints it.
        case json
        /// One object with the lines of a screen.
        case text
    }

    /// The id of an instrument, or the 统一社会信用代码 of a user unit.
    package let subject: String
    package let day: Day
    package let language: Language
    package let form: Form

    package init(_ subject: String, on day: Day, in language: Language, as form: Form) {
        self.subject = subject
        self.day = day
        self.language = language
        self.form = form
    }

    /// The request as it goes through the socket.
    var json: JSONValue {
        [
            "subject": .string(subject), "day": .string(day.description),
            "language": .string(language.rawValue), "form": .string(form.rawValue),
        ]
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let subject = json["subject"]?.string,
            let day = json["day"]?.string.flatMap(Day.init(_:)),
            let language = json["language"]?.string.flatMap(Language.init(rawValue:)),
            let form = json["form"]?.string.flatMap(Form.init(rawValue:))
        else { return nil }
        self.init(subject, on: day, in: language, as: form)
    }
}
