import SyncCore

/// Slows whoever tries tokens that nobody has made. No guess can succeed; but each costs the hub the check of a
/// signature, and its log a line.
actor WrongTokens {
    private static let triesMax = 10
    private static let spanMilliseconds: Int64 = 60 * 1000
    private static let addressesMax = 4096

    private struct Tries {
        var count: Int
        let since: Instant

        func isOver(at now: Instant) -> Bool {
            abs(now.milliseconds(since: since)) >= spanMilliseconds
        }
    }

    private var byAddress: [String: Tries] = [:]

    /// Seconds that an address has to wait; `nil` where it may try.
    func pause(of address: String, at now: Instant) -> Int? {
        guard let tries = byAddress[address], tries.count >= Self.triesMax, !tries.isOver(at: now)
        else { return nil }
        let left = Self.spanMilliseconds - now.milliseconds(since: tries.since)
        return Int((left + 999) / 1000)
    }

    /// Counts a wrong token.
    func note(_ address: String, at now: Instant) {
        if byAddress.count >= Self.addressesMax, byAddress[address] == nil {
            byAddress = byAddress.filter { !$0.value.isOver(at: now) }
            // So many at once are no single one that could be slowed.
            if byAddress.count >= Self.addressesMax { byAddress = [:] }
        }
        var tries = byAddress[address] ?? Tries(count: 0, since: now)
        if tries.isOver(at: now) { tries = Tries(count: 0, since: now) }
        tries.count += 1
        byAddress[address] = tries
    }
}
