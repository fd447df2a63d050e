/// What the colour of an instrument depends on, once the verification that counts on the day is known:
/// a few bytes, without a list, for judging many.
package struct WarningInputs: Hashable, Sendable {
    package var status: UseStatus
    package var isCompulsory: Bool
    package var regime: VerificationRegime
    /// The verification that counts on the day.
    package var latest: VerificationFacts?
    package var repairedOn: Day?

    package init(
        status: UseStatus,
        isCompulsory: Bool,
        regime: VerificationRegime,
        latest: VerificationFacts?,
        repairedOn: Day? = nil
    ) {
        self.status = status
        self.isCompulsory = isCompulsory
        self.regime = regime
        self.latest = latest
        self.repairedOn = repairedOn
    }

    /// What of the facts decides on a day.
    package init(_ facts: InstrumentFacts, on day: Day) {
        status = facts.status
        isCompulsory = facts.isCompulsory
        regime = facts.regime
        latest = facts.latestVerification(on: day).map { facts.verifications[$0] }
        repairedOn = facts.repairedOn
    }
}
