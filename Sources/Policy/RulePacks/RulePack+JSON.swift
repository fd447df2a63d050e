import Foundation

extension RulePack {
    /// Reads a pack; every fault is named with its place.
    package init(json: [UInt8]) throws(RulePackError) {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(json))
        } catch {
            throw RulePackError([Self.fault(of: error)])
        }
        var faults: [RulePackError.Fault] = []
        func require(_ condition: Bool, _ path: String, _ text: String) {
            if !condition { faults.append(.init(path: path, text: text)) }
        }
        let status = Status(rawValue: file.status)
        let validFrom = Day(file.validFrom)
        require(!file.version.isEmpty, "version", "is empty")
        require(status != nil, "status", "is neither `placeholder` nor `official`")
        require(validFrom != nil, "validFrom", "`\(file.validFrom)` is not a day")
        require(!file.source.isEmpty, "source", "is empty")
        require(!file.items.isEmpty, "items", "is empty")
        var codes: Set<String> = []
        var items: [CreditItem] = []
        for (index, entry) in file.items.enumerated() {
            let path = "items[\(index)]"
            require(
                codes.insert(entry.code).inserted,
                "\(path).code",
                "`\(entry.code)` stands twice"
            )
            faults += entry.faults(at: path)
            if let item = entry.item { items.append(item) }
        }
        guard faults.isEmpty, let status, let validFrom else { throw RulePackError(faults) }
        self.init(
            version: file.version,
            status: status,
            validFrom: validFrom,
            source: file.source,
            items: items
        )
    }

    private static func fault(of error: any Error) -> RulePackError.Fault {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + [key].compactMap { $0 }).reduce(into: "") { path, key in
                if let index = key.intValue {
                    path += "[\(index)]"
                } else {
                    path += path.isEmpty ? key.stringValue : "." + key.stringValue
                }
            }
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            .init(path: path(context, key), text: "is missing")
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            .init(path: path(context), text: "has the wrong type")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            .init(path: path(context), text: "has a value that does not fit")
        default: .init(path: "", text: "is not JSON")
        }
    }
}

/// Why a rule pack cannot be used.
package struct RulePackError: Error, Hashable, CustomStringConvertible {
    /// One fault and its place in the file.
    package struct Fault: Hashable, Sendable {
        package let path: String
        package let text: String
    }

    package let faults: [Fault]

    init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// In the words of whoever edits the file.
    package var description: String {
        let faults = faults.map { $0.path.isEmpty ? $0.text : "`\($0.path)` \($0.text)" }
        return "cannot use the rule pack: \(faults.joined(separator: "; "))"
    }
}

/// The shape of the file.
private struct File: Decodable {
    let version: String
    let status: String
    let validFrom: String
    let source: String
    let items: [Entry]

    struct Entry: Decodable {
        let code: String
        let creditClass: String
        let name: String
        let points: Int
        let cap: Int?
        let penalty: Bool

        private enum Key: String, CodingKey {
            case code, name, points, cap, penalty
            case creditClass = "class"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            code = try values.decode(String.self, forKey: .code)
            creditClass = try values.decode(String.self, forKey: .creditClass)
            name = try values.decode(String.self, forKey: .name)
            points = try Self.integer(.points, in: values)
            // A cap that is left out by mistake must not read as "without a cap".
            let hasNoCap = try values.contains(.cap) && values.decodeNil(forKey: .cap)
            cap = hasNoCap ? nil : try Self.integer(.cap, in: values)
            penalty = try values.decode(Bool.self, forKey: .penalty)
        }

        /// A whole number; Foundation does not say where a fraction stands.
        private static func integer(
            _ key: Key,
            in values: KeyedDecodingContainer<Key>
        ) throws -> Int {
            let context = DecodingError.Context(
                codingPath: values.codingPath + [key],
                debugDescription: "not a whole number"
            )
            guard values.contains(key) else {
                throw DecodingError.keyNotFound(
                    key,
                    .init(codingPath: values.codingPath, debugDescription: "missing")
                )
            }
            guard let number = try? values.decode(Int.self, forKey: key) else {
                throw DecodingError.typeMismatch(Int.self, context)
            }
            return number
        }

        /// The item, when its class is one that a pack may have.
        var item: CreditItem? {
            CreditClass(rawValue: creditClass).map {
                CreditItem(
                    code: code,
                    creditClass: $0,
                    name: name,
                    points: points,
                    cap: cap,
                    isPenalty: penalty
                )
            }
        }

        func faults(at path: String) -> [RulePackError.Fault] {
            let isGood = creditClass == CreditClass.good.rawValue
            let isBad = creditClass == CreditClass.bad.rawValue
            let rightSide = isGood ? 1...100 : -100 ... -1
            let rules: [(Bool, String, String)] = [
                (!code.isEmpty, "code", "is empty"),
                (
                    DirectGround(rawValue: code) == nil, "code",
                    "`\(code)` is a ground that the measures lay down"
                ),
                (isGood || isBad, "class", "is neither `good` nor `bad`"),
                (!name.isEmpty, "name", "is empty"),
                (rightSide.contains(points), "points", "has the wrong sign or is out of range"),
                (
                    cap.map { $0 * points.signum() >= abs(points) && abs($0) <= 100 } ?? true,
                    "cap", "is less than the points, has the wrong sign or is out of range"
                ),
                (isBad || !penalty, "penalty", "is true of a good item"),
            ]
            return rules.filter { !$0.0 }.map { .init(path: "\(path).\($0.1)", text: $0.2) }
        }
    }
}
