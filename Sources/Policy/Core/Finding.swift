/// A conclusion with all that is needed to defend it: the passage of law, the reason in this case,
/// and the versions of the parameters that were applied.
package struct Finding<Value: Sendable>: Sendable {
    package let value: Value
    package let provision: Provision
    package let because: Because
    package let parameters: [ParameterUse]

    /// A conclusion under a provision.
    package init(
        _ value: Value,
        under provision: Provision,
        because: Because,
        parameters: [ParameterUse] = []
    ) {
        self.value = value
        self.provision = provision
        self.because = because
        self.parameters = parameters
    }
}

extension Finding: Equatable where Value: Equatable {}
extension Finding: Hashable where Value: Hashable {}

/// The version of a parameter that a conclusion rests on.
package struct ParameterUse: Hashable, Sendable {
    package let name: String
    package let value: String
    /// The first day of the version.
    package let from: Day

    /// A parameter's value and since when it has it.
    package init(name: String, value: String, from: Day) {
        self.name = name
        self.value = value
        self.from = from
    }
}
