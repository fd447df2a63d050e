import Policy
import SyncCore

/// The coats of instruments that come one after another: the rule is asked once for each distinct set of facts, of
/// which there are few.
struct CoatMemory {
    let day: Day
    let judge: Store.Judge
    private var reader = ColorInputsReader()
    private var known: [[UInt8]: Coat] = [:]

    init(on day: Day, _ judge: @escaping Store.Judge) {
        self.day = day
        self.judge = judge
    }

    /// The coat of a plain registration with its verification; `nil` where the text that stands for its facts
    /// (`judged_by`) does not decide.
    mutating func coat(of instrument: Patch, _ latest: Patch?) -> Coat? {
        guard instrument.value(InstrumentField.repairedOn) == nil else { return nil }
        let verifiedOn = latest?.value(VerificationField.verifiedOn).flatMap { Day($0) }
        if let verifiedOn, verifiedOn > day { return nil }
        let isCompulsory = instrument.value(InstrumentField.compulsory) != "false"
        let words = [
            instrument.value(InstrumentField.status), isCompulsory ? "1" : "0",
            instrument.value(InstrumentField.regime), latest?.value(VerificationField.result),
            latest?.value(VerificationField.validUntil),
        ]
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for word in words {
            if !text.isEmpty { text.append(UInt8(ascii: " ")) }
            text.append(contentsOf: (word ?? "-").utf8)
        }
        if let coat = known[text] { return coat }
        let inputs = text.withUnsafeBufferPointer { reader.read($0, verifiedOn: verifiedOn) }
        let (color, violations) = judge(inputs.facts)
        let coat = Coat(color: color, violations: violations)
        known[text] = coat
        return coat
    }
}
