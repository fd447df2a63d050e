/// What gives values to the fields of a record.
protocol RecordValues {
    var kind: RecordKind { get }
    func text(of field: String) -> String?
}

/// What an op says of one record.
protocol RecordPatch: RecordValues {
    var id: RecordID { get }
    /// Whether it says something of a field, also that it is empty.
    func names(_ field: String) -> Bool
}

extension Patch: RecordPatch {
    func text(of field: String) -> String? { fields.first { $0.name == field }?.value }

    func names(_ field: String) -> Bool { fields.contains { $0.name == field } }

    /// Whether the patch says enough to make its record.
    package var isComplete: Bool { makesRecord }
}

extension MergedRecord: RecordValues {
    func text(of field: String) -> String? { self[field] }

    /// Whether it says what a record of its kind must say.
    package var isComplete: Bool { makesRecord }
}

extension CanonicalRecord: RecordValues {
    func text(of field: String) -> String? { values[field] }

    /// Whether it says what a record of its kind must say.
    package var isComplete: Bool { makesRecord }
}

/// What a record must say to be one. The hub refuses the rest, and no site shows it.
extension RecordValues {
    /// Whether the values are enough to make the record.
    var makesRecord: Bool {
        switch kind {
        case .instrument:
            value(InstrumentField.serial)?.isEmpty == false
                && has(InstrumentField.status, among: Words.useStatuses)
                && has(InstrumentField.regime, among: Words.regimes)
                && (value(InstrumentField.repairedOn)?.looksLikeDay ?? true)
        case .verification:
            value(VerificationField.verifiedOn)?.looksLikeDay == true
                && has(VerificationField.result, among: Words.results)
                && (value(VerificationField.validUntil)?.looksLikeDay ?? true)
        case .application: has(ApplicationField.state, among: Words.applicationStates)
        case .creditFact:
            value(CreditFactField.subject)?.isEmpty == false
                && value(CreditFactField.code)?.isEmpty == false
                && has(CreditFactField.class, among: Words.creditClasses)
                && value(CreditFactField.determinedOn)?.looksLikeDay == true && hasOnlyDays
        case .policyDocument:
            PolicyDocumentField.allCases.allSatisfy { value($0)?.isEmpty == false }
        }
    }

    /// Whether the days of a credit fact that may change are days.
    fileprivate var hasOnlyDays: Bool {
        [CreditFactField.repairedOn, .retainUntil].allSatisfy { value($0)?.looksLikeDay ?? true }
    }

    private func has(_ field: some RawRepresentable<String>, among words: Set<String>) -> Bool {
        value(field).map(words.contains) ?? false
    }

    private func value(_ field: some RawRepresentable<String>) -> String? {
        text(of: field.rawValue)
    }
}

extension Patch {
    /// Whether a record that is one stays one with these values.
    fileprivate var keepsComplete: Bool {
        fields.allSatisfy { field in
            switch InstrumentField(rawValue: field.name) {
            case _ where kind == .creditFact: hasOnlyDays
            case _ where kind != .instrument: true
            case .serial: field.value?.isEmpty == false
            case .status: field.value.map(Words.useStatuses.contains) ?? false
            case .regime: field.value.map(Words.regimes.contains) ?? false
            case .repairedOn: field.value?.looksLikeDay ?? true
            default: true
            }
        }
    }
}

private enum Words {
    /// The words of `UseStatus`, which belongs to Policy.
    static let useStatuses: Set = ["in_use", "standby", "stopped", "repairing", "scrapped"]
    /// The words of `VerificationRegime` and `VerificationResult`, which belong to Policy.
    static let regimes: Set = ["periodic", "rotate", "scrap_when_inaccurate"]
    static let results: Set = ["pass", "fail", "cancelled"]
    /// The words of `CreditClass`.
    static let creditClasses: Set = ["good", "bad", "direct"]
    static let applicationStates = Set(ApplicationState.allCases.map(\.rawValue))
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
        guard utf8.count == 10 else { return false }
        return utf8.enumerated().allSatisfy { index, byte in
            index == 4 || index == 7 ? byte == 0x2D : (0x30...0x39).contains(byte)
        }
    }
}
