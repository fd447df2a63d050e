import GRDB
import Signing
import Storage
import Synchronization
package import SyncCore

// How batches are committed.
//
// Syncing the disk takes longer than writing what a batch has. While one group of batches is synced, those that come
// gather for the next (`BatchQueue`), and become one transaction with one sync. Of several, each has a savepoint of its own,
// so one that is refused leaves nothing behind and takes nobody along. Nobody has an answer before the sync; where that
// fails, all of the group have failed.

extension SQLiteHubStore {
    /// Ops of a group, so that nobody waits long for the others in it.
    private static let groupOpsMax = 1000

    package func accept(
        _ batch: PushBatch,
        from site: HubSite,
        at now: Instant
    ) async throws -> AcceptedBatch {
        // Done here, where nobody waits for it but this batch.
        let incoming = IncomingBatch(batch, from: site, at: now)
        // Given up here at last, and not by the one thread that writes.
        defer { withExtendedLifetime(incoming) {} }
        return try await batches.value(of: incoming) { beginGroup() }
    }

    /// Not a task's to cancel: others are in the group.
    private func beginGroup() {
        pool.asyncWriteWithoutTransaction { self.writeGroup(in: $0) }
    }

    private func writeGroup(in database: Database) {
        let group = batches.takeGroup(upTo: Self.groupOpsMax) { max(1, $0.ops.count) }
        let start = ContinuousClock.now
        let results = written(group.map(\.work), in: database)
        metrics.noteCommit(of: group.count, taking: .now - start)
        if batches.endGroup() { beginGroup() }
        // Without the batches, which would be given up here if those who have sent them were quicker.
        let waiting = group.map(\.continuation)
        for (waiter, result) in zip(waiting, results) { waiter.resume(with: result) }
        moveLogIfLong(database)
    }

    /// Pages after which the write-ahead log is moved into the file.
    private static let logPages = 2000

    /// Moves what is in the write-ahead log into the file, where it is long, so that its own file does not grow. Done
    /// when nobody of a group waits any more: while this thread does it, the others answer and read what comes next.
    private func moveLogIfLong(_ database: Database) {
        let pages = database.pagesWritten
        movedPages.withLock { moved in
            guard pages - moved >= Self.logPages else { return }
            moved = pages
            // Where a reader is in the way or the disk is full, SQLite does it in a commit, once it is twice as long.
            _ = try? database.checkpoint(.passive)
        }
    }

    private func written(
        _ group: [IncomingBatch],
        in database: Database
    ) -> [Result<AcceptedBatch, any Error>] {
        do {
            return try changingAggregates(in: database) { database, cache in
                // Who is alone is taken back with the transaction: a savepoint keeps a copy of every page that changes.
                if group.count == 1 { return [.success(try take(group[0], in: database, &cache))] }
                return try group.map { try taken($0, in: database, &cache) }
            }
        } catch {
            return group.map { _ in .failure(Self.told(error)) }
        }
    }

    /// What becomes of one batch of a group. Throws where the whole transaction is gone, as on a full disk.
    private func taken(
        _ incoming: IncomingBatch,
        in database: Database,
        _ cache: inout AggregateCache
    ) throws -> Result<AcceptedBatch, any Error> {
        var accepted: Result<AcceptedBatch, any Error>?
        do {
            try database.inSavepoint {
                accepted = .success(try take(incoming, in: database, &cache))
                return .commit
            }
        } catch {
            // What it has taken out is as it would have left it.
            cache = AggregateCache()
            guard database.isInsideTransaction else { throw error }
            accepted = .failure(Self.told(error))
        }
        return accepted ?? .failure(HubError.storage(detail: "nothing was written"))
    }

    private func take(
        _ incoming: IncomingBatch,
        in database: Database,
        _ cache: inout AggregateCache
    ) throws -> AcceptedBatch {
        if let cursor = incoming.cursor { try EpochRows.check(cursor, in: database) }
        var intake = try Intake(
            database,
            hub: hub,
            keys: keyring.keys,
            sender: incoming.sender,
            cache: &cache,
            at: incoming.now
        )
        let ops = intake.withGenuineReceipts(incoming.ops)
        try LifeRows.check(ops, of: incoming.sender.site, in: database)
        let verdicts = try intake.judge(ops, showing: incoming.own)
        let accepted = try intake.write(verdicts, signedBy: keyring.key, answeredAt: incoming.now)
        try LifeRows.note(ops, of: incoming.sender.site, in: database)
        cache = intake.cacheAfterwards()
        return accepted
    }
}
