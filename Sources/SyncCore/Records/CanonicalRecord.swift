/// A settled record as site and hub both export it: equal records give equal bytes.
package struct CanonicalRecord: Hashable, Sendable {
    package let kind: RecordKind
    package let id: RecordID
    /// The instrument that a verification or an application is about.
    package let instrument: RecordID?
    /// Values by field name; what is missing is written as `null` (see `json`).
    package let values: [String: String]

    package init(
        kind: RecordKind,
        id: RecordID,
        instrument: RecordID?,
        values: [String: String]
    ) {
        self.kind = kind
        self.id = id
        self.instrument = instrument
        self.values = values
    }

    /// One object with every field of the kind, in the order of RFC 8785 once written; those of
    /// `sparseNames` only where they have a value.
    package var json: JSONValue {
        var members = [
            JSONValue.Member("kind", .string(kind.rawValue)),
            JSONValue.Member("id", .string(id.description)),
        ]
        if let instrument {
            members.append(JSONValue.Member("instrument", .string(instrument.description)))
        }
        for name in kind.fieldNames where !leavesOut(name) {
            members.append(JSONValue.Member(name, value(of: name)))
        }
        return .object(members)
    }

    func leavesOut(_ name: String) -> Bool {
        values[name] == nil && kind.sparseNames.contains(name)
    }

    func value(of name: String) -> JSONValue {
        guard case .truth(let missing) = kind.form(of: name) else { return .text(values[name]) }
        return RecordKind.truth(values[name], missing: missing).map { .bool($0) } ?? .null
    }
}

extension RecordKind {
    /// How a field is written in a canonical record.
    enum FieldForm {
        case text
        /// A truth value, and what it is where there is none; where that is true, only `false` is not.
        case truth(missing: Bool?)
    }

    static func truth(_ text: String?, missing: Bool?) -> Bool? {
        text.map { missing == true ? $0 != "false" : $0 == "true" } ?? missing
    }

    func form(of field: String) -> FieldForm {
        switch (self, field) {
        case (.instrument, InstrumentField.compulsory.rawValue): .truth(missing: true)
        case (.verification, VerificationField.declared.rawValue): .truth(missing: false)
        case (.creditFact, CreditFactField.final.rawValue): .truth(missing: nil)
        default: .text
        }
    }
}
