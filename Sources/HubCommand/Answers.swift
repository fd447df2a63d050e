import SyncCore
import Terminal

extension Session {
    /// Prints one object: as it is under `--json`, else in words.
    func print(_ answer: JSONValue, words: (Screen, JSONValue) -> String) throws {
        guard !isJSON else { return try screen.print(answer) }
        for line in words(screen, answer).split(separator: "\n") {
            try screen.print(String(line))
        }
    }
}

extension JSONValue {
    /// A member as a cell of a table.
    func shown(_ name: String) -> String { self[name]?.string ?? "" }

    /// The same object with more members at its end.
    func with(_ members: [(String, JSONValue)]) -> JSONValue {
        guard case .object(let own) = self else { return self }
        return .object(own + members.map { Member($0.0, $0.1) })
    }
}

extension TextTable {
    /// Adds a row of these members.
    mutating func add(_ answer: JSONValue, _ names: String...) {
        add(cells: names.map(answer.shown))
    }
}
