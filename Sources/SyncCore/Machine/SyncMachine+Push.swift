/// The push loop.
extension SyncMachine {
    var load: Effect {
        .load(
            LoadOrder(
                opsMax: bisection.opsMax,
                second: turn == Self.turns - 1 ? .bulk : .interactive,
                leaving: Set(bisection.suspects.map(\.header.seq))
            )
        )
    }

    mutating func loaded(
        _ outgoing: Outgoing,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        slack = outgoing.slack
        if owed > 0 { return pause(for: owed) }
        guard outgoing.ops.isEmpty else {
            (sent, isTrial) = (outgoing.ops, outgoing.isTrial)
            return [.push(sent)]
        }
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
            return [load]
        }
        if case .round(_, true) = mode, pull == .idle { return startPull() }
        return trialAlarm(outgoing.nextTrial) + finishIfIdle(nil)
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
            return [load]
        case .busy:
            hasLocalChange = true
            return []
        case .pausing, .preparing, .off: return []
        }
    }

    mutating func stored(
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        sent = []
        if let seq = forked { return retryLater(.forked(seq: seq), using: &random) }
        pushBackoff.reset()
        if !bisection.suspects.isEmpty, let fault = bisection.fault {
            let suspects = bisection.suspects
            bisection.convicted()
            return [.isolate(suspects, fault)]
        }
        bisection.passed()
        turn = (turn + 1) % Self.turns
        return [load]
    }

    mutating func pushFailed(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        if fault.isServerError { return serverFailed(fault, using: &random) }
        if fault.blamesOps || fault == .tooLargeOnTheWay, sent.count > 1 {
            bisection.halve(sent.count)
            return [load]
        }
        if fault.blamesOps, let alone = sent.first { return [.setAside(alone, fault)] }
        return retryLater(fault, using: &random)
    }

    private mutating func serverFailed(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        if isTrial { return [.isolate(sent, fault)] }
        switch bisection.failed(sent, with: fault) {
        case .sameAgain where mode != .continuous: return [load]
        case .sameAgain, .giveUp: return retryLater(fault, using: &random)
        case .lessAtOnce: return [load]
        case .isolate: return [.isolate(sent, fault)]
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
