import ServiceLifecycle

extension HubSnapshots {
    /// The same as `answer(to:)`; while a snapshot is being made, not before it is there or `wait` is over. So a
    /// site has it at once, and need not ask every second.
    package nonisolated func answer(
        to organisation: String,
        within wait: Duration
    ) async throws -> Answer {
        let deadline = ContinuousClock.now + wait
        while true {
            // Read before the answer, so an end between the two is not missed.
            let count = await ended.count(for: organisation)
            let answer = try await answer(to: organisation)
            let isStopping = Task.isShuttingDownGracefully || Task.isCancelled
            guard case .preparing = answer, !isStopping, ContinuousClock.now < deadline
            else { return answer }
            await ended.waitForNews(for: organisation, after: count, until: deadline)
        }
    }
}
