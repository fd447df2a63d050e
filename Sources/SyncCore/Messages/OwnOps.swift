/// What a site holds of its own ops, so that the hub need not send it their bodies: those of its present life
/// up to a number. A site that was put back from a copy gets the rest whole.
package struct OwnOps: Hashable, Sendable {
    package let incarnation: Int
    package let head: Int64

    package init(incarnation: Int, head: Int64) {
        self.incarnation = incarnation
        self.head = head
    }

    /// A site that has nothing of its own, or wants everything whole.
    package static let none = OwnOps(incarnation: 0, head: 0)

    package func contains(_ name: OwnName) -> Bool {
        name.incarnation == incarnation && name.seq <= head
    }
}

/// The answer to `StatusQuery`.
package struct StatusAnswer: Hashable, Sendable {
    /// For each op asked for, in order; `nil` for one that the hub does not have.
    package let outcomes: [PushOutcome?]
    /// The greatest incarnation of the site that the hub knows.
    package let incarnation: Int

    package init(outcomes: [PushOutcome?], incarnation: Int) {
        self.outcomes = outcomes
        self.incarnation = incarnation
    }

    package var json: JSONValue {
        [
            "outcomes": .array(outcomes.map { $0?.json ?? .null }),
            "incarnation": .integer(Int64(incarnation)),
        ]
    }

    package init?(json: JSONValue) {
        guard let elements = json["outcomes"]?.elements,
            let incarnation = json["incarnation"]?.integer
        else { return nil }
        var outcomes: [PushOutcome?] = []
        for element in elements {
            let outcome = PushOutcome(json: element)
            guard outcome != nil || element == .null else { return nil }
            outcomes.append(outcome)
        }
        self.init(outcomes: outcomes, incarnation: Int(clamping: incarnation))
    }
}
