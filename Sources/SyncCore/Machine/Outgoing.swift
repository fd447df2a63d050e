/// What the machine asks of the outbox.
package struct LoadOrder: Hashable, Sendable {
    package let opsMax: Int
    package let bytesMax: Int
    /// The lane that comes next after the legal one.
    package let second: Lane
    /// Numbers of ops that stay behind this time, with everything behind them in their aggregates.
    package let leaving: Set<Int64>

    package init(
        opsMax: Int = PushBatch.opsMax,
        bytesMax: Int = PushBatch.bytesRoom,
        second: Lane = .interactive,
        leaving: Set<Int64> = []
    ) {
        self.opsMax = opsMax
        self.bytesMax = bytesMax
        self.second = second
        self.leaving = leaving
    }

    /// The same, with more that stays behind.
    package func leaving(also seqs: Set<Int64>) -> LoadOrder {
        LoadOrder(
            opsMax: opsMax,
            bytesMax: bytesMax,
            second: second,
            leaving: leaving.union(seqs)
        )
    }
}

/// What the outbox gives.
package struct Outgoing: Hashable, Sendable {
    /// In the order in which they go; of one aggregate always the oldest first. None when nothing can go.
    package var ops: [WireOp]
    /// Whether something waits that had no room.
    package var hasMore: Bool
    /// Working time that is left for the most urgent legal op that waits, in seconds; what is late counts as
    /// `Backoff.slackWhenLate`. `nil` where no legal clock runs.
    package var slack: Int64?
    /// Whether this is an isolated op that is tried again, alone.
    package var isTrial: Bool
    /// Milliseconds until the next isolated op is to be tried; `nil` where there is none.
    package var nextTrial: Int64?

    package init(
        ops: [WireOp],
        hasMore: Bool = false,
        slack: Int64? = nil,
        isTrial: Bool = false,
        nextTrial: Int64? = nil
    ) {
        self.ops = ops
        self.hasMore = hasMore
        self.slack = slack
        self.isTrial = isTrial
        self.nextTrial = nextTrial
    }
}

extension PushBatch {
    /// What the ops of a batch may take: the hub's limit, less what stands around them.
    package static let bytesRoom = bytesMax - 1024
}
