/// All that the law has to say about one instrument on one day.
package struct InstrumentConclusion: Hashable, Sendable {
    package let color: WarningColor
    package let violations: [Violation]
    /// Days until the verification, or the use of a meter to be rotated, ends; negative afterwards.
    package let daysLeft: Int?
    /// At least one, so that a missing colour is explained too; the first is what a list shows.
    package let findings: [Finding<String>]
    /// The reason of the first finding.
    package let because: Because

    /// The labels of the provisions that the conclusion rests on.
    package var provisions: [String] { findings.map(\.provision.label) }

    /// A conclusion that rests on one finding.
    package init(
        color: WarningColor,
        violations: [Violation],
        daysLeft: Int?,
        finding: Finding<String>
    ) {
        self.color = color
        self.violations = violations
        self.daysLeft = daysLeft
        self.findings = [finding]
        self.because = finding.because
    }
}
