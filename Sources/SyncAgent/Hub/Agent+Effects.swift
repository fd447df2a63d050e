import Explanations
package import LocalStore
import Policy
package import SyncCore

extension Agent {
    /// What became of an effect.
    enum Performed {
        /// It is done, and this is to be told.
        case events([SyncMachine.Event])
        /// It waits for the hub or the clock.
        case request(@Sendable () async -> Arrival)
        /// It needs the store, which a command has.
        case later
        /// There is nothing more to do.
        case end
    }

    /// Performs one effect.
    func perform(_ effect: SyncMachine.Effect) throws -> Performed {
        switch effect {
        case .load(let order):
            guard let store else { return .later }
            if let halt = try store.halt() { return .events([.loadFailed(HubFault(halt))]) }
            newestReceived = try store.newestReceived()
            let all = order.leaving(also: postponed)
            let next = try store.outgoing(all, at: clock(), by: &policyMemory)
            return .events([.loaded(next)])
        case .push(let sending): return .request(pushing(sending))
        case .store(let answer):
            guard let store else { return .later }
            try keep(answer, in: store)
            return .events([.stored])
        case .show(let name):
            guard let store else { return .later }
            try store.show(name, with: &shown)
            return .events([.shown])
        case .setAside(let op, let fault):
            guard let store else { return .later }
            let refusal = PushOutcome.refused(op, for: fault)
            try keep(PushAnswer(outcomes: [refusal], time: clock()), in: store)
            return .events([.stored])
        case .isolate(let ops, let fault):
            guard let store else { return .later }
            try store.isolate(ops.map(\.header.seq), detail: fault.told, at: clock())
            return .events([.isolated])
        case .pull(let waitSeconds, let isByFeed):
            guard let store else { return .later }
            // Only who waits has taken all that there is.
            if waitSeconds > 0 { try judgeArrivals() }
            let own = needsBodies ? OwnOps.none : try store.ownOps()
            let cursor = try position(in: store)
            let heads = try store.treeHeads().shown(in: cursor.epoch)
            if !isByFeed, waitSeconds == 0, cursor.seq == 0, let snapshots,
                try store.isAtStart()
            {
                return .request(
                    pulling(after: cursor) { () async throws(HubFault) in
                        try await snapshots.pullFirst(after: cursor, having: own, showing: heads)
                    }
                )
            }
            return .request(
                pulling(after: cursor) { [hub] () async throws(HubFault) in
                    try await hub.pull(
                        after: cursor,
                        having: own,
                        showing: heads,
                        waitSeconds: waitSeconds
                    )
                }
            )
        case .fetchSnapshot:
            guard let store else { return .later }
            return try fetchSnapshot(for: store)
        case .swapIn(let tables):
            guard let store else { return .later }
            return .events(try swapIn(tables, in: store))
        case .apply(let page):
            guard let store else { return .later }
            guard try position(in: store) == contact.cursor else { return .events([.outdated]) }
            do { return .events(try apply(page, to: store)) } catch let error as StoreError
                where error.wantsBodies && !needsBodies
            {
                // The journal is not what the hub was told: it was put back, or the home was copied.
                needsBodies = true
                return .events([.outdated])
            } catch StoreError.quarantineFull(let frames) {
                return .events([.pullFailed(.quarantineFull(frames: frames))])
            }
        case .rewind(let loop, let to, let from):
            guard let store else { return .later }
            report.cursor = try store.rewind(to: to, from: from)
            postponed = []
            hasUnjudged = true
            return .events([.rewound(loop)])
        case .wake(let alarm, let milliseconds):
            return .request {
                try? await Task.sleep(for: .milliseconds(milliseconds))
                return .event(.woke(alarm))
            }
        case .finish(let fault):
            try judgeArrivals()
            report.fault = fault
            if let store {
                // What has come may have stopped the site after its own had gone.
                if fault == nil { report.fault = try store.halt().map(HubFault.init) }
                report.lost = try store.lostChanges()
                report.contradictions = try store.contradictions().count
                report.isolated = try store.isolatedOps().count
            }
            let isClean =
                report.fault == nil && report.refused.isEmpty && postponed.isEmpty
                && report.isolated == 0
            report.upToDate = pulls ? isClean : nil
            return .end
        }
    }

