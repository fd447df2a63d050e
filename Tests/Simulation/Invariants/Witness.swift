import SyncCore

/// Remembers what it has seen, and compares what it sees now with it: the model behind the invariants.
final class Witness {
    /// The hub's log, as it was when each entry was new.
    private(set) var entries: [Entry] = []
    private var mark = Mark.origin
    private var numbers: [OpID: Int64] = [:]
    private(set) var owners: [RecordID: String] = [:]
    private(set) var readers: [RecordID: Set<String>] = [:]
    /// In the order in which they were registered.
    private(set) var instruments: [RecordID] = []
    /// Records that were taken back.
    private var gone: Set<String> = []
    private var present: Set<String> = []

    /// What must never change of an entry.
    struct Entry: Hashable {
        let op: OpID
        let hash: [UInt8]
        let receivedAt: Instant
        let mark: String
        let seal: [UInt8]
    }

    // MARK: The hub's log

    /// Takes in what is new in the hub's log.
    func observe(_ eyes: HubEyes, in town: Town) throws {
        for entry in try eyes.entries(after: Int64(entries.count)) {
            try check(entry, in: town)
            note(entry)
        }
    }

    private func check(_ entry: LogEntry, in town: Town) throws {
        let place = "entry \(entry.seq)"
        guard entry.seq == Int64(entries.count) + 1 else {
            throw Violation(.monotoneProgress, "\(place) stands behind \(entries.count)")
        }
        if let other = numbers[entry.op] {
            throw Violation(.atMostOnce, "\(place) and \(other) are one op")
        }
        let last = entries.last?.receivedAt ?? Instant(milliseconds: .min)
        guard entry.receivedAt == max(town.hubTime, last) else {
            throw Violation(
                .legalTime,
                "\(place) was received at \(entry.receivedAt.milliseconds), "
                    + "the hub's clock says \(town.hubTime.milliseconds)"
            )
        }
        mark = mark.next(opHash: entry.hash, receivedAt: entry.receivedAt)
        guard mark.hex == entry.mark else { throw Violation(.appendOnly, "\(place): mark") }
        guard let site = town.sites.first(where: { $0.id == entry.op.site }) else { return }
        guard !site.isRevoked else { throw Violation(.revocation, "\(place): \(site.name)") }
        let seq = Int(entry.op.seq)
        try checkNewOps(of: site)
        guard seq <= site.hashes.count, site.hashes[seq - 1] == entry.hash else {
            throw Violation(.forkSafety, "\(place) is not op \(seq) of \(site.name)")
        }
    }

    private func note(_ entry: LogEntry) {
        numbers[entry.op] = entry.seq
        entries.append(
            Entry(
                op: entry.op,
                hash: entry.hash,
                receivedAt: entry.receivedAt,
                mark: entry.mark,
                seal: entry.hash + mark.bytes
            )
        )
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
