import GRDB
package import SyncCore

// How a change is kept, and what a power cut leaves.
//
// A change is one transaction on `journal.db` and then one on `replica.db`. SQLite gives no
// atomicity across two files in WAL mode, and none is needed:
//
//   1. Both transactions begin. Ops are written to the journal and folded into the tables.
//   2. The journal commits. From the moment this returns, at `synchronous = FULL`, the change is
//      durable; before, nothing of it exists.
//   3. The tables commit. They note the number of the last op that they contain.
//
// A crash before 2 leaves neither. A crash between 2 and 3 leaves the ops in the journal with
// numbers above the one noted in the tables: the next start folds exactly these, by the same
// function. A crash after 3 leaves both. The tables may also be lost whole; then the noted number is
// 0 and all is folded. Where 3 fails, as on a full disk, the next change folds the missing ops first.
//
// So no acknowledged change is lost, none is half there, none is folded twice.

/// An op before it has a number, a time and a seal.
package struct OpDraft: Sendable {
    package let aggregate: RecordID
    package let kind: OpKind
    package let batch: RecordID?
    package let body: OpBody

    package init(
        aggregate: RecordID,
        kind: OpKind,
        batch: RecordID? = nil,
        body: OpBody
    ) {
        self.aggregate = aggregate
        self.kind = kind
        self.batch = batch
        self.body = body
    }
}

extension Store {
    /// Runs `work` with a writer. All its ops are kept when it returns `commit`; none when it
    /// throws or returns `discard`.
    ///
    /// - Throws: `StoreError`, or what `work` throws.
    package func write<Value, Generator: RandomNumberGenerator>(
        at now: Instant,
        random: inout Generator,
        _ work: (StoreWriter<Generator>) throws -> (Value, WriteOutcome)
    ) throws -> Value {
        let site = try site()
        return try journal.queue.writeWithoutTransaction { source in
            try replica.queue.writeWithoutTransaction { target in
                let writer = try begin(site: site, at: now, random: random, source, target)
                defer {
                    random = writer.random
                    ids = writer.ids
                }
                let value: Value
                do {
                    let outcome: WriteOutcome
                    (value, outcome) = try work(writer)
                    guard outcome == .commit else {
                        try Self.rollBack(source, target)
                        return value
                    }
                    try writer.finish()
                    try Self.translating(Journal.file) { try source.commit() }
                } catch {
                    try? Self.rollBack(source, target)
                    throw error
                }
                try commitOverlay(target)
                return value
            }
        }
    }

    private func begin<Generator: RandomNumberGenerator>(
        site: Site,
        at now: Instant,
        random: Generator,
        _ source: Database,
        _ target: Database
    ) throws -> StoreWriter<Generator> {
        try Self.translating(Journal.file) { try source.beginTransaction(.immediate) }
        do {
            try Self.translating(Replica.file) { try target.beginTransaction(.immediate) }
            let head = try Self.translating(Journal.file) {
                // The next op names the hash of this one.
                let head = try Journal.head(source)
                if head.seq > 0 { _ = try OutgoingOps(in: source).op(head.seq) }
                return head
            }
            try Self.catchUp(with: head.seq, by: site, source, target)
            let isMember = try Self.translating(Journal.file) { try Journal.isMember(source) }
            let cursor = try Self.translating(Replica.file) { try Replica.cursor(target) }
            return StoreWriter(
                site: site,
                now: now,
                head: head,
                base: isMember ? cursor?.seq ?? 0 : nil,
                baseEpoch: isMember ? cursor?.epoch ?? 1 : 1,
                ids: ids,
                random: random,
                sealer: sealer,
                journal: source,
                replica: target
            )
        } catch {
            try? Self.rollBack(source, target)
            throw error
        }
    }

    private static func rollBack(_ source: Database, _ target: Database) throws {
        // A full disk may have ended a transaction already.
        if source.isInsideTransaction { try source.rollback() }
        if target.isInsideTransaction { try target.rollback() }
    }

    private func commitOverlay(_ target: Database) throws {
        do { try target.commit() } catch let error as DatabaseError {
            if target.isInsideTransaction { try? target.rollback() }
            throw StoreError.overlayBehind(detail: error.message ?? "\(error.resultCode)")
        }
    }
}

/// Whether a piece of work is to be kept.
package enum WriteOutcome: Sendable {
    case commit
    case discard
}
