import LocalStore
import SyncCore

/// What the model knows of a hub that was put back from a backup.
extension Witness {
    /// The log goes back to what a backup had; the rest is what somebody may send again.
    func goBack(to backup: HubBackup, in hub: HubEyes) throws {
        for entry in entries[backup.entries...] {
            lost.insert(entry.statement)
            lostMarks.insert(entry.mark)
            numbers[entry.op] = nil
            senders[entry.op] = nil
        }
        entries.removeLast(entries.count - backup.entries)
        mark = entries.last?.mark ?? .origin
        epoch = backup.epoch
        latest = backup.latest
        try checkLog(hub)
        // What was let in or taken back since then is so no more.
        (readers, instruments, gone, present) = ([:], [], [], [])
        lives = entries.reduce(into: [:]) {
            $0[$1.op.site] = max($0[$1.op.site] ?? 0, $1.op.incarnation)
        }
        for entry in try hub.entries(after: 0) { noteScope(of: entry) }
    }

    /// Where a site goes back to, it must have what the hub lets it see there.
    func checkRewind(to place: Cursor, of site: SimulatedSite, in hub: HubEyes) throws {
        site.reached = place.seq
        guard isInLog(place) else { return }
        try checkCopy(at: place, of: site, in: hub)
    }

    /// Whether every op for which a site holds a receipt is in the log, with the time of the first, and
    /// whether the site still misses what is there.
    func checkAgain(_ site: SimulatedSite) throws {
        let dead = try site.eyes?.deadOps() ?? [:]
        // Of what was said again under another name `checkLives` knows.
        for seq in site.receipts.keys.sorted() where dead[seq] == nil {
            guard let first = site.receipts[seq]?.min(by: { $0.receivedAt < $1.receivedAt }) else {
                continue
            }
            // What an authority's lost act had let a body say, nobody can say again without that act.
            guard maySee(first.aggregate, site.plan.organisation) else { continue }
            let number = numbers[first.op]
            let entry = number.map { entries[Int($0) - 1].statement }
            // What another home of the site has sent has the time that this one knew of; an entry never
            // changes, and this home keeps its older receipt as well.
            let isOfCopy = senders[first.op].map { $0 != site.index } ?? false
            guard entry?.hash == first.hash, entry?.receivedAt == first.receivedAt || isOfCopy
            else {
                throw Violation(
                    .receiptDurability,
                    "op \(seq) of \(site.name) is not in the log with the time of its receipt, "
                        + "entry \(first.seq) of epoch \(first.epoch), but "
                        + (number.map { "entry \($0)" } ?? "nowhere")
                )
            }
        }
        for (op, aggregate) in try site.eyes?.lostOps() ?? [] {
            // The authority may have used a name again before the hub was recovered.
            guard let number = numbers[op], maySee(aggregate, site.plan.organisation),
                entries[Int(number) - 1].statement.aggregate == aggregate
            else { continue }
            throw Violation(
                .cursorHonesty,
                "\(site.name) misses op \(op.seq) on \(aggregate), which is there again"
            )
        }
    }
}

/// The hub as it lay on the disk at one moment, and what the model knew then.
struct HubBackup {
    let image: DiskImage
    let at: Int64
    let entries: Int
    let epoch: Int
    let latest: Instant
}
