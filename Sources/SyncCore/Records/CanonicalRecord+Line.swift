extension CanonicalRecord {
    /// The canonical bytes of `json`.
    ///
    /// Written by hand, names in canonical order: a hub writes one or two of these for every op.
    package var line: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(768)
        for name in Self.names[kind] ?? [] {
            guard name != Self.instrumentName || instrument != nil, !leavesOut(name) else {
                continue
            }
            output.append(UInt8(ascii: output.isEmpty ? "{" : ","))
            JSONText.append(name, to: &output)
            output.append(UInt8(ascii: ":"))
            append(name, to: &output)
        }
        output.append(UInt8(ascii: "}"))
        return output
    }

    private static let instrumentName = "instrument"

    /// The names of each kind in the order of RFC 8785; all are ASCII.
    private static let names: [RecordKind: [String]] = Dictionary(
        uniqueKeysWithValues: RecordKind.allCases.map { kind in
            (kind, (kind.fieldNames + ["id", instrumentName, "kind"]).sorted())
        }
    )

    private func append(_ name: String, to output: inout [UInt8]) {
        switch name {
        case "id": JSONText.append(id.description, to: &output)
        case "kind": JSONText.append(kind.rawValue, to: &output)
        case Self.instrumentName: JSONText.append(instrument?.description, to: &output)
        default: value(of: name).writeCanonical(to: &output)
        }
    }
}
