/// The push loop.
extension SyncMachine {
    /// Asks the store for the next batch, unless it was asked already or there are enough.
    mutating func load() -> [Effect] {
        guard !isLoading, flights.wantsMore else { return [] }
        isLoading = true
        let turn = (turn + flights.count) % Self.turns
        let order = LoadOrder(
            opsMax: bisection.opsMax,
            second: turn == Self.turns - 1 ? .bulk : .interactive,
            leaving: flights.seqs.union(bisection.suspects.map(\.header.seq))
        )
        return [.load(order)]
    }

    mutating func loaded(
        _ outgoing: Outgoing,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        isLoading = false
        slack = outgoing.slack
        if flights.isTroubled { return meetTrouble(using: &random) }
        if owed > 0 { return pause(for: owed) }
        guard outgoing.ops.isEmpty else { return send(outgoing) }
        // What is on its way asks again when it has come back.
        guard flights.isEmpty else { return [] }
        if !bisection.suspects.isEmpty, let fault = bisection.fault {
            // Nothing else is there to prove that the hub takes others.
            let suspects = bisection.suspects
            return bisection.foundNothingElse()
                ? [.isolate(suspects, fault)] : retryLater(fault, using: &random)
        }
        push = .idle
        if hasLocalChange {
            hasLocalChange = false
            push = .busy
            return load()
        }
        if case .round(_, true) = mode, pull == .idle { return startPull() }
        return trialAlarm(outgoing.nextTrial) + finishIfIdle(nil)
    }

    private mutating func send(_ outgoing: Outgoing) -> [Effect] {
        // A trial goes alone.
        guard flights.isEmpty || !outgoing.isTrial else { return [] }
        guard flights.hasRoom else {
            flights.hold(outgoing)
            return []
        }
        let sending = flights.depart(outgoing)
        let isWell = bisection.isWell && pushBackoff.last == 0 && !outgoing.isTrial
        return [.push(sending)] + (isWell && outgoing.hasMore ? load() : [])
    }

    private mutating func trialAlarm(_ milliseconds: Int64?) -> [Effect] {
        guard let milliseconds, mode == .continuous, !hasTrialAlarm else { return [] }
        hasTrialAlarm = true
        return [.wake(.trial, afterMilliseconds: milliseconds)]
    }

    mutating func changed() -> [Effect] {
        switch push {
        case .idle:
            push = .busy
            return load()
        case .busy:
            hasLocalChange = true
            return []
        case .pausing, .preparing, .off: return []
        }
    }

    mutating func stored(
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        flights.store()
        if flights.isTroubled { return meetTrouble(using: &random) }
        pushBackoff.reset()
        if !bisection.suspects.isEmpty, let fault = bisection.fault {
            let suspects = bisection.suspects
            bisection.convicted()
            return [.isolate(suspects, fault)]
        }
        bisection.passed()
        turn = (turn + 1) % Self.turns
        return load()
    }

    mutating func loadFailed(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        isLoading = false
        flights.note(fault)
        return meetTrouble(using: &random)
    }

    /// Does something about what has failed, once nothing is on its way.
    mutating func meetTrouble(using random: inout some RandomNumberGenerator) -> [Effect] {
        guard !isLoading, let trouble = flights.takeTrouble() else { return [] }
        let ops = trouble.sending?.ops ?? []
        switch trouble.fault {
        case .rewind(let to, let from): return [.rewind(.push, to: to, from: from)]
        case .unshown(let name): return [.show(name)]
        case let fault where fault.isServerError:
            return serverFailed(
                ops,
                isTrial: trouble.sending?.isTrial == true,
                fault,
                using: &random
            )
        case let fault where (fault.blamesOps || fault == .tooLargeOnTheWay) && ops.count > 1:
            bisection.halve(ops.count)
            return load()
        case let fault where fault.blamesOps:
            return ops.first.map { [.setAside($0, fault)] } ?? retryLater(fault, using: &random)
        case let fault: return retryLater(fault, using: &random)
        }
    }

    private mutating func serverFailed(
        _ ops: [WireOp],
        isTrial: Bool,
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        if isTrial { return [.isolate(ops, fault)] }
        switch bisection.failed(ops, with: fault) {
        case .sameAgain where mode != .continuous: return load()
        case .sameAgain, .giveUp: return retryLater(fault, using: &random)
        case .lessAtOnce: return load()
        case .isolate: return [.isolate(ops, fault)]
        }
    }

    /// What a pause cures, a daemon tries again; a round ends with it.
    private mutating func retryLater(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        guard mode == .continuous else { return finish(fault) }
        let floor = fault.retryAfterMilliseconds
        return pause(for: pushBackoff.next(atLeast: floor, slack: slack, using: &random))
    }

    /// Pauses in parts, and asks the store after each: a legal op that has come meanwhile shortens the rest.
    private mutating func pause(for milliseconds: Int64) -> [Effect] {
        push = .pausing
        let whole = min(milliseconds, Backoff.mostAsked(forSlack: slack))
        let part = min(whole, Backoff.most(forSlack: slack))
        owed = whole - part
        return [.wake(.push, afterMilliseconds: part)]
    }
}
