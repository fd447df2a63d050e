import Policy
import SyncCore

// Facts in the words of `policy evaluate`, so that an explanation can be asked again there.

extension InstrumentFacts {
    func json(id: String) -> JSONValue {
        [
            "kind": "instrument",
            "id": .string(id),
            "status": .string(status.rawValue),
            "compulsory": .bool(isCompulsory),
            "regime": .string(regime.rawValue),
            "verifications": .array(verifications.map(\.json)),
            "repairedOn": .text(repairedOn?.description),
        ]
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let status: UseStatus = json.word("status"),
            let isCompulsory = json.flag("compulsory"),
            let regime: VerificationRegime = json.word("regime"),
            let elements = json["verifications"]?.elements
        else { return nil }
        let verifications = elements.compactMap(VerificationFacts.init)
        guard verifications.count == elements.count else { return nil }
        self.init(
            status: status,
            isCompulsory: isCompulsory,
            regime: regime,
            verifications: verifications,
            repairedOn: json.day("repairedOn")
        )
    }
}

extension VerificationFacts {
    fileprivate var json: JSONValue {
        [
            "on": .day(on),
            "result": .string(result.rawValue),
            "validUntil": .text(validUntil?.description),
            "declared": .bool(isDeclared),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let on = json.day("on"), let result: VerificationResult = json.word("result"),
            let isDeclared = json.flag("declared")
        else { return nil }
        self.init(
            on: on,
            result: result,
            validUntil: json.day("validUntil"),
            isDeclared: isDeclared
        )
    }
}

extension SubjectFacts {
    func json(id: String) -> JSONValue {
        [
            "kind": "subject",
            "id": .string(id),
            "facts": .array(facts.map(\.json)),
            "seriousList": .flag(isOnSeriousList),
        ]
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let elements = json["facts"]?.elements else { return nil }
        let facts = elements.compactMap(CreditFact.init)
        guard facts.count == elements.count else { return nil }
        self.init(facts: facts, isOnSeriousList: json.flag("seriousList"))
    }
}

extension CreditFact {
    fileprivate var json: JSONValue {
        [
            "id": .string(id),
            "code": .string(code),
            "class": .string(creditClass.rawValue),
            "determinedOn": .day(determinedOn),
            "procedure": .text(procedure?.rawValue),
            "final": .flag(isFinal),
            "repairedOn": .text(repairedOn?.description),
            "retainUntil": .text(retainUntil?.description),
            "disputed": .bool(isDisputed),
            "gravity": .text(gravity?.rawValue),
            "performed": .flag(remedy.isPerformed),
            "effectRemoved": .flag(remedy.isEffectRemoved),
            "committed": .flag(remedy.hasCommitted),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let id = json["id"]?.string, let code = json["code"]?.string,
            let creditClass: CreditClass = json.word("class"),
            let determinedOn = json.day("determinedOn")
        else { return nil }
        self.init(
            id: id,
            code: code,
            creditClass: creditClass,
            determinedOn: determinedOn,
            procedure: json.word("procedure"),
            isFinal: json.flag("final"),
            repairedOn: json.day("repairedOn"),
            retainUntil: json.day("retainUntil"),
            isDisputed: json.flag("disputed") ?? false,
            gravity: json.word("gravity"),
            remedy: Remedy(
                isPerformed: json.flag("performed"),
                isEffectRemoved: json.flag("effectRemoved"),
                hasCommitted: json.flag("committed")
            )
        )
    }
}

extension JSONValue {
    fileprivate static func flag(_ flag: Bool?) -> JSONValue { flag.map { .bool($0) } ?? .null }

    fileprivate func flag(_ name: String) -> Bool? {
        if case .bool(let flag)? = self[name] { flag } else { nil }
    }

    func day(_ name: String) -> Day? { self[name]?.string.flatMap(Day.init(_:)) }

    fileprivate func word<Word: RawRepresentable<String>>(_ name: String) -> Word? {
        self[name]?.string.flatMap(Word.init(rawValue:))
    }
}
