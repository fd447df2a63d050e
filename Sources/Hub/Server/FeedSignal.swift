import ServiceLifecycle

/// Tells those who wait at the feed that their organisation has something new to read, or that a site of it was
/// revoked; and those who wait for a snapshot that it has one.
///
/// Each organisation has a count of its news. Who reads the count first, then the log, and waits only for
/// a greater count, cannot miss what came in between.
package actor FeedSignal {
    private struct Waiter {
        let organisation: String
        let wake: AsyncStream<Void>.Continuation
    }

    private var counts: [String: Int] = [:]
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    package init() {}

    /// How often the organisation has been told.
    func count(for organisation: String) -> Int { counts[organisation, default: 0] }

    /// Wakes the readers of these organisations.
    package func tell(_ readers: Set<String>) {
        for organisation in readers { counts[organisation, default: 0] += 1 }
        for waiter in waiters.values where readers.contains(waiter.organisation) {
            waiter.wake.finish()
        }
    }

    /// Returns when the count is greater than `count`, or when the task is cancelled.
    func waitForNews(for organisation: String, after count: Int) async {
        guard counts[organisation, default: 0] <= count else { return }
        let (stream, wake) = AsyncStream.makeStream(of: Void.self)
        let number = nextWaiter
        nextWaiter += 1
        waiters[number] = Waiter(organisation: organisation, wake: wake)
        for await _ in stream {}
        waiters[number] = nil
    }

    /// Returns with news, at the deadline, or when the server is told to stop.
    nonisolated func waitForNews(
        for organisation: String,
        after count: Int,
        until deadline: ContinuousClock.Instant
    ) async {
        await withTaskGroup { group in
            group.addTask { await self.waitForNews(for: organisation, after: count) }
            group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    /// How many are waiting.
    package var waiting: Int { waiters.count }
}
