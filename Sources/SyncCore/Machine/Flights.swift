// The batches that are on their way to the hub, two at most: while the hub writes one it reads the other. A third is
// ready meanwhile and goes as soon as one of them is answered, so that the hub need not wait until the site has stored
// the answer and read what goes next.
//
// More than one are asked for only where all is well and the one before had no room for everything. None holds anything
// of an aggregate of which another has something. Where one of them fails, the other is waited for before anything is
// done about it: each trouble is met with nothing on its way. What is ready is given up then, and wherever something
// else has happened than answers of the hub: what is more urgent may have come.

/// A batch on its way to the hub.
package struct Sending: Hashable, Sendable {
    /// Counted from 1 by the machine that sends it.
    package let number: Int
    package let ops: [WireOp]
    /// Whether it is an isolated op that is tried again.
    package let isTrial: Bool
    /// The newest op of each batch before it whose answer is not stored: the hub may have it by the time this one comes.
    package let ahead: [OwnPlace]
}

/// What is on its way to the hub, and what of it has failed.
struct Flights: Sendable {
    private static let most = 2

    /// Sent and not answered, oldest first.
    private var flying: [Sending] = []
    /// Answered and not stored yet, in the order of their answers.
    private var landed: [Sending] = []
    /// What goes next. Where there is something, as many are on their way as may be.
    private var ready: Outgoing?
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
    /// Whether another may go.
    var hasRoom: Bool { flying.count < Self.most && !isTroubled }
    /// Whether the store is to be asked for another, that goes at once or is ready then.
    var wantsMore: Bool { count <= Self.most && ready == nil && !isTroubled }

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
            ahead: (landed + flying).compactMap(\.newest)
        )
        flying.append(sending)
        return sending
    }

    /// Holds ops ready until there is room.
    mutating func hold(_ outgoing: Outgoing) {
        ready = outgoing
    }

    /// Lets go what is ready, where there is room.
    mutating func departReady() -> Sending? {
        hasRoom ? ready.take().map { depart($0) } : nil
    }

    /// Gives up what is ready; the store has it.
    mutating func dropReady() {
        ready = nil
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
        dropReady()
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
