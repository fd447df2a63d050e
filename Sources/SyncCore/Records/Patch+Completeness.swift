/// What a record must say to be one. The hub refuses the rest, and no site shows it.
extension Patch {
    /// Whether the patch says enough to make its record.
    package var isComplete: Bool {
        switch kind {
        case .instrument:
            value(InstrumentField.serial)?.isEmpty == false
                && has(InstrumentField.status, among: Authority.useStatuses)
                && has(InstrumentField.regime, among: Self.regimes)
        case .verification:
            value(VerificationField.verifiedOn)?.looksLikeDay == true
                && has(VerificationField.result, among: Self.results)
                && (value(VerificationField.validUntil)?.looksLikeDay ?? true)
        case .application: value(ApplicationField.state) != nil
        }
    }

    private func has(_ field: some RawRepresentable<String>, among words: Set<String>) -> Bool {
        value(field).map(words.contains) ?? false
    }

    /// The words of `VerificationRegime` and `VerificationResult`, which belong to Policy.
    private static let regimes: Set = ["periodic", "rotate", "scrap_when_inaccurate"]
    private static let results: Set = ["pass", "fail", "cancelled"]
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
