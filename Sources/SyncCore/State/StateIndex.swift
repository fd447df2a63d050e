/// The aggregates of a site with their sums, so that any beginning of an id can be summed at once.
package struct StateIndex: Sendable {
    private let ids: [RecordID]
    /// What the aggregates before each come to, and at the end all.
    private let sums: [StateSum]

    package init(_ aggregates: [RecordID: StateSum]) {
        ids = aggregates.keys.sorted()
        var total = StateSum.zero
        sums =
            ids.map { id in
                defer { total += aggregates[id] ?? .zero }
                return total
            } + [aggregates.values.reduce(.zero, +)]
    }

    package var total: StateSum { sums.last ?? .zero }

    func sum(under prefix: String) -> StateSum {
        let places = places(under: prefix)
        return sums[places.upperBound] - sums[places.lowerBound]
    }

    func aggregates(under prefix: String) -> ArraySlice<RecordID> { ids[places(under: prefix)] }

    private func places(under prefix: String) -> Range<Int> {
        let letters = Array(prefix.utf8)
        // Those before the prefix come first, then those that begin with it.
        let start = firstPlace { !$0.utf8.lexicographicallyPrecedes(letters) }
        let end = firstPlace { id in
            !id.utf8.lexicographicallyPrecedes(letters) && !id.utf8.starts(with: letters)
        }
        return start..<end
    }

    /// The first place from which on a condition holds, by halving.
    private func firstPlace(where holds: (String) -> Bool) -> Int {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(ids[middle].description) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Finds the aggregates in which a site differs from its hub, by asking for the parts of what differs.
package struct StateSearch: Sendable {
    private let own: StateIndex
    private var waiting = [""]
    /// What the hub has of the aggregates that differ; nothing of those that are here only.
    package private(set) var found: [RecordID: StateSum] = [:]

    package init(_ own: StateIndex) {
        self.own = own
    }

    /// The range whose parts to ask for next; `nil` at the end.
    package var next: String? { waiting.last }

    /// Takes the hub's parts of `next`; `false` where they are not parts of it.
    package mutating func take(_ parts: [StateRange]) -> Bool {
        guard let asked = waiting.popLast() else { return false }
        var covered = StateSum.zero
        for part in parts {
            guard part.prefix.hasPrefix(asked), part.prefix.utf8.count > asked.utf8.count,
                part.prefix.utf8.count <= StateRange.idLength
            else { return false }
            let ours = own.sum(under: part.prefix)
            covered += ours
            guard ours != part.sum else { continue }
            if let aggregate = part.aggregate {
                for id in own.aggregates(under: part.prefix) { found[id] = .zero }
                found[aggregate] = part.sum
            } else {
                waiting.append(part.prefix)
            }
        }
        if covered != own.sum(under: asked) { noteStrangers(under: asked, beside: parts) }
        return true
    }

    /// What is here under a prefix, and in none of the hub's parts.
    private mutating func noteStrangers(under prefix: String, beside parts: [StateRange]) {
        for id in own.aggregates(under: prefix)
        where !parts.contains(where: { id.description.hasPrefix($0.prefix) }) {
            found[id] = .zero
        }
    }
}
