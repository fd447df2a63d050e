import LocalStore
import SyncCore
import Terminal

/// How the changes are told that the hub has refused for good.
enum RefusedWords {
    /// So many are named; the rest is counted.
    private static let namedMax = 10

    static func json(_ letter: DeadLetter) -> JSONValue {
        [
            "op": .integer(letter.seq),
            "record": .string(letter.aggregate.description),
            "code": .string(letter.code),
            "detail": .string(letter.detail),
        ]
    }

    /// Each with its reason and the command that shows it.
    static func note(_ letters: [DeadLetter], on screen: Screen) {
        guard !letters.isEmpty else { return }
        let code = MessageCode.opsRejected
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(letters.count))")
        for letter in letters.prefix(namedMax) {
            screen.note(
                "      \(letter.code): \(letter.detail)  jiliang outbox show \(letter.seq)"
            )
        }
    }
}
