import GRDB
package import SyncCore

/// Writes ops inside one transaction, and reads what they have made of the tables.
package final class StoreWriter<Generator: RandomNumberGenerator> {
    package let now: Instant
    package private(set) var written = 0
    private(set) var head: Journal.Head
    private(set) var ids: RecordIDGenerator
    private(set) var random: Generator
    let journal: Database
    let replica: Database
    package let site: Site
    /// How far the site has read the hub's log; `nil` while it stands alone.
    private let base: Int64?
    private let baseEpoch: Int
    private let sealer: OpSealer
    private var deferredIndexes: [String] = []
    /// What was asked for last, as the ops written so far have left it: most is asked for to be changed.
    private var latest: (id: RecordID, state: AggregateState)?

    init(
        site: Site,
        now: Instant,
        head: Journal.Head,
        base: Int64?,
        baseEpoch: Int,
        ids: RecordIDGenerator,
        random: Generator,
        sealer: OpSealer,
        journal: Database,
        replica: Database
    ) {
        self.site = site
        self.now = now
        self.head = head
        self.base = base
        self.baseEpoch = baseEpoch
        self.ids = ids
        self.random = random
        self.sealer = sealer
        self.journal = journal
        self.replica = replica
    }

    /// A new id for a record that an op will make.
    package func newID() -> RecordID {
        ids.next(at: now, using: &random)
    }

    /// Numbers, seals and journals an op, and folds it into the tables. What no hub would take is
    /// refused here, while its author is there to shorten it.
    ///
    /// - Throws: `StoreError`, also on a site that has joined no hub yet.
    package func append(_ draft: OpDraft) throws {
        let read = try placeRead(of: draft)
        let header = OpHeader(
            site: site.id,
            incarnation: site.incarnation,
            seq: head.seq + 1,
            time: head.time.next(at: now),
            claimedAt: now,
            aggregate: draft.aggregate,
            kind: draft.kind,
            batch: draft.batch,
            base: read.base,
            baseEpoch: read.epoch
        )
        let body = draft.body.canonical
        guard body.count <= PushBatch.bodyMax else {
            throw StoreError.changeTooLarge(bytes: body.count, max: PushBatch.bodyMax)
        }
        let seal = sealer.seal(header, body: body, salt: salt(), after: head.hash)
        let before = draft.kind == .register ? nil : try aggregate(draft.aggregate)
        try Store.translating(Journal.file) {
            try Journal.insert(header, body: body, seal: seal, in: journal)
            try wait(header, draft.body)
        }
        let op = StoredOp(header: header, body: draft.body, bodyBytes: body, seal: seal)
        try Store.translating(Replica.file) { try fold(op, onto: before) }
        head = Journal.Head(seq: header.seq, hash: seal.hash, time: header.time)
        written += 1
    }

    /// Writes into the tables what a new op makes of its aggregate.
    private func fold(_ op: StoredOp, onto before: AggregateState?) throws {
        let aggregate = op.header.aggregate
        latest = nil
        guard var state = before else {
            return try Replica.register(aggregate, op.body?.patches ?? [], in: replica)
        }
        _ = state.apply(op.predicted(at: site))
        try Replica.rewrite(aggregate, as: state, in: replica)
        latest = (aggregate, state)
    }

    /// An instrument with what hangs on it, as the ops written so far have left it.
    package func aggregate(_ id: RecordID) throws -> AggregateState {
        if let latest, latest.id == id { return latest.state }
        let log = try AggregateLog(of: id, by: site, journal: journal, replica: replica)
        let state = log.presentState
        latest = (id, state)
        return state
    }

    /// How far its author has read the hub's log, as far as it is about this record: what came with the first part
    /// of a snapshot was shown to him before the feed has come by.
    private func placeRead(of draft: OpDraft) throws -> (base: Int64?, epoch: Int) {
        guard let base, draft.kind != .register,
            let ahead = try Store.translating(
                Replica.file,
                { try HubLogEntry.newestAhead(of: draft.aggregate, in: replica) }
            ), ahead.seq > base
        else { return (base, baseEpoch) }
        return (ahead.seq, ahead.epoch)
    }

    private func wait(_ header: OpHeader, _ body: OpBody?) throws {
        try WaitingRow.insert(
            header.seq,
            header.kind,
            batch: header.batch,
            body,
            in: journal
        )
    }

    /// Says an op of an earlier life again: the same words, what its author knew, and when he said it. It
    /// goes by its first name, so that the hub knows it however often and by whichever copy it is said.
    func reissue(_ seq: Int64) throws {
        let original = try Store.translating(Journal.file) { try Store.op(seq, in: journal) }
        guard let original, let body = original.bodyBytes else { return }
        let header = OpHeader(
            site: site.id,
            incarnation: site.incarnation,
            seq: head.seq + 1,
            time: head.time.next(at: now),
            claimedAt: original.header.claimedAt,
            aggregate: original.header.aggregate,
            kind: original.header.kind,
            batch: original.header.batch,
            base: original.header.base,
            baseEpoch: original.header.baseEpoch,
            reissueOf: original.header.reissueOf ?? original.header.ownName
        )
        let seal = sealer.seal(header, body: body, salt: salt(), after: head.hash)
        try Store.translating(Journal.file) {
            try Journal.insert(header, body: body, seal: seal, in: journal)
            try wait(header, original.body)
            try WaitingRow.delete(seq, in: journal)
            try journal.execute(
                sql: "INSERT INTO dead_letter (op_seq, code, detail, at) VALUES (?, ?, ?, ?)",
                arguments: [
                    seq, Store.reissuedCode, header.ownName.description, now.milliseconds,
                ]
            )
        }
        latest = nil
        try Store.translating(Replica.file) {
            try Store.refold(header.aggregate, by: site, from: journal, into: replica)
        }
        head = Journal.Head(seq: header.seq, hash: seal.hash, time: header.time)
        written += 1
    }

    /// The site sends again.
    func endHalt() throws {
        try Store.translating(Journal.file) { try journal.execute(sql: "DELETE FROM halt") }
    }

    /// Prepares the first load of an empty store: secondary indexes are built once at the end,
    /// which is several times cheaper than keeping them in order row by row.
    ///
    /// - Returns: whether the store was empty; if not, nothing is deferred.
    package func deferIndexesIfEmpty() throws -> Bool {
        try Store.translating(Replica.file) {
            let hasRows = "SELECT EXISTS (SELECT 1 FROM instrument)"
            guard try Bool.fetchOne(replica, sql: hasRows) == false else { return false }
            deferredIndexes = try Replica.dropIndexes(in: replica)
            return true
        }
    }

    /// What has to be true before a commit: every index is there, and the tables know the last op.
    func finish() throws {
        try Store.translating(Replica.file) {
            for sql in deferredIndexes { try replica.execute(sql: sql) }
            if written > 0 { try Replica.setFolded(head.seq, in: replica) }
        }
    }

    private func salt() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: OpSeal.saltLength) { buffer, count in
            for start in stride(from: 0, to: OpSeal.saltLength, by: 8) {
                var word = random.next()
                for offset in 0..<8 {
                    buffer[start + offset] = UInt8(truncatingIfNeeded: word)
                    word >>= 8
                }
            }
            count = OpSeal.saltLength
        }
    }
}
