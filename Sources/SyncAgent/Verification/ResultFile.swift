package import Policy
import SyncCore

/// One result as a verification body writes it down: the content of RESULT.json.
package struct ResultFile: Hashable, Sendable {
    package let result: VerificationResult
    package let testedOn: Day
    package let issuedOn: Day
    package let validUntil: Day?
    package let certificateNumber: String
    package let inspector: String
    package let verifier: String
    package let approver: String
    package let regulation: String

    /// The names that may stand in the file.
    enum Key: String, CaseIterable {
        case result, testedOn, issuedOn, validUntil, certificateNumber
        case inspector, verifier, approver, regulation
    }

    /// Reads a result. Everything that is wrong is told at once.
    package init(json bytes: [UInt8]) throws(ResultRefusal) {
        let json: JSONValue
        // Windows editors put a mark before UTF-8.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        do throws(JSONError) { json = try JSONParser.parse(text) } catch {
            throw ResultRefusal([.notJSON("\(error.reason.rawValue), byte \(error.offset)")])
        }
        guard case .object(let members) = json else {
            throw ResultRefusal([.notJSON("not an object")])
        }
        var reader = Reader(members)
        let result = reader.conclusion()
        let tested = reader.day(.testedOn, isNeeded: true)
        let issued = reader.day(.issuedOn, isNeeded: true)
        let until = reader.day(.validUntil, isNeeded: false)
        let number = reader.text(.certificateNumber)
        let (inspector, verifier) = (reader.text(.inspector), reader.text(.verifier))
        let (approver, regulation) = (reader.text(.approver), reader.text(.regulation))
        reader.compare(result: result, tested: tested, issued: issued, until: until)
        if let inspector, inspector == verifier { reader.faults.append(.sameHands(inspector)) }
        guard reader.faults.isEmpty, let result, let tested, let issued, let number, let inspector,
            let verifier, let approver, let regulation
        else { throw ResultRefusal(reader.faults) }
        self.result = result
        self.testedOn = tested
        self.issuedOn = issued
        self.validUntil = until
        self.certificateNumber = number
        self.inspector = inspector
        self.verifier = verifier
        self.approver = approver
        self.regulation = regulation
    }
}

extension ResultFile {
    /// Takes the members one by one and notes what is wrong with each.
    private struct Reader {
        private let values: [String: JSONValue]
        var faults: [ResultFault] = []

        init(_ members: [JSONValue.Member]) {
            values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
            let known = Set(Key.allCases.map(\.rawValue))
            faults = members.map(\.name).filter { !known.contains($0) }
                .map(ResultFault.unknownKey)
        }

        mutating func text(_ key: Key, isNeeded: Bool = true) -> String? {
            switch values[key.rawValue] {
            case .string(let text):
                let trimmed = text.trimmed
                if trimmed.isEmpty, isNeeded { faults.append(.missing(key.rawValue)) }
                return trimmed.isEmpty ? nil : trimmed
            case .null, nil:
                if isNeeded { faults.append(.missing(key.rawValue)) }
            default: faults.append(.notText(key.rawValue))
            }
            return nil
        }

        mutating func day(_ key: Key, isNeeded: Bool) -> Day? {
            guard let text = text(key, isNeeded: isNeeded) else { return nil }
            let day = Day(text)
            if day == nil { faults.append(.impossibleDay(key.rawValue, text)) }
            return day
        }

        /// Only the two that a body finds; a certificate is cancelled by another act.
        mutating func conclusion() -> VerificationResult? {
            guard let text = text(.result) else { return nil }
            let result = VerificationResult(rawValue: text)
            if result == .pass || result == .fail { return result }
            faults.append(.unknownResult(text))
            return nil
        }

        mutating func compare(
            result: VerificationResult?,
            tested: Day?,
            issued: Day?,
            until: Day?
        ) {
            if let tested, let issued, issued < tested {
                faults.append(.issuedBeforeTested(tested: tested, issued: issued))
            }
            // A day that cannot be read is a fault of its own.
            let saysUntil =
                switch values[Key.validUntil.rawValue] {
                case .string(let text): !text.trimmed.isEmpty
                case .null, nil: false
                default: true
                }
            if result == .pass, !saysUntil { faults.append(.passWithoutValidity) }
            if result == .fail, saysUntil { faults.append(.failWithValidity) }
            if let tested, let until, until < tested {
                faults.append(.validityBeforeTest(tested: tested, until: until))
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let rest = drop(while: \.isWhitespace)
        return String(rest.reversed().drop(while: \.isWhitespace).reversed())
    }
}
