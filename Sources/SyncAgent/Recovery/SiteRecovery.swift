package import LocalStore
package import SyncCore

/// What it takes that a site whose home was put back from a copy, or copied and used twice, sends again:
/// what the hub has received keeps its receipts, the rest is said again under new names.
package struct SiteRecovery: Sendable {
    /// Why the site had stopped; `nil` where it had not.
    package let halt: Halt?
    /// The life in which the site goes on.
    package let incarnation: Int
    /// The hub's word on ops that it has received, and whose receipts were lost.
    private let answer: PushAnswer
    /// The numbers of the ops that are said again.
    private let waiting: [Int64]
    private let isBehind: Bool

    package var received: Int { answer.outcomes.count }
    package var reissued: Int { waiting.count }
    /// Whether there is anything to do.
    package var isNeeded: Bool { halt != nil || isBehind }

    /// Asks the hub for the ops that wait, and changes nothing.
    ///
    /// - Throws: `HubFault`, `StoreError`.
    package init(
        of store: Store,
        trusting keys: HubKeys,
        asking hub: any HubClient,
        at now: Instant
    ) async throws {
        halt = try store.halt()
        let ops = try store.waitingOps()
        var outcomes: [PushOutcome] = []
        var waiting: [Int64] = []
        var check = ReceiptCheck(keys: keys)
        // A hub that was put back may not know the life any more of which this site was told.
        var known = if case .stale(let current) = halt { current } else { 0 }
        /// Lives in which the hub has another op under one of these names, or beside one that it refuses for that.
        var forkedLives: Set<Int> = []
        var start = 0
        repeat {
            let asked = ops[start..<min(start + StatusQuery.opsMax, ops.count)]
            let told = try await hub.status(of: asked.map(\.header.id))
            guard told.incarnation < .max else {
                throw HubFault.garbled("the hub knows a life behind which there is none")
            }
            known = max(known, told.incarnation)
            for (op, outcome) in zip(asked, told.outcomes) {
                if let outcome, case .received(let receipt, _) = outcome {
                    if receipt.statement.hash == op.seal.hash {
                        do { try check.check(receipt) } catch {
                            throw HubFault.garbled(
                                "the receipt for op \(op.header.seq) does not hold"
                            )
                        }
                        outcomes.append(outcome)
                        continue
                    }
                    forkedLives.insert(op.header.incarnation)
                }
                if outcome == nil, halt == .fork(seq: op.header.seq) {
                    forkedLives.insert(op.header.incarnation)
                }
                // With the hub's old receipt an op goes out under its own name, in any life, unless it
                // builds on what the hub does not have.
                guard op.receipt == nil || forkedLives.contains(op.header.incarnation) else {
                    continue
                }
                waiting.append(op.header.seq)
            }
            start += StatusQuery.opsMax
        } while start < ops.count
        let present = try store.site().incarnation
        answer = PushAnswer(outcomes: outcomes, time: now)
        self.waiting = waiting
        isBehind = !forkedLives.isEmpty || known > present
        incarnation = max(present, known) + 1
    }

    /// Does it; `false` where nothing was to do.
    package func run(
        on store: Store,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws -> Bool {
        guard isNeeded else { return false }
        _ = try store.keep(answer, at: now)
        try store.reissue(waiting, inLife: incarnation, at: now, random: &random)
        return true
    }
}
