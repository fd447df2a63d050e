// The batches that are on their way to the hub, two at most: while the hub writes one it reads the other, and the
// site stores meanwhile what has come back and reads what goes next.
//
// A second one goes only where all is well and the first had no room for everything. It holds nothing of an
// aggregate of which the first has something. Where one of them fails, the other is waited for before anything is
// done about it: each trouble is met with nothing on its way.

/// A batch on its way to the hub.
package struct Sending: Hashable, Sendable {
    /// Counted from 1 by the machine that sends it.
    package let number: Int
    package let ops: [WireOp]
    /// Whether it is an isolated op that is tried again.
    package let isTrial: Bool
    /// The newest op of the other batch on its way: the hub may have it by the time this one comes.
    package let ahead: OwnPlace?
}

/// What is on its way to the hub, and what of it has failed.
struct Flights: Sendable {
    private static let most = 2

    /// Sent and not answered, oldest first.
    private var flying: [Sending] = []
    /// Answered and not stored yet, in the order of their answers.
    private var landed: [Sending] = []
    private var latest = 0
    private var trouble: Trouble?

    /// What has failed first of those that were on their way together.
    struct Trouble {
        /// None where the store has failed.
        let sending: Sending?
        let fault: HubFault
    }

    var isEmpty: Bool { flying.isEmpty && landed.isEmpty }
    var count: Int { flying.count + landed.count }
    var isTroubled: Bool { trouble != nil }
    var hasRoom: Bool { count < Self.most && !isTroubled }

    /// The numbers of the ops.
    var seqs: Set<Int64> {
        (flying + landed).reduce(into: []) { $0.formUnion($1.ops.map(\.header.seq)) }
    }

    mutating func depart(_ outgoing: Outgoing) -> Sending {
        latest += 1
        let sending = Sending(
            number: latest,
            ops: outgoing.ops,
            isTrial: outgoing.isTrial,
            ahead: (landed + flying).last?.newest
        )
        flying.append(sending)
        return sending
    }

    /// An answer has come, which has yet to be stored.
    mutating func land(_ number: Int, _ fault: HubFault?) {
        guard let sending = left(number) else { return }
        landed.append(sending)
        if let fault { note(fault, of: sending) }
    }

    mutating func fail(_ number: Int, _ fault: HubFault) {
        guard let sending = left(number) else { return }
        note(fault, of: sending)
    }

    mutating func note(_ fault: HubFault, of sending: Sending? = nil) {
        trouble = trouble ?? Trouble(sending: sending, fault: fault)
    }

    /// The oldest answer is stored; none where it was not to a batch.
    mutating func store() {
        if !landed.isEmpty { landed.removeFirst() }
    }

    /// What is to be met now that nothing is on its way any more.
    mutating func takeTrouble() -> Trouble? {
        isEmpty ? trouble.take() : nil
    }

    private mutating func left(_ number: Int) -> Sending? {
        flying.firstIndex { $0.number == number }.map { flying.remove(at: $0) }
    }
}

extension Sending {
    fileprivate var newest: OwnPlace? {
        ops.max { one, other in
            (one.header.incarnation, one.header.seq) < (other.header.incarnation, other.header.seq)
        }.map { OwnPlace(name: $0.header.ownName, hash: $0.seal.hash) }
    }
}
