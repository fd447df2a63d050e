extension ParameterSet {
    /// A law with the parameters this program was built with; they are tested before it ships, so a
    /// fault in them is one of the program.
    static func builtIn<Law>(
        _ json: [UInt8],
        _ law: (ParameterSet) throws(ParameterError) -> Law
    ) -> Law {
        do { return try law(ParameterSet(json: json)) } catch { preconditionFailure("\(error)") }
    }

    /// A whole number in force on a day.
    func integer(_ name: String, on day: Day) throws(ParameterError) -> Int {
        try Self.integer(value(name, on: day), of: name)
    }

    /// A yes or no in force on a day.
    func flag(_ name: String, on day: Day) throws(ParameterError) -> Bool {
        let value = try value(name, on: day)
        guard case .flag(let flag) = value else { throw .unsuitable(name, value) }
        return flag
    }

    /// One of a few words in force on a day.
    func choice<Choice: RawRepresentable<String>>(
        _ name: String,
        on day: Day
    ) throws(ParameterError) -> Choice {
        let value = try value(name, on: day)
        guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
            throw .unsuitable(name, value)
        }
        return choice
    }

    /// All versions of one whole number.
    func integers(_ name: String) throws(ParameterError) -> Dated<Int> {
        guard let parameter = parameters[name] else { throw .missing(name) }
        var versions: [Dated<Int>.Version] = []
        for version in parameter.values.versions {
            let number = try Self.integer(version.value, of: name)
            versions.append(.init(from: version.from, value: number, reference: version.reference))
        }
        guard let dated = Dated(versions) else { throw .disordered(name) }
        return dated
    }

    /// All versions of one yes or no.
    func flags(_ name: String) throws(ParameterError) -> Dated<Bool> {
        guard let parameter = parameters[name] else { throw .missing(name) }
        var versions: [Dated<Bool>.Version] = []
        for version in parameter.values.versions {
            guard case .flag(let flag) = version.value else {
                throw .unsuitable(name, version.value)
            }
            versions.append(.init(from: version.from, value: flag, reference: version.reference))
        }
        guard let dated = Dated(versions) else { throw .disordered(name) }
        return dated
    }

    /// One typed value for every day on which any parameter of this set changes.
    func dated<Value: Sendable>(
        reference: String,
        _ value: (ParameterSet, Day) throws(ParameterError) -> Value
    ) throws(ParameterError) -> Dated<Value> {
        var versions: [Dated<Value>.Version] = []
        for day in firstDays {
            versions.append(.init(from: day, value: try value(self, day), reference: reference))
        }
        guard let dated = Dated(versions) else { throw .unreadable("no parameter") }
        return dated
    }

    private static func integer(
        _ value: ParameterValue,
        of name: String
    ) throws(ParameterError) -> Int {
        // No term and no score of these laws is greater; what is, is a slip of the pen.
        guard case .integer(let integer) = value, (0...120).contains(integer) else {
            throw .unsuitable(name, value)
        }
        return integer
    }
}
