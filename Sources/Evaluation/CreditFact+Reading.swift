import Policy

extension CreditFact {
    /// The keys that a fact has in JSON.
    static let keys = [
        "id", "code", "class", "determinedOn", "procedure", "final", "repairedOn", "retainUntil",
    ]

    /// Keys that only the conditions of repair and some readings ask for.
    static let rarerKeys = ["disputed", "gravity", "performed", "effectRemoved", "committed"]

    /// Reads a fact. Only its shape is checked, and that the pack knows its code.
    init(
        _ reader: ObjectReader,
        named name: @autoclosure () throws(EvaluationError) -> String,
        _ pack: RulePack
    ) throws(EvaluationError) {
        let code = try reader.text("code")
        guard pack.knows(code) else { throw .unknownCode(key: reader.key("code"), code) }
        // Of a penalty it has to be said, be it null: whether it counts depends on both.
        if let position = pack.position(of: code), pack.items[position].isPenalty {
            _ = try reader.value("procedure")
            _ = try reader.value("final")
        }
        self.init(
            id: try name(),
            code: code,
            creditClass: try reader.word("class"),
            determinedOn: try reader.day("determinedOn"),
            procedure: try reader.wordIfPresent("procedure"),
            isFinal: try reader.flagIfPresent("final"),
            repairedOn: try reader.dayIfPresent("repairedOn"),
            retainUntil: try reader.dayIfPresent("retainUntil")
        )
        guard reader.hasRarerKeys else { return }
        isDisputed = try reader.flagIfPresent("disputed") ?? false
        gravity = try reader.wordIfPresent("gravity")
        remedy = Remedy(
            isPerformed: try reader.flagIfPresent("performed"),
            isEffectRemoved: try reader.flagIfPresent("effectRemoved"),
            hasCommitted: try reader.flagIfPresent("committed")
        )
    }
}
