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
        switch (kind, name) {
        case (.instrument, InstrumentField.compulsory.rawValue): .bool(values[name] != "false")
        case (.verification, VerificationField.declared.rawValue): .bool(values[name] == "true")
        case (.creditFact, CreditFactField.final.rawValue):
            values[name].map { .bool($0 == "true") } ?? .null
        default: .text(values[name])
        }
    }
}
