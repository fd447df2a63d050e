import Explanations
import SyncAgent
import SyncCore

/// Remembers what it has seen, and compares what it sees now with it: the model behind the invariants.
final class Witness {
    /// The hub's log, as it was when each entry was new.
    var entries: [Entry] = []
    var mark = Mark.origin
    /// The epoch that new entries belong to.
    var epoch = 1
    /// The latest time of the hub at which something came.
    var latest = Instant(milliseconds: .min)
    var numbers: [OpID: Int64] = [:]
    /// Which home has sent what stands in the log; two may be of one site.
    var senders: [OpID: Int] = [:]
    private(set) var owners: [RecordID: String] = [:]
    var readers: [RecordID: Set<String>] = [:]
    /// In the order in which they were registered.
    var instruments: [RecordID] = []
    /// The hashes of all ops that were ever made, by site.
    var made: [RecordID: Set<[UInt8]>] = [:]
    /// The journals of homes as they were before something was put back in their place, by site.
    var pastJournals: [RecordID: [[[UInt8]]]] = [:]
    /// What the hub has said of entries, and has lost since.
    var lost: Set<ReceiptStatement> = []
    /// The marks that it had there.
    var lostMarks: Set<Mark> = []
    /// The latest life of each site that the log shows.
    var lives: [RecordID: Int] = [:]
    /// Records that were taken back.
    var gone: Set<String> = []
    var present: Set<String> = []
    /// What documents of the law come to.
    var policies: [SiteDocuments: PolicyInForce] = [:]
    /// How urgent ops are by their words, by the hashes of the ops.
    var urgencies: [[UInt8]: Urgency] = [:]

    /// What must never change of an entry.
    struct Entry: Hashable {
        /// What a receipt says of it.
        let statement: ReceiptStatement
        let mark: Mark
        let seal: [UInt8]

        var op: OpID { statement.op }
    }

    /// Where somebody stands who has read everything.
    var head: Cursor { Cursor(epoch: epoch, seq: Int64(entries.count), mark: mark) }

    // MARK: The hub's log

    /// Takes in what is new in the hub's log, which home has sent it, and when it came.
    func observe(
        _ eyes: HubEyes,
        in town: Town,
        from home: Int? = nil,
        at time: Instant? = nil
    ) throws {
        let new = try eyes.entries(after: Int64(entries.count))
        guard !new.isEmpty else { return }
        latest = max(latest, time ?? town.hubTime)
        for entry in new {
            try check(entry, in: town)
            note(entry)
            senders[entry.op] = home
        }
        try noteLives(of: new)
    }

    private func check(_ entry: LogEntry, in town: Town) throws {
        let place = "entry \(entry.seq)"
        guard entry.seq == Int64(entries.count) + 1 else {
            throw Violation(.monotoneProgress, "\(place) stands behind \(entries.count)")
        }
        if let other = numbers[entry.op] {
            throw Violation(.atMostOnce, "\(place) and \(other) are one op")
        }
        try checkTime(of: entry)
        mark = mark.next(opHash: entry.hash, receivedAt: entry.receivedAt)
        guard mark.hex == entry.mark else { throw Violation(.appendOnly, "\(place): mark") }
        let homes = town.sites.filter { $0.id == entry.op.site }
        guard let site = homes.first else { return }
        guard !site.isRevoked else { throw Violation(.revocation, "\(place): \(site.name)") }
        for home in homes { try checkNewOps(of: home) }
        guard made[site.id]?.contains(entry.hash) == true else {
            throw Violation(.forkSafety, "\(place) is not op \(entry.op.seq) of \(site.name)")
        }
    }

    /// The hub's clock, or the time of the receipt with which an op came that the hub had lost.
    private func checkTime(of entry: LogEntry) throws {
        guard let former = entry.former else {
            guard entry.receivedAt == latest else {
                throw Violation(
                    .legalTime,
                    "entry \(entry.seq) was received at \(entry.receivedAt.milliseconds), "
                        + "the hub's clock says \(latest.milliseconds)"
                )
            }
            return
        }
        guard lost.contains(entry.statement(at: former)) else {
            throw Violation(
                .legalTime,
                "entry \(entry.seq) was never entry \(former.seq) of epoch \(former.epoch) with "
                    + "the time \(entry.receivedAt.milliseconds)"
            )
        }
    }

    private func note(_ entry: LogEntry) {
        numbers[entry.op] = entry.seq
        let place = LogPlace(epoch: entry.epoch, seq: entry.seq)
        entries.append(
            Entry(
                statement: entry.statement(at: place),
                mark: mark,
                seal: entry.hash + mark.bytes
            )
        )
        noteScope(of: entry)
    }

    /// Whose the aggregate is, and who else may see it.
    func noteScope(of entry: LogEntry) {
        let aggregate = entry.header.aggregate
        for patch in entry.body?.patches ?? [] {
            if entry.header.kind == .register, patch.kind.isRoot {
                owners[aggregate] = patch.value(CreditFactField.subject) ?? entry.organisation
                if patch.kind == .instrument { instruments.append(aggregate) }
            }
            if patch.kind == .application, let body = patch.value(ApplicationField.body) {
                readers[aggregate, default: []].insert(body)
            }
        }
    }

    /// Whether every entry is still what it was.
    func checkLog(_ eyes: HubEyes) throws {
        // A mark stands for op, time and everything before.
        let (now, then) = (try eyes.seals(), entries.map(\.seal))
        guard now == then else {
            let first = zip(now, then).enumerated().first { $1.0 != $1.1 }?.offset
            throw Violation(
                .appendOnly,
                "the log has \(now.count) entries of \(entries.count), "
                    + "the first that differs is \(first.map { $0 + 1 } ?? 0)"
            )
        }
    }

    // MARK: What is gone

    /// Whether nothing has come back among the records of the hub.
    func checkGone(_ records: [String]) throws {
        let now = Set(records)
        if let back = now.intersection(gone).min() {
            throw Violation(.noResurrection, "\(back) is there again")
        }
        gone.formUnion(present.subtracting(now))
        present = now
    }
}

extension LogEntry {
    /// What a receipt says of the entry at a place.
    fileprivate func statement(at place: LogPlace) -> ReceiptStatement {
        ReceiptStatement(
            hub: SimulatedHub.id,
            op: op,
            hash: hash,
            aggregate: header.aggregate,
            epoch: place.epoch,
            seq: place.seq,
            receivedAt: receivedAt
        )
    }
}
