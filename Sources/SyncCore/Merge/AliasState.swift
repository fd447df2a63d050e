/// Which registrations stand for which: what the authority's merges of duplicate registrations come to.
///
/// The argument. Of each registration one field says into which other one it was merged (`mergedInto`), and
/// that field is folded in the order of the hub's log like any other. What is left here is a set of arrows, at
/// most one from each registration, and what it comes to depends on the set alone: on no order, and not on
/// how often an arrow is said. So merging commutes, and a split, which takes one arrow away, leaves exactly
/// what was there before that arrow.
///
/// The hub lets no circle come about. A site may still hold one, while the split that opened it waits in the
/// quarantine; then the lowest id in the circle stands for all. Every registration so comes to one that stands
/// for itself.
package struct AliasState: Hashable, Sendable {
    /// An arrow: one registration was merged into another.
    package struct Merge: Hashable, Sendable {
        package let absorbed: RecordID
        package let canonical: RecordID

        package init(_ absorbed: RecordID, into canonical: RecordID) {
            self.absorbed = absorbed
            self.canonical = canonical
        }
    }

    /// From each that does not stand for itself straight to the one that stands for it.
    private var ends: [RecordID: RecordID] = [:]
    /// The other way round, sorted.
    private var absorbed: [RecordID: [RecordID]] = [:]

    /// Nothing is merged.
    package init() {}

    /// What merges come to, each registration being absorbed by one at the most.
    package init(_ merges: some Sequence<Merge>) {
        // Of two arrows from one registration, which the fold does not leave, the lower decides.
        let arrows = Dictionary(
            merges.map { ($0.absorbed, $0.canonical) },
            uniquingKeysWith: { min($0, $1) }
        )
        for start in arrows.keys where ends[start] == nil { follow(arrows, from: start) }
        for (one, end) in ends { absorbed[end, default: []].append(one) }
        for end in absorbed.keys { absorbed[end]?.sort() }
    }

    /// Walks along the arrows, and shortens the way for everybody on it.
    private mutating func follow(_ arrows: [RecordID: RecordID], from start: RecordID) {
        var way = [start]
        var seen: Set = [start]
        var end = start
        while let next = arrows[end] {
            if let known = ends[next] {
                end = known
                break
            }
            guard seen.insert(next).inserted else {
                end = way.drop { $0 != next }.min() ?? next
                break
            }
            way.append(next)
            end = next
        }
        for one in way where one != end { ends[one] = end }
    }

    package var isEmpty: Bool { ends.isEmpty }

    /// How many registrations do not stand for themselves.
    package var absorbedCount: Int { ends.count }

    /// The one registration that stands for this one; itself where it was not merged.
    package func canonical(of id: RecordID) -> RecordID { ends[id] ?? id }

    /// Whether another one stands for it.
    package func isAbsorbed(_ id: RecordID) -> Bool { ends[id] != nil }

    /// Those for which a registration stands besides itself, sorted.
    package func absorbed(by canonical: RecordID) -> [RecordID] { absorbed[canonical] ?? [] }

    /// All that are one instrument with a registration that stands for itself, it last: of two
    /// verifications of one day in different registrations the one in the later of these counts.
    package func members(of canonical: RecordID) -> [RecordID] {
        absorbed(by: canonical) + [canonical]
    }

    /// Every registration that is one with another.
    package var merged: Set<RecordID> { Set(ends.keys).union(absorbed.keys) }
}

extension CanonicalRecord {
    /// What the record says of its registration: into which other it was merged.
    package var merge: AliasState.Merge? {
        guard kind == .instrument else { return nil }
        return values[InstrumentField.mergedInto.rawValue].flatMap(RecordID.init)
            .map { AliasState.Merge(id, into: $0) }
    }
}
