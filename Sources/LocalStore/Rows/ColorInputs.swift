import Policy

/// What the colour of an instrument depends on, as its row has it in one text (`judged_by`): status,
/// duty, regime, result and end of the latest verification, and whether it was ever repaired.
///
/// The text decides the colour on a day, together with the days of verification and repair where
/// the instrument was repaired, or where the latest verification is dated after the day.
struct ColorInputs {
    let facts: InstrumentFacts
    let isRepaired: Bool

    /// Reads the text; `verifiedOn` is the day of a latest verification, where there is one.
    init(_ text: UnsafeBufferPointer<UInt8>, verifiedOn: Day?) {
        let words = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        func word(_ index: Int) -> UnsafeBufferPointer<UInt8> {
            index < words.count
                ? UnsafeBufferPointer(rebasing: words[index])
                : UnsafeBufferPointer(rebasing: text[..<0])
        }
        func string(_ index: Int) -> String { String(decoding: word(index), as: UTF8.self) }
        var facts = InstrumentFacts(
            status: UseStatus(rawValue: string(0)) ?? .inUse,
            isCompulsory: word(1).first == UInt8(ascii: "1"),
            regime: VerificationRegime(rawValue: string(2)) ?? .periodic
        )
        if let result = VerificationResult(rawValue: string(3)), let verifiedOn {
            let validUntil = Day(ascii: word(4))
            facts.verifications = [
                VerificationFacts(on: verifiedOn, result: result, validUntil: validUntil)
            ]
        }
        self.facts = facts
        isRepaired = words.count > 5
    }
}
