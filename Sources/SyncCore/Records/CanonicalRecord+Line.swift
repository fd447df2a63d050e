extension CanonicalRecord {
    /// The canonical bytes of `json`.
    package var line: [UInt8] {
        Self.line(of: kind, id, on: instrument) { values[$0] }
    }

    /// The line of a record whose values are elsewhere.
    ///
    /// Written by hand, names in canonical order. A plain registration has it made from its bytes (`LineForm`).
    static func line(
        of kind: RecordKind,
        _ id: RecordID,
        on instrument: RecordID?,
        _ value: (String) -> String?
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(768)
        for member in members[kind] ?? [] {
            let text: String?
            switch member.content {
            case .id: text = id.description
            case .kind: text = kind.rawValue
            case .instrument:
                guard let instrument else { continue }
                text = instrument.description
            case .field:
                text = value(member.name)
                if text == nil, member.isSparse { continue }
            }
            member.write(text, to: &output)
        }
        output.append(UInt8(ascii: "}"))
        return output
    }

    /// A member of a line.
    struct LineMember {
        let name: String
        let content: Content
        let form: RecordKind.FieldForm
        let isSparse: Bool
        /// The quoted name and its colon.
        private let opening: [UInt8]

        enum Content { case id, kind, instrument, field }

        fileprivate init(_ name: String, of kind: RecordKind) {
            self.name = name
            content =
                switch name {
                case "id": .id
                case "kind": .kind
                case "instrument": .instrument
                default: .field
                }
            form = kind.form(of: name)
            isSparse = kind.sparseNames.contains(name)
            opening = Array("\"\(name)\":".utf8)
        }

        /// Appends the member to a line that is not closed yet.
        func write(_ text: String?, to output: inout [UInt8]) {
            output.append(UInt8(ascii: output.isEmpty ? "{" : ","))
            output.append(contentsOf: opening)
            switch form {
            case .text: JSONText.append(text, to: &output)
            case .truth(let missing):
                let truth = RecordKind.truth(text, missing: missing)
                output.append(contentsOf: (truth.map(\.description) ?? "null").utf8)
            }
        }
    }

    /// The members of each kind in the order of RFC 8785; all names are ASCII.
    static let members: [RecordKind: [LineMember]] = Dictionary(
        uniqueKeysWithValues: RecordKind.allCases.map { kind in
            let names = (kind.fieldNames + ["id", "instrument", "kind"]).sorted()
            return (kind, names.map { LineMember($0, of: kind) })
        }
    )
}

extension MergedRecord {
    /// Its line in the canonical export; `aggregate` is the instrument of a verification or application.
    package func line(in aggregate: RecordID) -> [UInt8] {
        CanonicalRecord.line(of: kind, id, on: kind.isRoot ? nil : aggregate) { self[$0] }
    }
}
