package import Policy
import SyncCore

/// What one line of `policy evaluate` asks.
package enum EvaluationQuestion: Hashable, Sendable {
    case instrument(id: String, InstrumentFacts)
    case subject(id: String, SubjectFacts)
    case clock(id: String, ClockKind, start: Day)

    /// Reads a line. Only its shape is checked: keys, types, words, days that exist, and codes that
    /// the pack knows.
    package init(line: [UInt8], pack: RulePack) throws(EvaluationError) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONParser.parse(line) } catch {
            throw error.reason == .duplicateName ? .duplicateKey : .notJSON(error)
        }
        guard case .object(let members) = value else { throw .notAnObject(key: "") }
        guard let kind = members.first(where: { $0.name == "kind" })?.value else {
            throw .missingKey("kind")
        }
        guard case .string(let word) = kind else { throw .wrongType(key: "kind", expected: .text) }
        switch word {
        case "instrument": self = try Self.instrument(value)
        case "subject": self = try Self.subject(value, pack)
        case "clock": self = try Self.clock(value)
        default: throw .unknownKind(word)
        }
    }

    private static func instrument(_ value: JSONValue) throws(EvaluationError) -> Self {
        let reader = try ObjectReader(
            value,
            keys: [
                "kind", "id", "status", "compulsory", "regime", "verifications", "repairedOn",
            ],
            rarerKeys: ["sealedBy"]
        )
        // Who has sealed an instrument changes neither colour nor violation.
        if reader.hasRarerKeys { _ = try reader.textIfPresent("sealedBy") }
        var verifications: [VerificationFacts] = []
        for (index, element) in try reader.list("verifications").enumerated() {
            verifications.append(try verification(element, at: "verifications[\(index)]"))
        }
        let facts = InstrumentFacts(
            status: try reader.word("status"),
            isCompulsory: try reader.flag("compulsory"),
            regime: try reader.word("regime"),
            verifications: verifications,
            repairedOn: try reader.dayIfPresent("repairedOn")
        )
        return .instrument(id: try reader.text("id"), facts)
    }

    private static func verification(
        _ value: JSONValue,
        at path: String
    ) throws(EvaluationError) -> VerificationFacts {
        let reader = try ObjectReader(
            value,
            at: path,
            keys: ["on", "result", "validUntil", "declared"]
        )
        return VerificationFacts(
            on: try reader.day("on"),
            result: try reader.word("result"),
            validUntil: try reader.dayIfPresent("validUntil"),
            isDeclared: try reader.flagIfPresent("declared") ?? false
        )
    }

    private static func subject(
        _ value: JSONValue,
        _ pack: RulePack
    ) throws(EvaluationError) -> Self {
        let reader = try ObjectReader(
            value,
            keys: ["kind", "id", "facts"],
            rarerKeys: ["seriousList"]
        )
        var facts: [CreditFact] = []
        for (index, element) in try reader.list("facts").enumerated() {
            let reader = try ObjectReader(
                element,
                at: "facts[\(index)]",
                keys: CreditFact.keys,
                rarerKeys: CreditFact.rarerKeys
            )
            facts.append(try CreditFact(reader, named: try reader.text("id"), pack))
        }
        let subject = SubjectFacts(
            facts: facts,
            isOnSeriousList: try reader.hasRarerKeys ? reader.flagIfPresent("seriousList") : nil
        )
        return .subject(id: try reader.text("id"), subject)
    }

    private static func clock(_ value: JSONValue) throws(EvaluationError) -> Self {
        let reader = try ObjectReader(value, keys: ["kind", "id", "clock", "start"])
        return .clock(
            id: try reader.text("id"),
            try reader.word("clock"),
            start: try reader.day("start")
        )
    }
}
