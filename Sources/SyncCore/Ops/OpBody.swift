/// What an op says: patches of records, by whom, and why. May name a natural person, so it can be
/// erased without breaking the chain.
package struct OpBody: Hashable, Sendable {
    /// Who made the change: the account on the site's machine.
    package let author: String
    /// Why, in the author's words.
    package let reason: String?
    package let patches: [Patch]

    package init(author: String, reason: String? = nil, patches: [Patch]) {
        self.author = author
        self.reason = reason
        self.patches = patches
    }

    /// The body as it is hashed and stored: canonical JSON (RFC 8785).
    ///
    /// Written by hand, names in canonical order: an import seals a hundred thousand bodies.
    package var canonical: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(1024)
        writeCanonical(to: &output)
        return output
    }

    func writeCanonical(to output: inout [UInt8]) {
        output.append(contentsOf: #"{"author":"#.utf8)
        JSONText.append(author, to: &output)
        output.append(contentsOf: #","patches":["#.utf8)
        for (index, patch) in patches.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            patch.writeCanonical(to: &output)
        }
        output.append(contentsOf: #"],"reason":"#.utf8)
        JSONText.append(reason, to: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// The body as a value of JSON, for messages that hold it among other things.
    package var json: JSONValue {
        [
            "author": .string(author),
            "patches": .array(patches.map(\.json)),
            "reason": .text(reason),
        ]
    }

    /// Reads what `canonical` gives; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let author = json["author"]?.string, let elements = json["patches"]?.elements
        else { return nil }
        let patches = elements.compactMap(Patch.init(json:))
        guard patches.count == elements.count else { return nil }
        self.init(author: author, reason: json["reason"]?.string, patches: patches)
    }
}

/// New values for some fields of one record.
package struct Patch: Hashable, Sendable {
    package let kind: RecordKind
    package let id: RecordID
    /// Sorted by name; `nil` empties a field.
    package let fields: [Field]

    /// One field and its new value.
    package struct Field: Hashable, Sendable {
        /// In ASCII, where every order of texts is the same.
        package let name: String
        package let value: String?

        package init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    package init(_ kind: RecordKind, _ id: RecordID, _ fields: [Field]) {
        self.kind = kind
        self.id = id
        let inOrder = zip(fields, fields.dropFirst()).allSatisfy { $0.name < $1.name }
        self.fields = inOrder ? fields : fields.sorted { $0.name < $1.name }
    }

    fileprivate func writeCanonical(to output: inout [UInt8]) {
        output.append(contentsOf: #"{"fields":{"#.utf8)
        for (index, field) in fields.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            JSONText.append(field.name, to: &output)
            output.append(UInt8(ascii: ":"))
            JSONText.append(field.value, to: &output)
        }
        output.append(contentsOf: #"},"id":"#.utf8)
        JSONText.append(id.description, to: &output)
        output.append(contentsOf: #","kind":"#.utf8)
        JSONText.append(kind.rawValue, to: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// The new value of a field; `nil` where the patch empties it or does not name it.
    package func value(_ field: some RawRepresentable<String>) -> String? {
        fields.first { $0.name == field.rawValue }?.value
    }

    fileprivate var json: JSONValue {
        [
            "fields": .object(fields.map { JSONValue.Member($0.name, .text($0.value)) }),
            "id": .string(id.description),
            "kind": .string(kind.rawValue),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let kind = json["kind"]?.string.flatMap(RecordKind.init(rawValue:)),
            let id = json["id"]?.string.flatMap(RecordID.init(_:)),
            case .object(let members)? = json["fields"],
            members.allSatisfy({ $0.value == .null || $0.value.string != nil })
        else { return nil }
        self.init(kind, id, members.map { Field($0.name, $0.value.string) })
    }
}
