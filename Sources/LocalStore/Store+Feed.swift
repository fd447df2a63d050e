import GRDB
import Storage
package import SyncCore

/// What a page of the feed came to.
package struct AppliedPage: Hashable, Sendable {
    /// Ops that were new to this site.
    package var changes = 0
    /// Own ops whose receipts name places that turned out to hold something else: they wait again.
    package var waitingAgain = 0
    /// The life that the site has begun, because the hub had ops of it that the journal has not.
    package var newLife: Int?
    /// Frames that could not be taken in, and wait in the quarantine.
    package var quarantined = 0
    /// Where the site stands now.
    package var cursor: SyncCore.Cursor

    package init(cursor: SyncCore.Cursor) {
        self.cursor = cursor
    }
}

extension Store {
    /// How far this site has read the hub's log; `nil` before the first page.
    package func cursor() throws -> SyncCore.Cursor? {
        try Self.translating(Replica.file) { try replica.queue.look(Replica.cursor) }
    }

    /// Applies a page of the feed: log, tables, conflicts and cursor in one transaction, so the cursor
    /// never names what is not there. A page that comes again changes nothing. A frame that cannot be taken
    /// in goes to the quarantine, and changes nothing for the others.
    ///
    /// - Throws: `StoreError`, `.quarantineFull` among them; then nothing of the page is kept.
    package func apply(_ page: FeedPage) throws -> AppliedPage {
        let newLife = try noteOtherLives(in: page)
        let askedAgain = try retireUnreadable(in: page)
        var result = try fold { fold in try fold.run(page) }
        result.newLife = newLife
        result.waitingAgain = askedAgain + (try retireUnkept(through: page.cursor))
        return result
    }

    /// Tries again what waits in the quarantine, in the order in which it came.
    ///
    /// - Returns: how many frames were taken in.
    /// - Throws: `StoreError`.
    package func retryQuarantine() throws -> Int {
        let waiting = try quarantine()
        guard !waiting.isEmpty, let cursor = try cursor() else { return 0 }
        let frames = waiting.compactMap { FeedFrame(decoding: $0.bytes) }
        _ = try noteOtherLives(in: FeedPage(frames: frames, cursor: cursor, isLast: true))
        return try fold { fold in try fold.retry(waiting, at: cursor) }
    }

    /// Folds what has come as one; where the tables do not take it so, again aggregate by aggregate.
    private func fold<Value>(_ work: (inout PageFold) throws -> Value) throws -> Value {
        do { return try fold(work, apart: false) } catch is PageFold.Refused {
            return try fold(work, apart: true)
        }
    }

    private func fold<Value>(
        _ work: (inout PageFold) throws -> Value,
        apart: Bool
    ) throws -> Value {
        let site = try site()
        let (value, hasErased) = try writeTables { source, target in
            var fold = try PageFold(site: site, journal: source, replica: target, apart: apart)
            return (try work(&fold), fold.hasErased)
        }
        if hasErased { try Self.translating(Replica.file, replica.emptyLog) }
        return value
    }
}
