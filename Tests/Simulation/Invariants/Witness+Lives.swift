import LocalStore
import SyncCore

/// What the model knows of homes that were copied or put back.
extension Witness {
    /// Notes what a home had before another was put in its place.
    func noteEnd(of site: SimulatedSite) {
        pastJournals[site.id, default: []].append(site.hashes)
    }

    /// Whether what has come is of the latest life of its site, but for what the hub had lost.
    func noteLives(of entries: [LogEntry]) throws {
        for entry in entries where entry.former == nil {
            guard let latest = lives[entry.op.site], entry.op.incarnation < latest else { continue }
            throw Violation(
                .oneLife,
                "entry \(entry.seq) is op \(entry.op.seq) of life \(entry.op.incarnation), "
                    + "while its site is in life \(latest)"
            )
        }
        // One batch may end a life and begin the next.
        for entry in entries {
            lives[entry.op.site] = max(lives[entry.op.site] ?? 0, entry.op.incarnation)
        }
    }

    /// Takes in receipts that a home has got otherwise than by sending.
    func checkLearned(by site: SimulatedSite) throws {
        for kept in try site.store?.receipts() ?? [] {
            let statement = kept.receipt.statement
            try check(statement, of: site)
            site.receipts[statement.op.seq, default: []].insert(statement)
        }
    }

    /// Every op of a journal is in the log, or a dead letter, and never both, unless another home has sent what
    /// this one has said again.
    func checkChain(of site: SimulatedSite) throws {
        let there = Set(entries.filter { $0.op.site == site.id }.map(\.statement.hash))
        let dead = try site.eyes?.deadOps() ?? [:]
        let held = try heldUp(at: site)
        for (index, hash) in site.hashes.enumerated() {
            let seq = Int64(index + 1)
            if held.contains(seq) || (site.isShared && dead[seq] == "reissued") { continue }
            guard there.contains(hash) != (dead[seq] != nil) else {
                throw Violation(
                    .journalIntegrity,
                    "op \(seq) of \(site.name) is \(dead[seq] == nil ? "not in" : "in") the log"
                )
            }
        }
    }

    /// What waits for others to send again what the hub has lost, and what stands behind it in its aggregate.
    private func heldUp(at site: SimulatedSite) throws -> Set<Int64> {
        let waiting = try site.eyes?.waiting() ?? []
        let first = waiting.filter { site.postponed.contains($0.seq) }
        let behind = waiting.filter { op in
            first.contains { $0.aggregate == op.aggregate && $0.seq < op.seq }
        }
        return site.postponed.union(behind.map(\.seq))
    }

    /// Each life of a site belongs to one home, and nothing that was said again stands twice.
    func checkLives(of sites: [SimulatedSite], in hub: HubEyes) throws {
        let shared = Dictionary(grouping: sites.filter(\.isShared), by: \.id)
        guard !shared.isEmpty else { return }
        var lives: [RecordID: [Int: Set<[UInt8]>]] = [:]
        var saids: [RecordID: [Said: Int64]] = [:]
        for entry in try hub.entries(after: 0) where shared[entry.op.site] != nil {
            lives[entry.op.site, default: [:]][entry.op.incarnation, default: []].insert(entry.hash)
            let said = Said(entry)
            if let other = saids[entry.op.site, default: [:]].updateValue(entry.seq, forKey: said) {
                let place = "entries \(other) and \(entry.seq)"
                throw Violation(.atMostOnce, "\(place) on \(entry.header.aggregate) say one thing")
            }
        }
        for (id, homes) in shared {
            let journals = homes.map(\.hashes) + (pastJournals[id] ?? [])
            for (life, hashes) in lives[id] ?? [:]
            where !journals.contains(where: { hashes.isSubset(of: $0) }) {
                throw Violation(.forkSafety, "two homes of \(homes[0].name) are in life \(life)")
            }
            for home in homes { try checkSaidAgain(by: home, saids[id] ?? [:]) }
        }
    }

    /// What was said again is in the log, unless the hub has refused it under its new name as well.
    private func checkSaidAgain(by home: SimulatedSite, _ there: [Said: Int64]) throws {
        guard let eyes = home.eyes else { return }
        let refused = Set(try eyes.said(where: "code <> 'reissued'"))
        for said in try eyes.said(where: "code = 'reissued'")
        where there[said] == nil && !refused.contains(said) && home.postponed.isEmpty {
            throw Violation(.noLostLocalWrite, "\(home.name) has said \(said.name) again to nobody")
        }
    }
}

/// What somebody has said, under whichever name it goes.
struct Said: Hashable {
    /// The first name.
    let name: String
    let claimedAt: Int64
    let body: String

    init(name: String, claimedAt: Int64, body: String) {
        (self.name, self.claimedAt, self.body) = (name, claimedAt, body)
    }

    fileprivate init(_ entry: LogEntry) {
        self.init(
            name: (entry.header.reissueOf ?? entry.header.ownName).description,
            claimedAt: entry.header.claimedAt.milliseconds,
            body: entry.body?.json.canonicalText ?? ""
        )
    }
}

/// A backup of a home, and what the model knew of it then.
struct HomeCopy {
    let journal: DiskImage
    let tables: DiskImage
    let hashes: [[UInt8]]
    let receipts: [Int64: Set<ReceiptStatement>]

    /// Where no process has the home open, its files are the backup.
    init(of site: SimulatedSite) throws {
        journal = try site.eyes?.backUpJournal() ?? DiskImage.taken(of: site.home + "/journal.db")
        tables = try site.eyes?.backUpTables() ?? DiskImage.taken(of: site.home + "/replica.db")
        hashes = site.hashes
        receipts = site.receipts
    }
}
