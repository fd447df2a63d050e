import LocalStore
import SyncAgent
import SyncCore

/// The shell around the machine of a site: it does what the actor `Agent` does, one thing after another
/// and nothing beside it. It decides nothing either.
extension Town {
    /// Small, so that what waits takes several batches and it shows which goes first.
    private static let batchMax = 4

    /// Tells the machine of a site what has happened, and does what it asks.
    func step(_ event: SyncMachine.Event, at site: SimulatedSite) async throws {
        guard var machine = site.machine else { return }
        if case .pushFailed(.staleIncarnation(let current), _) = event {
            try site.store?.halt(.stale(current: current))
        }
        let effects = machine.step(event, using: &site.random)
        site.machine = machine
        do { try await perform(effects, at: site) } catch let error as StoreError {
            // The agent ends, and whoever looks after services starts it again.
            try checkRefusal(error, at: site)
            try crash(site)
        }
    }

    private func perform(_ effects: [SyncMachine.Effect], at site: SimulatedSite) async throws {
        var rest = effects
        var steps = 0
        while !rest.isEmpty {
            steps += 1
            guard steps < 1000 else {
                throw Violation(.bounds, "\(site.name) finds no end of effects")
            }
            if weather.strikes(.siteCrash) { return try crash(site) }
            let events = try await perform(rest.removeFirst(), at: site)
            if site.dyingTables != nil { return try crash(site) }
            guard var machine = site.machine else { return }
            for event in events { rest += machine.step(event, using: &site.random) }
            site.machine = machine
        }
    }

    private func perform(
        _ effect: SyncMachine.Effect,
        at site: SimulatedSite
    ) async throws -> [SyncMachine.Event] {
        guard let store = site.store else { return [] }
        switch effect {
        case .load(let order):
            if let halt = try store.halt() {
                site.pause = nil
                noticeHalt(at: site, halt)
                return [.loadFailed(HubFault(halt))]
            }
            site.leaving = order.leaving.union(site.postponed)
            let few = LoadOrder(
                opsMax: min(order.opsMax, Self.batchMax),
                second: order.second,
                leaving: site.leaving
            )
            let clock = site.clock.instant(at: now)
            return [.loaded(try store.outgoing(few, at: clock, by: &site.policyMemory))]
        case .push(let sending):
            let ops = sending.ops
            let newest = [try store.newestReceived()].compactMap(\.self)
            let own = site.shown + newest + sending.ahead
            let batch = PushBatch.sign(
                ops,
                of: site.id,
                for: SimulatedHub.id,
                after: try position(of: store),
                showing: own,
                with: site.signingKey
            )
            try witness.checkBounds(of: batch, from: site)
            try witness.checkOrder(of: ops, from: site)
            note(
                site.name,
                "pushes ops \(ops.first?.header.seq ?? 0) to \(ops.last?.header.seq ?? 0)"
            )
            site.pause = nil
            try await send(.push(batch, number: sending.number), from: site)
            return []
        case .store(let answer):
            try keep(answer, at: site)
            return [.stored]
        case .show(let name):
            note(site.name, "is to show its op \(name)")
            try store.show(name, with: &site.shown)
            guard try site.isShared || store.halt() == nil else {
                throw Violation(.forkSafety, "\(site.name) cannot show its op \(name)")
            }
            return [.shown]
        case .setAside(let op, let fault):
            note(site.name, "sets op \(op.header.seq) aside: \(fault)")
            let refusal = PushOutcome.refused(op, for: fault)
            let answer = PushAnswer(outcomes: [refusal], time: site.clock.instant(at: now))
            try keep(answer, at: site)
            return [.stored]
        case .isolate(let ops, let fault):
            note(site.name, "isolates ops \(ops.map(\.header.seq))")
            let clock = site.clock.instant(at: now)
            try change(site) {
                try $0.isolate(ops.map(\.header.seq), detail: fault.told, at: clock)
            }
            return [.isolated]
        case .pull(let seconds, _):
            let cursor = try position(of: store)
            let own = site.needsBodies ? OwnOps.none : try store.ownOps()
            let heads = try store.treeHeads().shown(in: cursor.epoch)
            let call = Flight.Call.pull(
                cursor,
                having: own,
                showing: heads,
                waitSeconds: seconds
            )
            try await send(call, from: site)
            return []
        case .apply(let page):
            guard try position(of: store) == site.asked else { return [.outdated] }
            return try apply(page, at: site, to: store)
        case .fetchSnapshot, .swapIn:
            // The simulated hub sends nobody to a snapshot.
            return [.snapshotFailed(.snapshotUnusable(.incomplete))]
        case .rewind(let loop, let to, let from):
            try rewind(site, store, to: to, from: from)
            return [.rewound(loop)]
        case .wake(let alarm, let milliseconds):
            site.sleeps.insert(alarm)
            try checkPause(milliseconds, of: alarm, at: site)
            plan(.wake(site: site.index, life: site.life, alarm), after: milliseconds)
            return []
        case .finish(let fault):
            note(site.name, "ends its round\(fault.map { ": \($0)" } ?? "")")
            // What is still on its way is given up with the process.
            (site.machine, site.awaited) = (nil, [])
            return []
        }
    }

