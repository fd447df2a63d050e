/// What a record must say to be one. The hub refuses the rest, and no site shows it.
extension Patch {
    /// Whether the patch says enough to make its record.
    package var isComplete: Bool {
        switch kind {
        case .instrument:
            value(InstrumentField.serial)?.isEmpty == false
                && has(InstrumentField.status, among: Self.useStatuses)
                && has(InstrumentField.regime, among: Self.regimes)
                && (value(InstrumentField.repairedOn)?.looksLikeDay ?? true)
        case .verification:
            value(VerificationField.verifiedOn)?.looksLikeDay == true
                && has(VerificationField.result, among: Self.results)
                && (value(VerificationField.validUntil)?.looksLikeDay ?? true)
        case .application: has(ApplicationField.state, among: Self.applicationStates)
        case .creditFact:
            value(CreditFactField.subject)?.isEmpty == false
                && value(CreditFactField.code)?.isEmpty == false
                && has(CreditFactField.class, among: Self.creditClasses)
                && value(CreditFactField.determinedOn)?.looksLikeDay == true && hasOnlyDays
        case .policyDocument:
            PolicyDocumentField.allCases.allSatisfy { value($0)?.isEmpty == false }
        }
    }

    /// Whether the days of a credit fact that may change are days.
    private var hasOnlyDays: Bool {
        [CreditFactField.repairedOn, .retainUntil].allSatisfy { value($0)?.looksLikeDay ?? true }
    }

    /// Whether a record that is one stays one with these values.
    fileprivate var keepsComplete: Bool {
        fields.allSatisfy { field in
            switch InstrumentField(rawValue: field.name) {
            case _ where kind == .creditFact: hasOnlyDays
            case _ where kind != .instrument: true
            case .serial: field.value?.isEmpty == false
            case .status: field.value.map(Self.useStatuses.contains) ?? false
            case .regime: field.value.map(Self.regimes.contains) ?? false
            case .repairedOn: field.value?.looksLikeDay ?? true
            default: true
            }
        }
    }

    private func has(_ field: some RawRepresentable<String>, among words: Set<String>) -> Bool {
        value(field).map(words.contains) ?? false
    }

    /// The words of `UseStatus`, which belongs to Policy.
    private static let useStatuses: Set = [
        "in_use", "standby", "stopped", "repairing", "scrapped",
    ]
    /// The words of `VerificationRegime` and `VerificationResult`, which belong to Policy.
    private static let regimes: Set = ["periodic", "rotate", "scrap_when_inaccurate"]
    private static let results: Set = ["pass", "fail", "cancelled"]
    /// The words of `CreditClass`.
    private static let creditClasses: Set = ["good", "bad", "direct"]
    private static let applicationStates = Set(ApplicationState.allCases.map(\.rawValue))
}

extension OpBody {
    /// Whether every record that the body names is one afterwards. The tables of a site hold no other, so
    /// a hub that took more would export what no site shows.
    package func leavesRecords(in state: AggregateState) -> Bool {
        patches.allSatisfy { patch in
            let isKnown = state.records.contains { $0.id == patch.id }
            return isKnown ? patch.keepsComplete : patch.isComplete
        }
    }
}

extension String {
    /// Four digits, two, two, with hyphens; whether there is such a day is Policy's to say.
    fileprivate var looksLikeDay: Bool {
        let bytes = Array(utf8)
        guard bytes.count == 10 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            index == 4 || index == 7 ? byte == 0x2D : (0x30...0x39).contains(byte)
        }
    }
}
