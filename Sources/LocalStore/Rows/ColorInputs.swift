import Policy

/// What the colour of an instrument depends on, as its row has it in one text (`judged_by`): status,
/// duty, regime, result and end of the latest verification, and whether it was ever repaired.
///
/// The text decides the colour on a day, together with the days of verification and repair where
/// the instrument was repaired, or where the latest verification is dated after the day.
struct ColorInputs {
    let facts: InstrumentFacts
    let isRepaired: Bool
}

/// Reads one such text after the other. In their order most begin like the one before, so only what
/// follows is read.
struct ColorInputsReader {
    private typealias Bytes = UnsafeBufferPointer<UInt8>

    private var beginning: [UInt8] = []
    private var begun = InstrumentFacts()
    private var result: VerificationResult?

    private static let space = UInt8(ascii: " ")

    /// Reads a text; `verifiedOn` is the day of a latest verification, where there is one.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, verifiedOn: Day?) -> ColorInputs {
        let end = Self.end(ofWord: 3, in: text)
        if !text[..<end].elementsEqual(beginning) { begin(with: text[..<end]) }
        let rest = Bytes(rebasing: text[min(end + 1, text.count)...])
        let until = Bytes(rebasing: rest[..<Self.end(ofWord: 0, in: rest)])
        var facts = begun
        if let result, let verifiedOn {
            let validUntil = Day(ascii: until)
            facts.verifications = [
                VerificationFacts(on: verifiedOn, result: result, validUntil: validUntil)
            ]
        }
        return ColorInputs(facts: facts, isRepaired: until.count < rest.count)
    }

    private mutating func begin(with text: Slice<UnsafeBufferPointer<UInt8>>) {
        beginning = Array(text)
        let words = text.split(separator: Self.space).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 4 else { return }
        begun = InstrumentFacts(
            status: UseStatus(rawValue: words[0]) ?? .inUse,
            isCompulsory: words[1] == "1",
            regime: VerificationRegime(rawValue: words[2]) ?? .periodic
        )
        result = VerificationResult(rawValue: words[3])
    }

    /// Where a word ends; words count from 0.
    private static func end(ofWord word: Int, in text: Bytes) -> Int {
        var left = word
        for (index, byte) in text.enumerated() where byte == space {
            if left == 0 { return index }
            left -= 1
        }
        return text.count
    }
}
