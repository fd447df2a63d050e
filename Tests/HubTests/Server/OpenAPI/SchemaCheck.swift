import SyncCore

/// Holds values against the schemas of an OpenAPI document: the part of JSON Schema that ours uses. A word that
/// is not known here is a fault too, so that nothing in the document goes unchecked.
struct SchemaCheck {
    let document: JSONValue

    /// Says nothing about values.
    private static let remarks: Set = ["description"]

    /// The first fault of a value, with its place; `nil` where it fits.
    func fault(of value: JSONValue, by schema: JSONValue, at place: String = "$") -> String? {
        guard case .object(let words) = schema else { return "\(place): no schema" }
        for word in words where !Self.remarks.contains(word.name) {
            if let fault = fault(of: value, by: word, in: schema, at: place) { return fault }
        }
        return nil
    }

    private func fault(
        of value: JSONValue,
        by word: JSONValue.Member,
        in schema: JSONValue,
        at place: String
    ) -> String? {
        switch word.name {
        case "$ref": return fault(of: value, by: resolved(word.value), at: place)
        case "oneOf":
            let choices = word.value.elements ?? []
            let faults = choices.map { fault(of: value, by: $0, at: place) }
            let fitting = faults.count { $0 == nil }
            return fitting == 1 ? nil : "\(place): fits \(fitting) of \(choices.count): \(faults)"
        case "type", "const", "enum": return plainFault(of: value, by: word, at: place)
        case "pattern", "minLength", "maxLength": return textFault(of: value, by: word, at: place)
        case "minimum", "maximum": return numberFault(of: value, by: word, at: place)
        case "items", "maxItems": return listFault(of: value, by: word, at: place)
        case "properties", "required": return memberFault(of: value, by: word, at: place)
        case "additionalProperties":
            return otherMemberFault(of: value, by: word.value, in: schema, at: place)
        default: return "\(place): the document has `\(word.name)`, which is not checked"
        }
    }

    private func resolved(_ reference: JSONValue) -> JSONValue {
        let names = (reference.string ?? "").split(separator: "/").dropFirst()
        return names.reduce(document) { $0[String($1)] ?? .null }
    }

    private func plainFault(
        of value: JSONValue,
        by word: JSONValue.Member,
        at place: String
    ) -> String? {
        let choices = word.value.elements ?? [word.value]
        let fits =
            word.name == "type"
            ? choices.contains { $0.string == value.typeName } : choices.contains(value)
        return fits ? nil : "\(place): not \(word.name) \(word.value.canonicalText)"
    }

    private func textFault(
        of value: JSONValue,
        by word: JSONValue.Member,
        at place: String
    ) -> String? {
        guard let text = value.string else { return nil }
        let count = Int64(text.unicodeScalars.count)
        let fits =
            switch word.name {
            case "minLength": count >= word.value.integer ?? .max
            case "maxLength": count <= word.value.integer ?? .min
            default:
                (try? Regex(word.value.string ?? "[")).flatMap { try? $0.firstMatch(in: text) }
                    != nil
            }
        return fits ? nil : "\(place): not \(word.name) \(word.value.canonicalText)"
    }

    private func numberFault(
        of value: JSONValue,
        by word: JSONValue.Member,
        at place: String
    ) -> String? {
        guard let number = value.integer, let limit = word.value.integer else { return nil }
        let fits = word.name == "minimum" ? number >= limit : number <= limit
        return fits ? nil : "\(place): not \(word.name) \(limit)"
    }

    private func listFault(
        of value: JSONValue,
        by word: JSONValue.Member,
        at place: String
    ) -> String? {
        guard let elements = value.elements else { return nil }
        if word.name == "maxItems" {
            let fits = elements.count <= word.value.integer ?? .min
            return fits ? nil : "\(place): more than \(word.value.canonicalText)"
        }
        return elements.enumerated().lazy.compactMap {
            fault(of: $0.element, by: word.value, at: "\(place)[\($0.offset)]")
        }.first
    }

    private func memberFault(
        of value: JSONValue,
        by word: JSONValue.Member,
        at place: String
    ) -> String? {
        guard case .object(let members) = value else { return nil }
        if word.name == "required" {
            let names = (word.value.elements ?? []).compactMap(\.string)
            let missing = names.first { name in !members.contains { $0.name == name } }
            return missing.map { "\(place): lacks \($0)" }
        }
        return members.lazy.compactMap { member in
            word.value[member.name].flatMap {
                fault(of: member.value, by: $0, at: "\(place).\(member.name)")
            }
        }.first
    }

    private func otherMemberFault(
        of value: JSONValue,
        by rule: JSONValue,
        in schema: JSONValue,
        at place: String
    ) -> String? {
        guard case .object(let members) = value else { return nil }
        let others = members.filter { schema["properties"]?[$0.name] == nil }
        guard rule != false else { return others.first.map { "\(place): has \($0.name)" } }
        return others.lazy.compactMap {
            fault(of: $0.value, by: rule, at: "\(place).\($0.name)")
        }.first
    }
}

extension JSONValue {
    /// As JSON Schema names it.
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .string: "string"
        case .array: "array"
        case .object, .unread: "object"
        }
    }
}
