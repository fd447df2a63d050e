import Synchronization

/// Work that waits to be written, so that what comes while the disk is synced is written together, with one more sync
/// however much it is (group commit). Who takes the groups says when one is over; until then nobody else begins one.
final class BatchQueue<Work: Sendable, Value: Sendable>: Sendable {
    /// One piece of work, and who waits for what becomes of it.
    struct Waiter: Sendable {
        let work: Work
        let continuation: CheckedContinuation<Value, any Error>
    }

    private struct State {
        var waiting: [Waiter] = []
        var isWriting = false
    }

    private let state = Mutex(State())

    /// Returns what became of the work. `begin` has to see to it that somebody takes a group; it is called where nobody
    /// is about to.
    func value(of work: Work, begin: () -> Void) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(Waiter(work: work, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if isFirst { begin() }
        }
    }

    /// How many wait to be taken.
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Those who have waited longest, as many as come to no more than so much; one at least.
    func takeGroup(upTo most: Int, weighing weight: (Work) -> Int) -> [Waiter] {
        state.withLock { state in
            var total = 0
            let end = state.waiting.firstIndex { waiter in
                total += weight(waiter.work)
                return total > most
            }
            let count = max(1, end ?? state.waiting.count)
            defer { state.waiting.removeFirst(min(count, state.waiting.count)) }
            return Array(state.waiting.prefix(count))
        }
    }

    /// Says that a group is over, and whether others wait, of whom one more has to be taken.
    func endGroup() -> Bool {
        state.withLock { state in
            state.isWriting = !state.waiting.isEmpty
            return state.isWriting
        }
    }
}
