import Explanations
import Hub
import LocalStore
import Policy
import SyncCore

/// Whether every registration comes to exactly one that stands for itself. The arrows are followed a second
/// time, on purpose not by the type that hub and sites use.
struct AliasCheck {
    private let ids: Set<RecordID>
    /// From a registration to the one it was merged into, where both are there.
    private let arrows: [RecordID: RecordID]

    init(_ ids: Set<RecordID>, merges: [CanonicalRecord]) {
        self.ids = ids
        let pairs = merges.compactMap { record -> (RecordID, RecordID)? in
            guard let into = record.values["mergedInto"].flatMap(RecordID.init),
                ids.contains(record.id), ids.contains(into)
            else { return nil }
            return (record.id, into)
        }
        arrows = Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Those that stand for themselves.
    var standing: Set<RecordID> { ids.subtracting(arrows.keys) }

    /// Those that are one instrument with others, by the one that stands for them.
    var groups: [RecordID: [RecordID]] {
        Dictionary(grouping: ids, by: end).filter { $0.value.count > 1 }
    }

    private func end(of id: RecordID) -> RecordID {
        var end = id
        for _ in ids {
            guard let next = arrows[end] else { break }
            end = next
        }
        return end
    }

    /// Follows every arrow, and compares the ends with what somebody says.
    func run(at name: String, _ canonical: (RecordID) -> RecordID) throws {
        for id in ids {
            let end = end(of: id)
            guard standing.contains(end) else {
                throw Violation(.alias, "\(name): the merges of \(id) go in a circle")
            }
            guard canonical(id) == end else {
                throw Violation(.alias, "\(name): \(canonical(id)) stands for \(id), not \(end)")
            }
        }
    }
}

extension Town {
    func checkAliases() async throws {
        let merges = try await hub.store.merges(of: nil).map(\.absorbed)
        let listed = Set(try await hub.store.registrations(of: nil).map(\.id))
        let check = AliasCheck(listed.union(merges.map(\.id)), merges: merges)
        guard listed == check.standing else {
            throw Violation(.alias, "the hub lists others than those that stand for themselves")
        }
        try check.run(at: "the hub", try await hub.store.aliasView(of: []).aliases.canonical)
        for site in sites {
            guard let store = site.store, let eyes = site.eyes else { continue }
            let check = AliasCheck(Set(try eyes.ids(.instrument)), merges: merges)
            let aliases = try store.aliases()
            try check.run(at: site.name, aliases.canonical)
            let day = Day(secondsSince1970: hubTime.seconds)
            let count = try store.colorGroups(on: day).map(\.count).reduce(0, +)
            guard count == check.standing.count else {
                throw Violation(.alias, "\(site.name) counts \(count) instruments")
            }
            for (id, members) in check.groups {
                try checkPage(of: id, standingFor: members, at: site.name, store, eyes)
            }
        }
    }

    /// Whoever looks at a registration that stands for others sees the verifications of all.
    private func checkPage(
        of id: RecordID,
        standingFor members: [RecordID],
        at name: String,
        _ store: Store,
        _ eyes: SiteEyes
    ) throws {
        let list = members.map { "'\($0)'" }.joined(separator: ", ")
        let counting = "effective = 1 AND instrument_id IN (\(list))"
        let wanted = Set(try eyes.ids(.verification, where: counting))
        let shown = try store.instrument(id)?.verifications ?? []
        guard Set(shown.map(\.id)) == wanted else {
            throw Violation(.alias, "\(name) shows \(shown.count) of \(wanted.count) on \(id)")
        }
    }
}
