import SyncCore

/// An aggregate of the log: who may touch it, and what its ops fold to.
struct KnownAggregate: Sendable {
    /// The organisation that registered it: its user unit, even where it is a body to others.
    let owner: String
    /// Verification bodies that an application has named, now or once. A body stays a reader: it must
    /// learn that it is no longer asked, and answers for what it has written.
    var bodies: Set<String> = []
    /// What its ops fold to.
    private(set) var state = AggregateState()

    init(owner: String) {
        self.owner = owner
    }

    /// Folds the next op, and says what became of each field.
    mutating func apply(_ op: StampedOp) -> [FieldOutcome] { state.apply(op) }

    /// All who read it, in order.
    var readers: [String] { bodies.isEmpty ? [owner] : bodies.union([owner]).sorted() }

    /// Whether the aggregate is there for the party at all. What it may write is the merge's question.
    func isVisible(to sender: Sender) -> Bool {
        switch sender.party {
        case .authority: true
        case .userUnit: owner == sender.organisation
        case .verificationBody:
            owner == sender.organisation || bodies.contains(sender.organisation)
        }
    }
}

/// Who sends ops: a site, or the hub for the authority.
struct Sender: Sendable {
    let site: RecordID
    let organisation: String
    let party: Party
}

/// Aggregates that were touched lately, in two generations: when the younger is full it becomes the
/// elder, and what was in the elder is folded anew from the log when it is asked for again.
struct AggregateCache: Sendable {
    /// Two of these stay below some tens of megabytes.
    private static let generationMax = 512

    private var young: [RecordID: KnownAggregate] = [:]
    private var old: [RecordID: KnownAggregate] = [:]

    /// Takes an aggregate out, so that whoever changes it holds the only copy.
    mutating func take(_ id: RecordID) -> KnownAggregate? {
        let elder = old.removeValue(forKey: id)
        return young.removeValue(forKey: id) ?? elder
    }

    /// Keeps what a committed batch has touched.
    mutating func keep(_ aggregate: KnownAggregate, of id: RecordID) {
        if young.count >= Self.generationMax {
            old = young
            young = [:]
        }
        young[id] = aggregate
    }
}
