import Hub
import LocalStore
import SyncAgent
import SyncCore
import Synchronization

/// What is checked after each step and each night.
extension Town {
    /// Whoever has something to do has a request on its way or a timer.
    func checkWaiting() throws {
        for site in sites where site.hasStirred {
            site.hasStirred = false
            guard site.isDaemon, site.machine != nil, let eyes = site.eyes else { continue }
            let isPulling = site.awaits(.pull) || site.sleeps.contains(.pull)
            guard isPulling else { throw Violation(.noIdleWaiting, "\(site.name) does not pull") }
            let isPushing =
                site.awaits(.push) || site.sleeps.contains(.push)
                || site.sleeps.contains(.trial)
            guard !isPushing else { continue }
            guard try eyes.firstWaitingOp(except: site.postponed) == nil else {
                throw Violation(.noIdleWaiting, "\(site.name) does not push")
            }
        }
    }

    /// Compares everybody with the hub, as far as he has read.
    func checkNight() async throws {
        try witness.checkLog(hub.eyes)
        let head = try await hub.store.head()
        var exports: [String: [UInt8]] = [:]
        let root = witness.treeRoot
        for site in sites {
            try witness.checkJournal(of: site)
            try witness.checkAllReceipts(of: site)
            guard let store = site.store, try store.cursor() == head else { continue }
            try checkTreeHeads(of: site, store, at: head, root)
            // A hub from before an organisation joined lets it see nothing until it is let in again.
            guard try await hub.store.site(site.id) != nil else { continue }
            let organisation = site.plan.organisation
            if exports[organisation] == nil {
                exports[organisation] = try await hubExport(of: organisation).bytes
            }
            let wanted = try told(exports[organisation] ?? [], to: site)
            try compare(try Self.export(of: store), with: wanted, at: site)
        }
        try witness.checkGone(try await hubExport(of: nil).ids)
        let limit = 400 * sites.count
        guard requests <= limit else {
            throw Violation(.bounds, "\(requests) requests in a day")
        }
        requests = 0
    }

    /// Who has read everything keeps a signed head of this log, and accuses no hub that has signed one history only.
    private func checkTreeHeads(
        of site: SimulatedSite,
        _ store: Store,
        at head: Cursor,
        _ root: [UInt8]
    ) throws {
        guard try hub.mayBeAccused || store.contradictions(openOnly: false).isEmpty else {
            throw Violation(.treeHeads, "\(site.name) accuses an honest hub")
        }
        // One that has read more than the hub has left may stand at its end by chance.
        guard !hub.awaitsRecovery, let newest = try store.treeHeads().newest?.head else { return }
        guard newest.epoch == head.epoch, newest.count == head.seq, newest.root == root else {
            throw Violation(
                .treeHeads,
                "\(site.name) at \(head.seq) has the head of \(newest.count) in epoch \(newest.epoch)"
            )
        }
    }

    /// What a site can know of the hub's records. A hub that was put back may have lost that a fact was deleted; who
    /// had read the fact without its words, and not yet why, learns of nothing before the hub is recovered.
    private func told(_ wanted: [UInt8], to site: SimulatedSite) throws -> [UInt8] {
        let unknown = hub.awaitsRecovery ? try site.eyes?.factsWithoutWords() ?? [] : []
        guard !unknown.isEmpty else { return wanted }
        let lines = Self.lines(wanted).filter { line in !unknown.contains { line.contains($0) } }
        return lines.flatMap { [UInt8]($0.utf8) + [0x0A] }
    }

    func compare(_ export: [UInt8], with wanted: [UInt8], at site: SimulatedSite) throws {
        guard export != wanted else { return }
        let (mine, theirs) = (Self.lines(export), Self.lines(wanted))
        throw Violation(
            .replicaEquality,
            "\(site.name) differs from the hub: \(Self.difference(mine, theirs))"
        )
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The canonical export of a site.
    static func export(of store: Store) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try LedgerExport.writeNDJSON(of: store) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The canonical export of the hub, and the ids in it.
    func hubExport(
        of organisation: String?
    ) async throws -> (bytes: [UInt8], ids: [String]) {
        let export = HubExport()
        try await hub.store.forEachRecord(of: organisation) { export.add($0) }
        return export.content
    }
}

/// Takes records from whatever thread the hub's store reads on.
private final class HubExport: Sendable {
    private let kept = Mutex<(bytes: [UInt8], ids: [String])>(([], []))

    var content: (bytes: [UInt8], ids: [String]) { kept.withLock { $0 } }

    func add(_ record: CanonicalRecord) {
        kept.withLock { kept in
            record.json.writeCanonical(to: &kept.bytes)
            kept.bytes.append(0x0A)
            kept.ids.append("\(record.kind) \(record.id)")
        }
    }
}