    // MARK: The store

    func position(in store: Store) throws -> Cursor {
        try store.cursor() ?? .start(epoch: joined.membership.epoch)
    }

    private func keep(_ answer: PushAnswer, in store: Store) throws {
        let kept = try store.keep(answer, at: clock())
        report.pushed += answer.outcomes.count
        report.received += kept.received
        report.refused += kept.refused
        postponed.formUnion(kept.postponed)
        try noteContact(in: store)
    }

    /// Applies a page, and says what the machine has to know: what was postponed goes out again when others
    /// have sent something, and so does what the hub had and has not any more.
    private func apply(_ page: FeedPage, to store: Store) throws -> [SyncMachine.Event] {
        if let fault = try store.take(page.treeHead, reaching: page.cursor, at: clock()) {
            return [.pullFailed(fault)]
        }
        let former = page.bringsDocuments ? try policyMemory.policy(of: store).engine : nil
        let applied = try store.apply(page)
        if let ranks = page.ranks { try store.noteHubRanks(ranks) }
        if let former { try noteShifts(from: former, in: store) }
        let hadPostponed = !postponed.isEmpty
        report.pulled += applied.changes
        report.quarantined += applied.quarantined
        report.cursor = applied.cursor
        report.newLife = applied.newLife ?? report.newLife
        if applied.changes > 0 { hasUnjudged = true }
        try noteContact(in: store)
        if applied.changes > 0 { postponed = [] }
        let hasMore = applied.waitingAgain > 0 || hadPostponed && postponed.isEmpty
        return hasMore ? [.localChange, .applied(applied.cursor)] : [.applied(applied.cursor)]
    }

    /// Tells which running clocks end on another day since the documents have changed.
    private func noteShifts(from former: PolicyEngine, in store: Store) throws {
        let shifts = try DeadlineShift.all(
            in: store,
            on: Day(secondsSince1970: clock().seconds),
            from: former,
            to: policyMemory.policy(of: store).engine
        )
        guard !shifts.isEmpty else { return }
        report.shifts.add(shifts)
        onShift(shifts)
    }

    private func noteContact(in store: Store) throws {
        let now = clock()
        guard !isRevoked(at: now) else { return }
        guard let (offset, hubTime) = contact.toNote(at: now) else { return }
        try store.noteContact(at: now, hubTime: hubTime, clockOffsetMilliseconds: offset)
    }
}

extension FeedPage {
    /// Whether something in it is a calendar or a rule pack.
    fileprivate var bringsDocuments: Bool {
        frames.contains { frame in
            guard case .change(let op) = frame else { return false }
            return op.body?.patches.contains { $0.kind == .policyDocument } ?? false
        }
    }
}

extension StoreError {
    /// Whether the page has to be asked for again, with every op whole.
    package var wantsBodies: Bool {
        switch self {
        case .ownOpMissing, .ownOpForked: true
        default: false
        }
    }
}

extension HubFault {
    /// What the hub has said, for a person who asks why an op waits.
    package var told: String {
        guard case .refused(let problem) = self else { return "" }
        return "\(problem.status) \(problem.code): \(problem.detail ?? problem.title)"
    }

    /// The hub would say the same again.
    package init(_ halt: Halt) {
        switch halt {
        case .fork(let seq): self = .forked(seq: seq)
        case .stale(let current): self = .staleIncarnation(current: current)
        }
    }
}

extension PushOutcome {
    /// What becomes of an op that the hub takes in no batch.
    package static func refused(_ op: WireOp, for fault: HubFault) -> PushOutcome {
        guard case .refused(let problem) = fault else {
            return .refused(seq: op.header.seq, code: "too-large", detail: "")
        }
        let detail = problem.detail ?? problem.title
        return .refused(seq: op.header.seq, code: problem.code, detail: detail)
    }
}
