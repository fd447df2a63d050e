import LocalStore
import SyncCore

/// What reaches a site, and what it has.
extension Witness {
    /// Whether an organisation may see an aggregate.
    func maySee(_ aggregate: RecordID, _ organisation: String) -> Bool {
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
            case .own(_, let seq, let hash, _) where !site.isShared:
                guard seq <= site.hashes.count, site.hashes[Int(seq) - 1] == hash else {
                    throw Violation(.forkSafety, "\(site.name) is told of its op \(seq)")
                }
            case .own: break
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
            site.receipts[statement.op.seq, default: []].insert(statement)
        }
    }

    func check(_ statement: ReceiptStatement, of site: SimulatedSite) throws {
        let seq = Int(statement.seq)
        let isThere = seq <= entries.count && seq > 0 && entries[seq - 1].statement == statement
        guard isThere || lost.contains(statement) else {
            throw Violation(
                .receiptDurability,
                "the receipt for op \(statement.op.seq) of \(site.name) names entry \(seq)"
            )
        }
    }

    /// Whether the receipts of a journal are those that were given.
    func checkAllReceipts(of site: SimulatedSite) throws {
        guard let kept = try site.eyes?.receipts() else { return }
        let given = site.receipts.values.joined()
        let known = Set(given.map(KnownReceipt.init))
        guard known.isSubset(of: kept),
            site.refusedReceipts.isSuperset(of: Set(kept).subtracting(known))
        else {
            throw Violation(
                .receiptDurability,
                "\(site.name) keeps \(kept.count) receipts of \(known.count)"
            )
        }
        for statement in given { try check(statement, of: site) }
    }

    // MARK: What a site has

    /// Takes in the ops that a site has made.
    func checkNewOps(of site: SimulatedSite) throws {
        guard let eyes = site.eyes else { return }
        let new = try eyes.hashes(after: Int64(site.hashes.count))
        site.hashes += new
        made[site.id, default: []].formUnion(new)
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
        // After a sync that failed, nobody knows whether a change is durable before the next start.
        site.hashes = hashes
        made[site.id, default: []].formUnion(hashes)
        let forgotten = try eyes.forgottenOps()
        guard forgotten.isEmpty else {
            throw Violation(.noLostLocalWrite, "\(site.name) has forgotten ops \(forgotten)")
        }
    }

    /// Whether a cursor names exactly what is there.
    func checkCursor(_ cursor: Cursor, of site: SimulatedSite, in hub: HubEyes) throws {
        let seq = Int(cursor.seq)
        // An answer may still be on its way when its hub is put back.
        if !isInLog(cursor), lostMarks.contains(cursor.mark) {
            site.reached = cursor.seq
            return
        }
        guard isInLog(cursor) else {
            throw Violation(.cursorHonesty, "\(site.name) stands at \(seq) with another mark")
        }
        guard cursor.seq >= site.reached else {
            throw Violation(.monotoneProgress, "\(site.name) goes back to \(seq)")
        }
        guard cursor.seq > site.reached else { return }
        site.reached = cursor.seq
        try checkCopy(at: cursor, of: site, in: hub)
    }

    /// Whether a place is one of the hub's log.
    func isInLog(_ cursor: Cursor) -> Bool {
        let seq = Int(cursor.seq)
        return seq == 0 || seq <= entries.count && entries[seq - 1].mark == cursor.mark
    }

    /// Whether a site has exactly the entries that its organisation may see up to a place.
    func checkCopy(at cursor: Cursor, of site: SimulatedSite, in hub: HubEyes) throws {
        let visible = try hub.visible(to: site.plan.organisation, through: cursor.seq)
        guard let log = try site.eyes?.log(), log == visible else {
            throw Violation(
                .cursorHonesty,
                "\(site.name) at \(cursor.seq) should have \(visible.count) entries"
            )
        }
    }
}

extension KnownReceipt {
    init(_ statement: ReceiptStatement) {
        self.init(
            op: statement.op.seq,
            epoch: statement.epoch,
            hubSeq: statement.seq,
            receivedAt: statement.receivedAt.milliseconds
        )
    }
}
