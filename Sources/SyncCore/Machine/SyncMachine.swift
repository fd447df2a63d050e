// The whole of what a site does with its hub, as a value: events go in, effects come out, nothing else
// happens. Time and randomness are arguments.
//
// Two loops that never wait for each other. Push: read the most urgent ops without a receipt (`Lane`), send
// them, store the receipts, again until none is left; two batches may be on their way, and a third ready
// (`Flights`). Pull: ask for what stands behind the cursor, apply it with the new cursor in one transaction,
// again until the hub has nothing more; a daemon then asks with a long wait.
//
// An op that the hub cannot even read, or that is too large alone, is found by halving the batch and
// set aside for a person, so that it never blocks the others. When something on the way finds it too
// large, the batch is halved as well, but nothing is set aside: the same op may pass tomorrow.
//
// An op at which the hub itself fails again and again, while it takes others or is asked for nothing else, is
// isolated: it waits, with what stands behind it in its aggregate, and is tried again alone (`Bisection`). No
// failure of the hub makes a dead letter.
//
// A hub that was put back from a backup says so to whoever has read more than it holds. The site goes back
// to a place that both have and reads on from there; that its ops which the hub has lost wait again, the
// store sees to.
//
// A hub with much to read gives a site at the start of its log tables instead of pages (`SyncMachine+Snapshot`).
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
        /// What the store has to send; nothing when there are no ops in it.
        case loaded(Outgoing)
        /// The store sends nothing, since the site was stopped.
        case loadFailed(HubFault)
        /// The answer to the batch of this number.
        case pushed(PushAnswer, number: Int)
        /// The answer is in the journal.
        case stored
        /// The journal knows which ops the hub fails at.
        case isolated
        case pushFailed(HubFault, number: Int)
        /// The op that the hub wants to see goes with the next batch.
        case shown
        case pulled(FeedPage)
        /// The page is in the store, with its cursor.
        case applied(Cursor)
        /// The page does not follow the stored cursor: another command has read on meanwhile.
        case outdated
        case pullFailed(HubFault)
        /// A file of a snapshot lies whole beside the tables.
        case fetched(FetchedTables)
        /// The file is the site's tables now, which stand at this place; at none where they are a part only.
        case swapped(Cursor?)
        case snapshotFailed(HubFault)
        /// The store stands where both histories may still be one.
        case rewound(Loop)
        /// The moment that `wake` named has come.
        case woke(Alarm)
        /// Somebody has changed something at the site.
        case localChange
    }

    package enum Effect: Hashable, Sendable {
        case load(LoadOrder)
        case push(Sending)
        case store(PushAnswer)
        /// Show this own op with the next batch. Answered with `shown`.
        case show(OwnName)
        /// The hub can never take this op; a person must see it. Answered with `stored`.
        case setAside(WireOp, HubFault)
        /// The hub fails at these, and not at others: each is tried again later, alone. Answered with `isolated`.
        case isolate([WireOp], HubFault)
        /// Ask for what stands behind the cursor; `wait` is how long the hub may hold the answer. At the start of
        /// the log the site may say that it would take a snapshot instead, unless `isByFeed`.
        case pull(waitSeconds: Int, isByFeed: Bool)
        case apply(FeedPage)
        /// Fetch the next file of the hub's snapshot, from where an earlier try has come.
        case fetchSnapshot
        /// Put a file that was fetched in the place of the tables. Answered with `swapped`.
        case swapIn(FetchedTables)
        /// Go back to a place at `to` or before it, unless the store has left `from` meanwhile. Answered
        /// with `rewound`.
        case rewind(Loop, to: Cursor, from: Cursor)
        case wake(Alarm, afterMilliseconds: Int64)
        case finish(HubFault?)
    }

    package enum Loop: Hashable, Sendable {
        case push, pull
    }

    package enum Alarm: Hashable, Sendable {
        case push, pull
        /// An isolated op is to be tried again.
        case trial
    }

    enum Phase: Hashable {
        /// Nothing to do.
        case idle
        case busy
        /// Until a wake-up.
        case pausing
        /// The same, for what the hub is making; a round is not over meanwhile.
        case preparing
        /// This mode has no such loop.
        case off
    }

    /// Of so many batches one puts bulk before what is interactive.
    package static let turns = 4

    /// How long a daemon lets the hub hold the answer to a pull; below the patience of most proxies.
    package static let longPollSeconds = 25

    package let mode: Mode
    var push: Phase
    var pull: Phase
    var pushBackoff = Backoff()
    var pullBackoff = Backoff()
    var hasLocalChange = false
    var bisection = Bisection()
    var flights = Flights()
    /// Whether the store has been asked for ops, and has not answered yet.
    var isLoading = false
    var hasTrialAlarm = false
    /// Batches since the last in which bulk came before what is interactive.
    var turn = 0
    /// Working seconds left of the most urgent legal op, as the store last said.
    var slack: Int64?
    /// What is left of the pause that the hub has asked for, in milliseconds.
    var owed: Int64 = 0
    /// Whether the page being applied was the last that the hub has for now.
    var isPageLast = false
    /// Whether the log is read page by page from its start, since no snapshot was to be had.
    var isByFeed = false
    /// For how long the hub has prepared a snapshot while this site waited, in milliseconds.
    var prepared: Int64 = 0
    var isFinished = false

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
        if !event.isOfPushing { flights.dropReady() }
        switch event {
        case .began: return start()
        case .loaded(let outgoing): return loaded(outgoing, using: &random)
        case .loadFailed(let fault): return loadFailed(fault, using: &random)
        case .pushed(let answer, let number):
            // Nothing behind a fork can go.
            flights.land(number, answer.firstFork.map { .forked(seq: $0) })
            return (flights.departReady().map { [.push($0)] } ?? []) + [.store(answer)]
        case .stored: return stored(using: &random)
        case .isolated, .shown: return load()
        case .pushFailed(let fault, let number):
            flights.fail(number, fault)
            return meetTrouble(using: &random)
        case .pulled(let page):
            isPageLast = page.isLast
            return [.apply(page)]
        case .applied: return appliedPage()
        case .outdated: return [pullNow]
        case .pullFailed(.resync) where !isByFeed: return [.fetchSnapshot]
        case .fetched(let tables): return [.swapIn(tables)]
        case .swapped(let cursor): return swapped(cursor)
        case .snapshotFailed(let fault): return snapshotFailed(fault, using: &random)
        case .pullFailed(.rewind(let to, let from)): return [.rewind(.pull, to: to, from: from)]
        case .pullFailed(let fault): return pullFailed(fault, using: &random)
        case .rewound(.push): return load()
        // What the hub has lost of this site's own waits again.
        case .rewound(.pull): return changed() + [pullNow]
        case .woke(let alarm): return resume(alarm)
        case .localChange: return changed()
        }
    }

    private mutating func start() -> [Effect] {
        var effects: [Effect] = []
        if push == .idle {
            push = .busy
            effects += load()
        }
        if pull == .idle {
            // A round pulls after its own ops have gone, to bring back what became of them.
            if push == .off || mode == .continuous { effects += startPull() }
        }
        return effects.isEmpty ? finishIfIdle(nil) : effects
    }

    mutating func startPull() -> [Effect] {
        pull = .busy
        return [pullNow]
    }

    var pullNow: Effect { .pull(waitSeconds: 0, isByFeed: isByFeed) }

    private mutating func appliedPage() -> [Effect] {
        pullBackoff.reset()
        guard isPageLast else { return [pullNow] }
        if mode == .continuous {
            return [.pull(waitSeconds: Self.longPollSeconds, isByFeed: isByFeed)]
        }
        pull = .off
        return finishIfIdle(nil)
    }

    mutating func pullFailed(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        guard mode == .continuous else { return finish(fault) }
        pull = .pausing
        let pause = pullBackoff.next(atLeast: fault.retryAfterMilliseconds, using: &random)
        return [.wake(.pull, afterMilliseconds: pause)]
    }

    private mutating func resume(_ alarm: Alarm) -> [Effect] {
        if alarm == .trial { hasTrialAlarm = false }
        switch alarm {
        case .push where push == .pausing, .trial where push == .idle:
            push = .busy
            return load()
        case .pull where pull == .pausing || pull == .preparing:
            return startPull()
        default: return []
        }
    }

    mutating func finish(_ fault: HubFault?) -> [Effect] {
        isFinished = true
        return [.finish(fault)]
    }

    mutating func finishIfIdle(_ fault: HubFault?) -> [Effect] {
        let isIdle = push != .busy && pull != .busy && pull != .preparing
        return mode != .continuous && isIdle ? finish(fault) : []
    }
}

extension SyncMachine.Event {
    /// Whether it is a step of a push that goes well, by which nothing changes of what waits but what was sent.
    fileprivate var isOfPushing: Bool {
        switch self {
        case .loaded, .pushed, .stored: true
        default: false
        }
    }
}
