// The whole of what a site does with its hub, as a value: events go in, effects come out, nothing else
// happens. Time and randomness are arguments.
//
// Two loops that never wait for each other. Push: read the oldest ops without a receipt, send them,
// store the receipts, again until none is left. Pull: ask for what stands behind the cursor, apply it
// with the new cursor in one transaction, again until the hub has nothing more; a daemon then asks with
// a long wait.
//
// An op that the hub cannot even read, or that is too large alone, is found by halving the batch and
// set aside for a person, so that it never blocks the others. When something on the way finds it too
// large, the batch is halved as well, but nothing is set aside: the same op may pass tomorrow.
//
// A hub that was put back from a backup says so to whoever has read more than it holds. The site goes back
// to a place that both have and reads on from there; that its ops which the hub has lost wait again, the
// store sees to.
//
// A round ends when both loops are idle. What the network does to one loop, a pause cures; what no
// pause cures ends the round with its reason. Every effect may be lost with the process: ops are sent
// again and known by their ids, frames come again from the stored cursor.

/// Decides what happens next between a site and its hub.
package struct SyncMachine: Sendable {
    package enum Mode: Hashable, Sendable {
        /// Until nothing is left to do, once.
        case round(push: Bool, pull: Bool)
        /// Until stopped, waiting for changes on both sides.
        case continuous
    }

    package enum Event: Hashable, Sendable {
        case began
        /// The store has these ops without a receipt, oldest first; none when the list is empty.
        case loaded([WireOp])
        case pushed(PushAnswer)
        /// The answer is in the journal.
        case stored
        case pushFailed(HubFault)
        case pulled(FeedPage)
        /// The page is in the store, with its cursor.
        case applied(Cursor)
        /// The page does not follow the stored cursor: another command has read on meanwhile.
        case outdated
        case pullFailed(HubFault)
        /// The store stands where both histories may still be one.
        case rewound(Loop)
        /// The moment that `wake` named has come.
        case woke(Loop)
        /// Somebody has changed something at the site.
        case localChange
    }

    package enum Effect: Hashable, Sendable {
        case load(opsMax: Int)
        case push([WireOp])
        case store(PushAnswer)
        /// The hub can never take this op; a person must see it. Answered with `stored`.
        case setAside(WireOp, HubFault)
        /// Ask for what stands behind the cursor; `wait` is how long the hub may hold the answer.
        case pull(waitSeconds: Int)
        case apply(FeedPage)
        /// Go back to a place at `to` or before it, unless the store has left `from` meanwhile. Answered
        /// with `rewound`.
        case rewind(Loop, to: Cursor, from: Cursor)
        case wake(Loop, afterMilliseconds: Int64)
        case finish(HubFault?)
    }

    package enum Loop: Hashable, Sendable {
        case push, pull
    }

    private enum Phase: Hashable {
        /// Nothing to do.
        case idle
        case busy
        /// Until a wake-up.
        case pausing
        /// This mode has no such loop.
        case off
    }

    /// How long a daemon lets the hub hold the answer to a pull; below the patience of most proxies.
    package static let longPollSeconds = 25

    package let mode: Mode
    private var push: Phase
    private var pull: Phase
    private var pushBackoff = Backoff()
    private var pullBackoff = Backoff()
    private var hasLocalChange = false
    private var opsMax = PushBatch.opsMax
    /// What is on its way to the hub.
    private var sent: [WireOp] = []
    /// The op under whose number the hub holds another: nothing behind it can go.
    private var forked: Int64?
    /// Whether the page being applied was the last that the hub has for now.
    private var isPageLast = false
    private var isFinished = false

    package init(_ mode: Mode) {
        self.mode = mode
        switch mode {
        case .continuous: (push, pull) = (.idle, .idle)
        case .round(let pushes, let pulls):
            (push, pull) = (pushes ? .idle : .off, pulls ? .idle : .off)
        }
    }

    /// Takes an event, and says what is to be done now, in this order.
    package mutating func step(
        _ event: Event,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        guard !isFinished else { return [] }
        switch event {
        case .began: return start()
        case .loaded(let ops): return loaded(ops)
        case .pushed(let answer):
            forked = answer.firstFork
            return [.store(answer)]
        case .stored:
            sent = []
            if let seq = forked { return failed(.push, .forked(seq: seq), using: &random) }
            pushBackoff.reset()
            opsMax = PushBatch.opsMax
            return [.load(opsMax: opsMax)]
        case .pushFailed(.rewind(let to, let from)): return [.rewind(.push, to: to, from: from)]
        case .pushFailed(let fault): return failed(.push, fault, using: &random)
        case .pulled(let page):
            isPageLast = page.isLast
            return [.apply(page)]
        case .applied: return appliedPage()
        case .outdated: return [.pull(waitSeconds: 0)]
        case .pullFailed(.rewind(let to, let from)): return [.rewind(.pull, to: to, from: from)]
        case .pullFailed(let fault): return failed(.pull, fault, using: &random)
        case .rewound(.push): return [.load(opsMax: opsMax)]
        // What the hub has lost of this site's own waits again.
        case .rewound(.pull): return changed() + [.pull(waitSeconds: 0)]
        case .woke(let loop): return resume(loop)
        case .localChange: return changed()
        }
    }

    private mutating func start() -> [Effect] {
        var effects: [Effect] = []
        if push == .idle {
            push = .busy
            effects.append(.load(opsMax: opsMax))
        }
        if pull == .idle {
            // A round pulls after its own ops have gone, to bring back what became of them.
            if push == .off || mode == .continuous { effects += startPull() }
        }
        return effects.isEmpty ? finishIfIdle(nil) : effects
    }

    private mutating func startPull() -> [Effect] {
        pull = .busy
        return [.pull(waitSeconds: 0)]
    }

    private mutating func loaded(_ ops: [WireOp]) -> [Effect] {
        guard ops.isEmpty else {
            sent = ops
            return [.push(ops)]
        }
        push = .idle
        if hasLocalChange {
            hasLocalChange = false
            push = .busy
            return [.load(opsMax: opsMax)]
        }
        if case .round(_, true) = mode, pull == .idle { return startPull() }
        return finishIfIdle(nil)
    }

    private mutating func appliedPage() -> [Effect] {
        pullBackoff.reset()
        guard isPageLast else { return [.pull(waitSeconds: 0)] }
        if mode == .continuous { return [.pull(waitSeconds: Self.longPollSeconds)] }
        pull = .off
        return finishIfIdle(nil)
    }

    private mutating func changed() -> [Effect] {
        switch push {
        case .idle:
            push = .busy
            return [.load(opsMax: opsMax)]
        case .busy:
            hasLocalChange = true
            return []
        case .pausing, .off: return []
        }
    }

    private mutating func failed(
        _ loop: Loop,
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        let isHalved = fault.blamesOps || fault == .tooLargeOnTheWay
        if loop == .push, isHalved, sent.count > 1 {
            opsMax = sent.count / 2
            return [.load(opsMax: opsMax)]
        }
        if loop == .push, fault.blamesOps, let alone = sent.first {
            return [.setAside(alone, fault)]
        }
        guard mode == .continuous else {
            isFinished = true
            return [.finish(fault)]
        }
        let floor = fault.retryAfterMilliseconds
        switch loop {
        case .push:
            push = .pausing
            let pause = pushBackoff.next(atLeast: floor, using: &random)
            return [.wake(.push, afterMilliseconds: pause)]
        case .pull:
            pull = .pausing
            let pause = pullBackoff.next(atLeast: floor, using: &random)
            return [.wake(.pull, afterMilliseconds: pause)]
        }
    }

    private mutating func resume(_ loop: Loop) -> [Effect] {
        switch loop {
        case .push where push == .pausing:
            push = .busy
            return [.load(opsMax: opsMax)]
        case .pull where pull == .pausing:
            return startPull()
        default: return []
        }
    }

    private mutating func finishIfIdle(_ fault: HubFault?) -> [Effect] {
        let isIdle = push != .busy && pull != .busy
        guard mode != .continuous, isIdle else { return [] }
        isFinished = true
        return [.finish(fault)]
    }
}
