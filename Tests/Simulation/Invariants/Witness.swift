import LocalStore
import SyncCore

/// Remembers what it has seen, and compares what it sees now with it: the model behind the invariants.
final class Witness {
    /// The hub's log, as it was when each entry was new.
    private(set) var entries: [Entry] = []
    private var mark = Mark.origin
    private var numbers: [OpID: Int64] = [:]
    private var owners: [RecordID: String] = [:]
    private var readers: [RecordID: Set<String>] = [:]
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
                mark: entry.mark
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
        let now = try eyes.entries(after: 0).map {
            Entry(op: $0.op, hash: $0.hash, receivedAt: $0.receivedAt, mark: $0.mark)
        }
        guard now == entries else {
            let first = zip(now, entries).enumerated().first { $1.0 != $1.1 }?.offset
            throw Violation(
                .appendOnly,
                "the log has \(now.count) entries of \(entries.count), "
                    + "the first that differs is \(first.map { $0 + 1 } ?? 0)"
            )
        }
    }

    // MARK: What reaches a site

    /// Whether an organisation may see an aggregate.
    private func maySee(_ aggregate: RecordID, _ organisation: String) -> Bool {
        let owner = owners[aggregate]
        return owner == organisation || owner == Party.authority.rawValue
            || readers[aggregate]?.contains(organisation) == true
    }

    /// Whether a page has only what its reader may see.
    func checkScope(of page: FeedPage, to site: SimulatedSite) throws {
        for frame in page.frames {
            switch frame {
            case .change(let op):
                guard maySee(op.header.aggregate, site.plan.organisation) else {
                    throw Violation(
                        .scopeSafety,
                        "\(site.name) is sent entry \(op.stamp.seq) on \(op.header.aggregate)"
                    )
                }
            case .own(_, let seq, let hash, _):
                guard seq <= site.hashes.count, site.hashes[Int(seq) - 1] == hash else {
                    throw Violation(.forkSafety, "\(site.name) is told of its op \(seq)")
                }
            case .checkpoint:
                throw Violation(.bounds, "a checkpoint stands within a page")
            }
        }
    }

    /// Whether a batch keeps within what a hub takes.
    func checkBounds(of batch: PushBatch, from site: SimulatedSite) throws {
        let bytes = batch.encoded.count
        guard batch.ops.count <= PushBatch.opsMax, bytes <= PushBatch.bytesMax else {
            throw Violation(.bounds, "\(site.name) sends \(batch.ops.count) ops, \(bytes) bytes")
        }
    }

    /// Whether the receipts of an answer name entries of the log.
    func checkReceipts(_ answer: PushAnswer, of site: SimulatedSite) throws {
        for case .received(let receipt, _) in answer.outcomes {
            let statement = receipt.statement
            try check(statement, of: site)
            let known = site.receipts.updateValue(statement, forKey: statement.op.seq)
            guard known == nil || known == statement else {
                throw Violation(
                    .receiptDurability,
                    "op \(statement.op.seq) of \(site.name) has two receipts"
                )
            }
        }
    }

    private func check(_ statement: ReceiptStatement, of site: SimulatedSite) throws {
        let seq = Int(statement.seq)
        guard (1...entries.count).contains(seq), entries[seq - 1].op == statement.op,
            entries[seq - 1].hash == statement.hash,
            entries[seq - 1].receivedAt == statement.receivedAt
        else {
            throw Violation(
                .receiptDurability,
                "the receipt for op \(statement.op.seq) of \(site.name) names entry \(seq)"
            )
        }
    }

    /// Whether the receipts of a journal are those that were given.
    func checkAllReceipts(of site: SimulatedSite) throws {
        guard let kept = try site.eyes?.receipts() else { return }
        let isSame =
            kept.count == site.receipts.count
            && kept.allSatisfy { row in
                guard let statement = site.receipts[row.op] else { return false }
                return statement.seq == row.hubSeq
                    && statement.receivedAt.milliseconds == row.receivedAt
            }
        guard isSame else {
            throw Violation(
                .receiptDurability,
                "\(site.name) keeps \(kept.count) receipts of \(site.receipts.count)"
            )
        }
        for statement in site.receipts.values { try check(statement, of: site) }
    }

    // MARK: What a site has

    /// Takes in the ops that a site has made.
    func checkNewOps(of site: SimulatedSite) throws {
        guard let eyes = site.eyes else { return }
        site.hashes += try eyes.hashes(after: Int64(site.hashes.count))
    }

    /// Whether the journal still has every op, and knows what became of each.
    func checkJournal(of site: SimulatedSite) throws {
        guard let eyes = site.eyes else { return }
        let hashes = try eyes.hashes(after: 0)
        guard hashes.starts(with: site.hashes) else {
            throw Violation(
                .noLostLocalWrite,
                "\(site.name) has \(hashes.count) ops of \(site.hashes.count)"
            )
        }
        site.hashes = hashes
        let forgotten = try eyes.forgottenOps()
        guard forgotten.isEmpty else {
            throw Violation(.noLostLocalWrite, "\(site.name) has forgotten ops \(forgotten)")
        }
    }

    /// Whether a cursor names exactly what is there.
    func checkCursor(_ cursor: Cursor, of site: SimulatedSite, in hub: HubEyes) throws {
        let seq = Int(cursor.seq)
        guard seq <= entries.count, seq == 0 || entries[seq - 1].mark == cursor.mark.hex else {
            throw Violation(.cursorHonesty, "\(site.name) stands at \(seq) with another mark")
        }
        guard cursor.seq >= site.reached else {
            throw Violation(.monotoneProgress, "\(site.name) goes back to \(seq)")
        }
        site.reached = cursor.seq
        let visible = try hub.visible(to: site.plan.organisation, through: cursor.seq)
        guard let log = try site.eyes?.log(), log == visible else {
            throw Violation(
                .cursorHonesty,
                "\(site.name) at \(seq) should have \(visible.count) entries"
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
