package import Policy
package import SyncCore

extension HubCreditFact {
    /// What people call the fact: the name that the authority gave it, else the id of its record.
    package var name: String { values[.reference] ?? id.description }

    /// The object that commands print.
    var json: JSONValue {
        let head: [JSONValue.Member] = [
            .init("fact", .string(name)), .init("id", .string(id.description)),
        ]
        guard case .object(let members) = Self.json(values) else { return .object(head) }
        return .object(head + members.filter { $0.name != CreditFactField.reference.rawValue })
    }

    /// Reads the object that commands print.
    package init?(json: JSONValue) {
        guard let id = json["id"]?.recordID else { return nil }
        var values = Self.values(json)
        if let name = json["fact"]?.string, name != id.description { values[.reference] = name }
        self.init(id: id, values: values)
    }

    /// Every field under its name, as it is in a fact of `policy evaluate`.
    static func json(_ values: [CreditFactField: String]) -> JSONValue {
        .object(
            CreditFactField.allCases.map { field in
                let value = values[field]
                return JSONValue.Member(
                    field.rawValue,
                    field == .final
                        ? value.map { .bool($0 == "true") } ?? .null : .text(value)
                )
            }
        )
    }

    static func values(_ json: JSONValue) -> [CreditFactField: String] {
        var values: [CreditFactField: String] = [:]
        for field in CreditFactField.allCases {
            switch json[field.rawValue] {
            case .string(let text)?: values[field] = text
            case .bool(let flag)?: values[field] = flag ? "true" : "false"
            default: break
            }
        }
        return values
    }

    /// The fact as the law looks at it; `nil` for values that are none.
    package var fact: CreditFact? {
        guard let code = values[.code],
            let creditClass = values[.class].flatMap(CreditClass.init(rawValue:)),
            let determinedOn = values[.determinedOn].flatMap(Day.init)
        else { return nil }
        return CreditFact(
            id: name,
            code: code,
            creditClass: creditClass,
            determinedOn: determinedOn,
            procedure: values[.procedure].flatMap(PenaltyProcedure.init(rawValue:)),
            isFinal: values[.final].map { $0 == "true" },
            repairedOn: values[.repairedOn].flatMap(Day.init),
            retainUntil: values[.retainUntil].flatMap(Day.init)
        )
    }

    /// What the values of a fact about `subject` are in an op; `name` is `nil` where it has none.
    package static func values(
        of fact: CreditFact,
        named name: String?,
        about subject: String
    ) -> [CreditFactField: String] {
        var values: [CreditFactField: String] = [
            .subject: subject, .code: fact.code, .class: fact.creditClass.rawValue,
            .determinedOn: fact.determinedOn.description,
        ]
        values[.reference] = name
        values[.procedure] = fact.procedure?.rawValue
        values[.final] = fact.isFinal.map { $0 ? "true" : "false" }
        values[.repairedOn] = fact.repairedOn?.description
        values[.retainUntil] = fact.retainUntil?.description
        return values
    }
}
