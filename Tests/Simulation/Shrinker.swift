/// Makes a scenario that breaks a promise smaller, as long as the same promise breaks.
package struct Shrinker {
    private let invariant: Invariant
    private let root: String
    private let say: (String) -> Void
    /// The smallest run so far.
    private var least: Simulation.Outcome

    /// `nil` for a run in which nothing broke.
    package init?(
        _ outcome: Simulation.Outcome,
        under root: String,
        say: @escaping (String) -> Void
    ) {
        guard let violation = outcome.violation else { return nil }
        invariant = violation.invariant
        least = outcome
        self.root = root
        self.say = say
    }

    /// Fewer days first, then without each kind of fault, then without each actor.
    package mutating func run() async throws -> Simulation.Outcome {
        try await shorten()
        for fault in Fault.allCases {
            var scenario = least.scenario
            scenario.without.insert(fault)
            try await attempt(scenario)
        }
        for actor in least.actors {
            var scenario = least.scenario
            scenario.absent.insert(actor)
            try await attempt(scenario)
        }
        try await shorten()
        return least
    }

    /// Half of the days, then three quarters, and so on.
    private mutating func shorten() async throws {
        var low = 1
        while low < least.scenario.days {
            let middle = (low + least.scenario.days) / 2
            var scenario = least.scenario
            scenario.days = middle
            guard try await !attempt(scenario) else { continue }
            low = middle + 1
        }
    }

    @discardableResult
    private mutating func attempt(_ scenario: Scenario) async throws -> Bool {
        let outcome = try await Simulation.run(scenario, under: root)
        guard outcome.violation?.invariant == invariant else { return false }
        least = outcome
        say("still with \(scenario.options)")
        return true
    }
}
