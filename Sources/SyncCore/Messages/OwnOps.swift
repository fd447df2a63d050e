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

/// An own op that a site shows with a batch: whoever has it has the same life up to it, since the hash of an
/// op covers all before it.
package struct OwnPlace: Hashable, Sendable {
    package let name: OwnName
    package let hash: [UInt8]

    package init(name: OwnName, hash: [UInt8]) {
        self.name = name
        self.hash = hash
    }

    var json: JSONValue {
        [
            "hash": .string(hash.hex),
            "incarnation": .integer(Int64(name.incarnation)),
            "seq": .integer(name.seq),
        ]
    }

    init?(json: JSONValue) {
        guard let hash = json["hash"]?.bytes, let incarnation = json["incarnation"]?.integer,
            let seq = json["seq"]?.integer
        else { return nil }
        let name = OwnName(incarnation: Int(clamping: incarnation), seq: seq)
        self.init(name: name, hash: hash)
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
