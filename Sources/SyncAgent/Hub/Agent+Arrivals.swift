import LocalStore
import SyncCore

extension Agent {
    /// Takes what has come in; `false` where the agent ends.
    func take(
        _ arrival: Arrival,
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws -> Bool {
        switch arrival {
        case .event(let event): return try step(event, in: &group)
        case .answer(let answer, let batch, let number, let sent, let received):
            let event = checked(answer, to: batch, number: number, sent: sent, received: received)
            let isRunning = try step(event, in: &group)
            try bringNextCertificate(in: &group)
            return isRunning
        case .page(let page, let cursor, let clockOffset):
            contact.asked(from: cursor, clockOffset: clockOffset, at: clock())
            return try step(.pulled(page), in: &group)
        case .introduced(let keys, let arrival):
            if let fault = try learn(keys) {
                return try step(arrival.refused(for: fault), in: &group)
            }
            return try take(arrival, in: &group)
        case .nothing: return true
        case .renewal(let outcome, let former):
            isRenewing = false
            try keep(outcome, insteadOf: former)
            return true
        case .certificate(let file, let outcome):
            try noteCertificate(file, outcome, in: &group)
            return true
        case .certificateCheck:
            certificates.isPausing = false
            try bringNextCertificate(in: &group)
            return true
        case .dayCheck:
            try recolor(.unjudged)
            try renewIfDue(in: &group)
            try tellOfEnd()
            group.addTask { [clock] in await Self.nextDayCheck(clock) }
            return true
        case .call(.stop):
            isRenewing = false
            return false
        case .call(.fetching(let progress)):
            report.noteSnapshot(progress)
            onProgress(report)
            group.addTask { [calls] in await Self.next(of: calls) }
            return true
        case .call(.storeIsBack):
            group.addTask { [calls] in await Self.next(of: calls) }
            try keepArrivedCertificates(in: &group)
            return try goOn(in: &group)
        }
    }

    /// Goes on with a store that was lent: whoever had it may have changed something.
    private func goOn(in group: inout ThrowingTaskGroup<Arrival, any Error>) throws -> Bool {
        if keepsColors { try recolor(.unjudged) }
        let isMemberAnew = try adoptMembership()
        try keepRevocation()
        let effects = waiting
        waiting = []
        guard try perform(effects, in: &group) else { return false }
        // What the hub refused to the former certificate it may grant to this one.
        let woken: [SyncMachine.Event] = isMemberAnew ? [.woke(.push), .woke(.pull)] : []
        for event in woken + [.localChange] {
            guard try step(event, in: &group) else { return false }
        }
        return true
    }
}
