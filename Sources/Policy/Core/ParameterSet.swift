import Foundation

/// The dated numbers and readings of one law, from its `.parameters.json`.
package struct ParameterSet: Sendable {
    /// Every parameter, by name.
    package let parameters: [String: Parameter]

    /// Reads the parameter file of a law.
    package init(json: [UInt8]) throws(ParameterError) {
        let entries: [String: Entry]
        do {
            entries = try JSONDecoder().decode([String: Entry].self, from: Data(json))
        } catch {
            throw .unreadable("\(error)")
        }
        var parameters: [String: Parameter] = [:]
        for (name, entry) in entries {
            parameters[name] = try Parameter(name: name, entry: entry)
        }
        self.parameters = parameters
    }

    /// The same set with one value in place of all versions of a parameter.
    package func replacing(
        _ name: String,
        with value: ParameterValue
    ) throws(ParameterError) -> ParameterSet {
        guard let parameter = parameters[name] else { throw .missing(name) }
        var parameters = parameters
        parameters[name] = try parameter.replaced(by: value, name: name)
        return ParameterSet(parameters: parameters)
    }

    private init(parameters: [String: Parameter]) {
        self.parameters = parameters
    }

    /// Every day on which a version of any parameter begins, in order.
    package var firstDays: [Day] {
        Set(parameters.values.flatMap { $0.values.versions.map(\.from) }).sorted()
    }

    /// The value of a parameter on a day.
    package func value(_ name: String, on day: Day) throws(ParameterError) -> ParameterValue {
        guard let parameter = parameters[name] else { throw .missing(name) }
        return parameter.values.inForce(on: day).value
    }

    /// The parameter as a finding names it; `nil` when there is none of this name.
    package func use(of name: String, on day: Day) -> ParameterUse? {
        guard let version = parameters[name]?.values.inForce(on: day) else { return nil }
        return ParameterUse(name: name, value: "\(version.value)", from: version.from)
    }
}

/// One dated parameter.
package struct Parameter: Sendable {
    package let description: String
    package let unit: String
    package let values: Dated<ParameterValue>

    fileprivate init(name: String, entry: Entry) throws(ParameterError) {
        var versions: [Dated<ParameterValue>.Version] = []
        for version in entry.versions {
            guard let from = Day(version.from) else { throw .notADay(name, version.from) }
            versions.append(
                .init(from: from, value: version.value, reference: version.reference)
            )
        }
        guard let values = Dated(versions) else { throw .disordered(name) }
        self.description = entry.description
        self.unit = entry.unit
        self.values = values
    }

    private init(description: String, unit: String, values: Dated<ParameterValue>) {
        self.description = description
        self.unit = unit
        self.values = values
    }

    fileprivate func replaced(
        by value: ParameterValue,
        name: String
    ) throws(ParameterError) -> Parameter {
        guard let first = values.versions.first,
            let values = Dated([.init(from: first.from, value: value, reference: "--parameter")])
        else { throw .disordered(name) }
        return Parameter(description: description, unit: unit, values: values)
    }
}

/// What a parameter can be. There are no fractions: nothing legal is computed with them.
package enum ParameterValue: Hashable, Sendable, Decodable, CustomStringConvertible {
    case integer(Int)
    case text(String)
    case flag(Bool)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Reads a value as it is written on a command line, where nothing is quoted.
    package init(_ text: String) {
        if let flag = Bool(text) {
            self = .flag(flag)
        } else if let integer = Int(text) {
            self = .integer(integer)
        } else {
            self = .text(text)
        }
    }

    /// The value as it is written in the file, without quotes.
    package var description: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .text(let text): text
        case .flag(let flag): "\(flag)"
        }
    }
}

/// Why a parameter file cannot be used.
package enum ParameterError: Error, Hashable, CustomStringConvertible {
    case unreadable(String)
    case notADay(String, String)
    case disordered(String)
    case missing(String)
    case unsuitable(String, ParameterValue)

    /// In the words of whoever edits the file.
    package var description: String {
        switch self {
        case .unreadable(let cause): "cannot read the parameters: \(cause)"
        case .notADay(let name, let text): "parameter `\(name)`: `\(text)` is not a day"
        case .disordered(let name): "parameter `\(name)` needs versions in the order of their days"
        case .missing(let name): "parameter `\(name)` is missing"
        case .unsuitable(let name, let value): "parameter `\(name)` cannot be `\(value)`"
        }
    }
}

/// The shape of one entry in the file.
private struct Entry: Decodable {
    struct Version: Decodable {
        let from: String
        let value: ParameterValue
        let reference: String
    }

    let description: String
    let unit: String
    let versions: [Version]
}
