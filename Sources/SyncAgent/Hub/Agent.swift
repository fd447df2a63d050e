package import LocalStore
package import Policy
import Signing
package import SyncCore

// The shell around `SyncMachine`: it does what the machine asks and reports back, and decides nothing.
//
// The actor owns the store. A store is confined to one owner at a time, not to one thread: its two
// SQLite queues are serial, and an actor never runs two of its parts at once. The store comes in as a
// `sending` argument, so that no one else can still hold it, and work on it never spans an `await`.
//
// Requests to the hub are child tasks that know the hub and one message, never the store. So a push and
// a long poll wait side by side, and the store can be lent to a command meanwhile: what needs the store
// waits until it is back.

/// Keeps one site and its hub in step.
package actor Agent {
    var joined: Joined
    var hub: any HubClient
    var settings: AgentSettings
    /// The same hub for certificate files; without one none is brought.
    var blobs: (any BlobClient)? { hub as? any BlobClient }
    let home: String
    let clock: @Sendable () -> Instant
    let engine: PolicyEngine
    /// Whether the rounds of this agent read the hub's log.
    let pulls: Bool
    /// Whether they send anything.
    let pushes: Bool
    /// Whether this agent runs on into other days, and keeps the stored colours true to each.
    let keepsColors: Bool
    let onProgress: @Sendable (RoundReport) -> Void
    let onFault: @Sendable (HubFault) -> Void
    let onShift: @Sendable ([DeadlineShift]) -> Void
    let onRenewal: @Sendable (Result<Instant, Renewal.Failure>) -> Void
    let onEnding: @Sendable (CertificateLife, Instant) -> Void
    let calls: AsyncStream<Call>
    let caller: AsyncStream<Call>.Continuation

    /// `nil` while a command has it.
    private(set) var store: Store?
    private var machine: SyncMachine
    var random = SystemRandomNumberGenerator()
    /// What needs the store while that is lent.
    var waiting: [SyncMachine.Effect] = []
    var receiptCheck: ReceiptCheck
    var policyMemory = PolicyMemory()
    var report = RoundReport()
    var contact = Contact()
    /// When the hub has said that it has revoked the site.
    var revokedAt: Instant?
    /// Ops that the hub cannot take before others have sent again what it has lost.
    var postponed: Set<Int64> = []
    /// Own ops that the hub has asked to see, and the newest that it is known to have.
    var shown: [OwnPlace] = []
    var newestReceived: OwnPlace?
    /// Whether own ops have to come whole, since the journal is not what the hub was told.
    var needsBodies = false
    var certificates = CertificateLane()
    /// Whether pages have come whose instruments nobody has judged yet.
    var hasUnjudged = false
    /// Whether a new certificate is asked for, and what has come of it while the store was lent.
    var isRenewing = false
    /// The step of its end that was told last.
    var toldStep: Int?
    var renewed: (membership: Membership, former: Membership)?
    /// Whether there are keys of the hub that the store has not been told of yet.
    var hasLearnt = false

    /// What others want of a running agent.
    enum Call: Sendable {
        case storeIsBack
        case stop
        /// A snapshot has come so far.
        case fetching(SnapshotProgress)
    }

    /// What a child task ends with.
    enum Arrival: Sendable {
        case event(SyncMachine.Event)
        case answer(PushAnswer, to: PushBatch, number: Int, sent: Instant, received: Instant)
        case page(FeedPage, after: Cursor, clockOffset: Int64?)
        case call(Call)
        case certificate(WaitingCertificate, CertificateUpload.Outcome)
        /// It is time to look again for files to bring.
        case certificateCheck
        /// Another day may have begun.
        case dayCheck
        case renewal(Result<Membership, HubFault>, former: Membership)
        /// What names a key of the hub that is new here, with the list of its keys.
        indirect case introduced(HubKeys, with: Arrival)
        /// A child that was cancelled, or has nothing to say.
        case nothing
    }

    /// `onFault` hears of every failed request, also of those that are tried again, and of what stops the site
    /// by itself; `onShift` of running clocks that a newer calendar has changed; `onRenewal` of what became of each
    /// try to get the next certificate, and `onEnding` of each step by which the end of the present one comes nearer, with
    /// the time at the hub.
    package init(
        store: sending Store,
        joined: Joined,
        settings: AgentSettings,
        mode: SyncMachine.Mode,
        clock: @escaping @Sendable () -> Instant,
        engine: PolicyEngine = PolicyEngine(),
        onProgress: @escaping @Sendable (RoundReport) -> Void = { _ in },
        onFault: @escaping @Sendable (HubFault) -> Void = { _ in },
        onShift: @escaping @Sendable ([DeadlineShift]) -> Void = { _ in },
        onRenewal: @escaping @Sendable (Result<Instant, Renewal.Failure>) -> Void = { _ in },
        onEnding: @escaping @Sendable (CertificateLife, Instant) -> Void = { _, _ in }
    ) {
        home = store.home
        self.store = store
        self.joined = joined
        self.settings = settings
        hub = settings.connect(joined)
        self.clock = clock
        self.engine = engine
        self.onProgress = onProgress
        self.onFault = onFault
        self.onShift = onShift
        self.onRenewal = onRenewal
        self.onEnding = onEnding
        machine = SyncMachine(mode)
        pulls = if case .round(_, false) = mode { false } else { true }
        pushes = if case .round(false, _) = mode { false } else { true }
        keepsColors = mode == .continuous
        receiptCheck = ReceiptCheck(keys: joined.hubKeys)
        (calls, caller) = AsyncStream.makeStream()
    }

    // MARK: The loop

    /// Runs until the machine says that nothing is left to do, until `stop`, or until the task is
    /// cancelled. Throws what the store
    /// throws; what the hub does is in the report.
    package func run() async throws -> RoundReport {
        report.cursor = try store?.cursor()
        _ = try adoptMembership()
        if let store, try !store.isAtStart() { inbox.remove() }
        // A newer program may be able to take in what an older one was not.
        if pulls { hasUnjudged = try store?.retryQuarantine() ?? 0 > 0 }
        return try await withThrowingTaskGroup(of: Arrival.self) { group in
            defer { group.cancelAll() }
            group.addTask { [calls] in await Self.next(of: calls) }
            if keepsColors {
                try recolor(.all)
                group.addTask { [clock] in await Self.nextDayCheck(clock) }
            }
            try renewIfDue(in: &group)
            try tellOfEnd()
            var isRunning = try perform(machine.step(.began, using: &random), in: &group)
            try bringNextCertificate(in: &group)
            // A cancelled child fails at once and would be tried again for ever.
            while isRunning || isRenewing, let arrival = try await group.next(), !Task.isCancelled {
                let goesOn = try take(arrival, in: &group)
                isRunning = isRunning && goesOn
            }
            if !keepsColors { try await bringCertificates() }
            if let store {
                report.conflicts = try store.openConflicts(of: store.site().organisation)
            }
            return report
        }
    }

    /// Takes what has come; `false` when the work is over.
    func step(
        _ told: SyncMachine.Event,
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws -> Bool {
        let event = named(told)
        if case .pushFailed(.staleIncarnation(let current), _) = event {
            try store?.halt(.stale(current: current))
        }
        try tell(event)
        noteSnapshot(event)
        return try perform(machine.step(event, using: &random), in: &group)
    }

    /// What keeps the site from going on, be it the hub's word or the store's.
    private func tell(_ event: SyncMachine.Event) throws {
        switch event {
        // A site that is sent to a snapshot goes there.
        case .pullFailed(.resync): break
        // It is asked again and again.
        case .snapshotFailed(.preparing) where report.snapshot?.preparation != nil: break
        case .pushFailed(let fault, _), .loadFailed(let fault), .pullFailed(let fault),
            .snapshotFailed(let fault):
            onFault(fault)
            try noteRevocation(by: fault)
        default: break
        }
    }

    static func next(of calls: AsyncStream<Call>) async -> Arrival {
        for await call in calls { return .call(call) }
        return .nothing
    }

    /// Does what the machine asks. Work on the store is done at once and its result goes back to the
    /// machine; everything else becomes a child task.
    func perform(
        _ effects: [SyncMachine.Effect],
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws -> Bool {
        var rest = effects
        while !rest.isEmpty {
            let effect = rest.removeFirst()
            switch try perform(effect) {
            case .events(let events):
                for event in events {
                    try tell(event)
                    noteSnapshot(event)
                    rest += machine.step(event, using: &random)
                }
                onProgress(report)
            case .request(let request): group.addTask { await request() }
            case .later: waiting.append(effect)
            case .end: return false
            }
        }
        return true
    }

    // MARK: What others ask

    /// Ends `run`; requests in flight are given up.
    package func stop() {
        caller.yield(.stop)
    }

    /// Closes the store, so that a command of this site can open it.
    package func lend() throws {
        try store?.close()
        store = nil
    }

    /// Opens the store again; what waited for it goes on.
    package func takeBack() throws {
        guard store == nil else { return }
        store = try Store.open(home: home, patience: settings.patience)
        caller.yield(.storeIsBack)
    }

    /// Works with other settings from the next request on.
    package func use(_ settings: AgentSettings) {
        self.settings = settings
        hub = settings.connect(joined)
    }

    /// Returns when the agent has time for it.
    package func answer() {}

    /// Ops without a receipt; `nil` while the store is lent.
    package func unreceivedOps() throws -> Int64? {
        try store?.unreceivedSummary().ops
    }
}
