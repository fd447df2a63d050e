/// What is left of an allowance (token bucket).
struct TokenBucket {
    private let allowance: Allowance
    private var level: Double
    private var filledAt: ContinuousClock.Instant

    init(_ allowance: Allowance, at now: ContinuousClock.Instant) {
        self.allowance = allowance
        level = allowance.burst
        filledAt = now
    }

    /// Takes one; where there is none, it is left as it is and the answer says after how many seconds there is one.
    mutating func take(at now: ContinuousClock.Instant) -> Int? {
        fill(at: now)
        guard level >= 1 else { return wait }
        level -= 1
        return nil
    }

    /// The same answer as `take`, without taking.
    mutating func look(at now: ContinuousClock.Instant) -> Int? {
        fill(at: now)
        return level >= 1 ? nil : wait
    }

    func isFull(at now: ContinuousClock.Instant) -> Bool {
        var later = self
        later.fill(at: now)
        return later.level >= allowance.burst
    }

    private var wait: Int { max(1, Int(((1 - level) / allowance.perSecond).rounded(.up))) }

    private mutating func fill(at now: ContinuousClock.Instant) {
        let seconds = (now - filledAt) / .seconds(1)
        level = min(allowance.burst, level + max(seconds, 0) * allowance.perSecond)
        filledAt = max(now, filledAt)
    }
}

/// The same allowance for everybody by a key. Whoever has not asked for long is forgotten, which changes nothing.
struct TokenBuckets<Key: Hashable> {
    /// Beyond so many, those who are new share one.
    static var most: Int { 50_000 }

    private let allowance: Allowance
    private var buckets: [Key: TokenBucket] = [:]
    private var shared: TokenBucket
    private var nextSweep = 1_000
    private var sweptAt: ContinuousClock.Instant

    init(_ allowance: Allowance, at now: ContinuousClock.Instant) {
        self.allowance = allowance
        shared = TokenBucket(allowance, at: now)
        sweptAt = now
    }

    var count: Int { buckets.count }

    /// Takes one; otherwise after how many seconds there is one.
    mutating func take(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        with(key, at: now) { $0.take(at: now) }
    }

    mutating func look(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        with(key, at: now) { $0.look(at: now) }
    }

    private mutating func with(
        _ key: Key,
        at now: ContinuousClock.Instant,
        _ work: (inout TokenBucket) -> Int?
    ) -> Int? {
        if buckets[key] == nil {
            let isFull = buckets.count >= Self.most
            if buckets.count >= nextSweep || (isFull && now - sweptAt >= .seconds(10)) {
                sweep(at: now)
            }
            guard buckets.count < Self.most else { return work(&shared) }
        }
        var bucket = buckets[key] ?? TokenBucket(allowance, at: now)
        defer { buckets[key] = bucket }
        return work(&bucket)
    }

    private mutating func sweep(at now: ContinuousClock.Instant) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        nextSweep = max(1_000, buckets.count * 2)
        sweptAt = now
    }
}
