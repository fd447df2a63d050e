package import LocalStore
package import SyncCore

/// What a comparison of this site's records with the hub's has found, at one place in the log.
package struct EqualityProof: Hashable, Sendable {
    package let cursor: Cursor
    /// What the hub's records come to.
    package let sum: StateSum
    /// The rows that are not as they must be.
    package let differences: [RowDifference]
    package let isRepaired: Bool

    /// Whether both hold the same now.
    package var isEqual: Bool { differences.isEmpty || isRepaired }
}

/// Compares the tables of a site with its hub and, where asked to, mends what differs.
///
/// The sums of all records come first, which settles it where all is well. Else the parts that differ are
/// parted again until single aggregates are left. Of those the rows are compared with what the log makes
/// of them: this site's copy of it where that comes to what the hub has, otherwise the hub's entries, asked
/// for anew. Nothing is kept whose sum is not the hub's.
package struct Comparison {
    private let store: Store
    private let hub: any StateClient
    private let organisation: String
    private let cursor: Cursor
    private let tell: @Sendable (Step) -> Void

    /// How far a comparison is.
    package enum Step: Hashable, Sendable {
        /// So many records of this site are summed.
        case summed(Int64)
        /// So many questions are asked, and so many aggregates are known to differ.
        case asked(Int, differing: Int)
    }

    package init(
        of store: Store,
        joined: Joined,
        with hub: any StateClient,
        tell: @escaping @Sendable (Step) -> Void = { _ in }
    ) throws {
        self.store = store
        self.hub = hub
        self.tell = tell
        organisation = try store.site().organisation
        cursor = try store.cursor() ?? .start(epoch: joined.membership.epoch)
    }

    /// Compares; mends where `repairs` says so.
    ///
    /// - Throws: `HubFault`, of which `movedOn` asks for a pull first; `StoreError`. Then nothing is changed.
    package func run(repairs: Bool) async throws -> EqualityProof {
        let sum = try await hub.stateSum(of: organisation, at: cursor)
        var mendings = try store.unsummedAggregates().map { Mending($0) }
        let isSumEqual = try store.stateSum(tell: { tell(.summed($0)) }) == sum
        if !isSumEqual {
            let differing = try await differingAggregates()
            mendings = mendings.filter { differing[$0.aggregate] == nil }
            mendings += try await trusted(differing)
        }
        let found = try store.mend(mendings, keeps: false)
        guard isSumEqual || !found.isEmpty else {
            throw HubFault.garbled("the sums differ, and no row does")
        }
        guard repairs, !found.isEmpty else { return proof(sum, found, isRepaired: false) }
        let damaged = Set(found.map(\.aggregate))
        let repaired = try store.mend(
            mendings.filter { damaged.contains($0.aggregate) },
            keeps: true
        )
        return proof(sum, repaired, isRepaired: try store.stateSum() == sum)
    }

    private func proof(
        _ sum: StateSum,
        _ differences: [RowDifference],
        isRepaired: Bool
    ) -> EqualityProof {
        EqualityProof(
            cursor: cursor,
            sum: sum,
            differences: differences,
            isRepaired: isRepaired
        )
    }

    /// The aggregates that differ, with what the hub has of each.
    private func differingAggregates() async throws -> [RecordID: StateSum] {
        var search = StateSearch(try store.stateIndex())
        var asked = 0
        while let prefix = search.next {
            let parts = try await hub.stateParts(of: organisation, under: prefix, at: cursor)
            guard search.take(parts) else {
                throw HubFault.garbled("the parts of a range are of another one")
            }
            asked += 1
            tell(.asked(asked, differing: search.found.count))
        }
        guard !search.found.isEmpty else {
            throw HubFault.garbled("the whole differs from its parts")
        }
        return search.found
    }

    /// By which log each of them is to be mended: one that comes to what the hub has.
    private func trusted(_ differing: [RecordID: StateSum]) async throws -> [Mending] {
        let summer = StateSummer()
        let ours = try store.logSums(of: Array(differing.keys))
        var mendings: [Mending] = []
        for (aggregate, sum) in differing {
            if ours[aggregate] == sum {
                mendings.append(Mending(aggregate))
                continue
            }
            let entries = try await hub.entries(of: aggregate, for: organisation, at: cursor)
            let state = entries.reduce(into: AggregateState()) { _ = $0.apply($1) }
            guard summer.sum(of: state, aggregate) == sum else {
                throw HubFault.garbled("the hub's log makes other records than the hub has")
            }
            mendings.append(Mending(aggregate, entries: entries))
        }
        return mendings.sorted { $0.aggregate < $1.aggregate }
    }
}
