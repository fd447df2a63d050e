import Policy
import Testing

/// A day that a test is sure of; a slip in the test itself ends the run.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("`\(text)` is not a day") }
    return day
}

extension Day {
    /// Every day the law knows, in order.
    static var all: some Sequence<Day> {
        (day("1949-01-01").number...day("2199-12-31").number).lazy.map { Day(number: $0) }
    }
}

/// The measures with their own parameters, except those given as JSON literals.
func measures(with changes: [String: String] = [:]) throws -> CreditMeasures2021 {
    var set = CreditMeasures2021.builtIn.parameterSet
    for (name, literal) in changes {
        let isText = literal.hasPrefix("\"")
        let value = isText ? .text(literal.replacing("\"", with: "")) : ParameterValue(literal)
        set = try set.replacing(name, with: value)
    }
    return try CreditMeasures2021(parameters: set)
}
