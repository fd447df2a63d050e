package import Policy
import SyncCore

/// Facts of one user unit as somebody has written them down: one object, an array of objects, or one
/// object per line, each in the shape of a fact of `policy evaluate`.
package struct FactFile: Hashable, Sendable {
    /// One fact; the name that it was given, if any.
    package struct Entry: Hashable, Sendable {
        package let name: String?
        /// Its `id` is the name, and empty where there is none.
        package let fact: CreditFact
    }

    package let entries: [Entry]

    /// A name is a short word, for people to say and to type.
    package static let nameBytesMax = 100

    /// Reads a file. Beside its shape it is checked that no name stands twice and that the class of
    /// each fact is that of its code.
    package init(_ bytes: [UInt8], pack: RulePack) throws(FactFileError) {
        var entries: [Entry] = []
        var names: Set<String> = []
        for (place, value) in try Self.values(bytes) {
            do throws(EvaluationError) {
                let entry = try Entry(value, at: place.path, pack)
                if let name = entry.name, !names.insert(name).inserted {
                    throw .badName(key: place.key("id"), name)
                }
                entries.append(entry)
            } catch {
                throw FactFileError(line: place.line, error: error)
            }
        }
        self.entries = entries
    }

    /// Where a fact stands.
    private struct Place {
        var line: Int?
        var path = ""

        func key(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    }

    private static func values(_ bytes: [UInt8]) throws(FactFileError) -> [(Place, JSONValue)] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        do throws(EvaluationError) {
            let whole = try parse(Array(text))
            guard case .array(let elements) = whole else { return [(Place(), whole)] }
            return elements.enumerated().map { (Place(path: "[\($0)]"), $1) }
        } catch {
            let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
            // Lines are meant where the first one that says something is an object by itself.
            let first = lines.first { !$0.allSatisfy(isBlank) }
            guard let first, (try? parse(Array(first))) != nil else {
                throw FactFileError(line: nil, error: error)
            }
            return try values(ofLines: lines)
        }
    }

    private static func values(
        ofLines lines: [ArraySlice<UInt8>]
    ) throws(FactFileError) -> [(Place, JSONValue)] {
        var values: [(Place, JSONValue)] = []
        for (index, line) in lines.enumerated() where !line.allSatisfy(isBlank) {
            do throws(EvaluationError) {
                values.append((Place(line: index + 1), try parse(Array(line))))
            } catch {
                throw FactFileError(line: index + 1, error: error)
            }
        }
        return values
    }

    private static func parse(_ bytes: [UInt8]) throws(EvaluationError) -> JSONValue {
        do throws(JSONError) { return try JSONParser.parse(bytes) } catch {
            throw error.reason == .duplicateName ? .duplicateKey : .notJSON(error)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }
}

extension FactFile.Entry {
    fileprivate init(
        _ value: JSONValue,
        at path: String,
        _ pack: RulePack
    ) throws(EvaluationError) {
        let reader = try ObjectReader(value, at: path, keys: CreditFact.keys)
        name = try reader.textIfPresent("id")
        if let name {
            let isWord = !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
            guard isWord, (1...FactFile.nameBytesMax).contains(name.utf8.count) else {
                throw .badName(key: reader.key("id"), name)
            }
        }
        fact = try CreditFact(reader, named: name ?? "", pack)
        let expected = pack.creditClass(of: fact.code)
        if let expected, expected != fact.creditClass {
            throw .otherClass(
                key: reader.key("class"),
                fact.creditClass.rawValue,
                expected: expected.rawValue
            )
        }
    }
}

/// Why a file of facts cannot be used, and on which line where it has one fact per line.
package struct FactFileError: Error, Hashable {
    package let line: Int?
    package let error: EvaluationError

    package init(line: Int?, error: EvaluationError) {
        self.line = line
        self.error = error
    }

    /// The particulars of the case.
    package func detail(in language: Language) -> String? {
        let detail = error.detail(in: language)
        guard let line else { return detail }
        let place = language == .chinese ? "第 \(line) 行" : "line \(line)"
        return detail.map { "\(place): \($0)" } ?? place
    }
}