    private func position(of store: Store) throws -> Cursor {
        try store.cursor() ?? .start(epoch: store.membership()?.epoch ?? 1)
    }

    private func keep(_ answer: PushAnswer, at site: SimulatedSite) throws {
        let clock = site.clock.instant(at: now)
        let kept: KeptAnswer
        do {
            kept = try containing(answer.refusedOps, at: site) {
                try change(site) { try $0.keep(answer, at: clock) }
            }
        } catch let error as StoreError {
            witness.expectPerhaps(answer, at: site)
            throw error
        }
        try witness.checkReceipts(answer, of: site)
        note(site.name, "keeps \(kept.received) receipts, \(kept.refused.count) refusals")
        site.postponed.formUnion(kept.postponed)
        let waiting = kept.postponed.sorted()
        if !waiting.isEmpty { note(site.name, "has to wait with \(waiting)") }
        for letter in kept.refused { note(site.name, "op \(letter.seq) is dead: \(letter.code)") }
        try site.store?.noteContact(
            at: clock,
            hubTime: answer.time,
            clockOffsetMilliseconds: answer.time.milliseconds - clock.milliseconds
        )
    }

    private func apply(
        _ page: FeedPage,
        at site: SimulatedSite,
        to store: Store
    ) throws -> [SyncMachine.Event] {
        // A process that dies before the commit has applied nothing.
        let dies = !page.frames.isEmpty && weather.strikes(.overlayLost)
        if dies { site.dyingTables = DiskImage.taken(of: site.home + "/replica.db") }
        let applied: AppliedPage
        do { applied = try store.apply(page) } catch let error as StoreError
            where error.wantsBodies && !site.needsBodies && site.isShared
        {
            (site.needsBodies, site.dyingTables) = (true, nil)
            return [.outdated]
        }
        if let life = applied.newLife { note(site.name, "begins life \(life)") }
        site.read = applied.cursor
        // `status` says so, also where nothing is to be sent.
        if let halt = try store.halt() { noticeHalt(at: site, halt) }
        let kept = Set(page.unreadable.isEmpty ? [] : try store.quarantine().map(\.bytes))
        guard page.unreadable.allSatisfy({ kept.contains($0.bytes) }) else {
            throw Violation(.quarantineContainment, "\(site.name) keeps \(kept.count) frames")
        }
        if applied.changes > 0 {
            note(site.name, "applies \(applied.changes) changes up to \(applied.cursor.seq)")
        }
        try witness.checkCursor(applied.cursor, of: site, in: hub.eyes)
        let hadPostponed = !site.postponed.isEmpty
        if applied.changes > 0 { site.postponed = [] }
        let hasMore = applied.waitingAgain > 0 || hadPostponed && site.postponed.isEmpty
        return hasMore ? [.localChange, .applied(applied.cursor)] : [.applied(applied.cursor)]
    }

    /// Changes a store, and sometimes lets the process die between the two commits.
    func change<Value>(
        _ site: SimulatedSite,
        _ work: (Store) throws -> Value
    ) throws -> Value {
        guard let store = site.store else {
            throw Violation(.noUnexpectedError, "\(site.name) has no store to change")
        }
        let tables =
            weather.strikes(.overlayLost) ? DiskImage.taken(of: site.home + "/replica.db") : nil
        let value = try work(store)
        // What comes next in the same hour may be refused, and this stays.
        try witness.checkNewOps(of: site)
        if let tables { site.dyingTables = tables }
        return value
    }

    /// Begins a round, as `jiliang sync` does.
    func beginRound(_ site: SimulatedSite) async throws {
        let longest: Int64 = weather.isCalm ? 6 * .hour : 2 * .day
        plan(.round(site: site.index), after: chance.number(.hour...longest))
        guard let store = site.store, site.machine == nil else { return }
        site.machine = SyncMachine(.round(push: true, pull: true))
        site.read = try store.cursor()
        (site.postponed, site.needsBodies) = ([], false)
        note(site.name, "begins a round")
        try await step(.began, at: site)
    }
}
