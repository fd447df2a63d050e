package import LocalStore
package import SyncCore

/// What a round has done so far.
package struct RoundReport: Hashable, Sendable {
    /// Ops that the hub has answered for.
    package internal(set) var pushed = 0
    /// Receipts that came into the journal.
    package internal(set) var received = 0
    /// Changes of others, and settled ones of ours, that came with the feed.
    package internal(set) var pulled = 0
    /// Ops that the hub can never take; they are dead letters now.
    package internal(set) var refused: [DeadLetter] = []
    /// Conflicts that wait for a person of this organisation once all is done.
    package internal(set) var conflicts = 0
    /// Running clocks that a newer calendar has changed.
    package internal(set) var shifts: [DeadlineShift] = []
    /// Whether this site has everything that the hub has for it, and the hub everything of it; `nil` where
    /// the round did not ask.
    package internal(set) var upToDate: Bool?
    /// Changes of others that the hub has lost and nobody has sent again.
    package internal(set) var lost = 0
    /// How often the hub has contradicted what it had signed, as far as nobody has settled it.
    package internal(set) var contradictions = 0
    /// The life that the site has begun, because the hub had ops of it that the journal has not.
    package internal(set) var newLife: Int?
    package internal(set) var cursor: Cursor?
    /// Ops that wait because the hub fails at them.
    package internal(set) var isolated = 0
    /// Frames that this program could not take in.
    package internal(set) var quarantined = 0
    /// What became of the next certificate, where it was time for one: the moment until which it holds.
    package internal(set) var renewal: Result<Instant, Renewal.Failure>?
    /// Certificate files that the hub has confirmed.
    package internal(set) var certificates = 0
    /// Those that still wait, and of them those that are not here as the results name them.
    package internal(set) var certificatesWaiting = 0
    package internal(set) var certificatesMissing: [String] = []
    /// How far a snapshot has come with which a first sync begins.
    package private(set) var snapshot: Snapshot?
    /// Why the log was read page by page although the hub has given a snapshot.
    package internal(set) var snapshotFlaw: HubFault?
    /// Why the round ended early.
    package internal(set) var fault: HubFault?

    /// Nothing done yet.
    package init(cursor: Cursor? = nil) {
        self.cursor = cursor
    }
}

extension RoundReport {
    /// The file of a snapshot that has all, on its way.
    package struct Snapshot: Hashable, Sendable {
        /// Bytes that have come, in this round or before.
        package internal(set) var received: Int64
        /// Bytes of which they are part, as the hub said first.
        package let size: Int64
        /// What the hub says of a snapshot that it is making.
        package internal(set) var preparation: String?
    }

    /// A hub that makes another snapshot meanwhile takes nothing back.
    mutating func noteSnapshot(_ progress: SnapshotProgress) {
        guard progress.slice == .whole else { return }
        let size = snapshot.map(\.size).flatMap { $0 > 0 ? $0 : nil } ?? progress.size
        let received = max(snapshot?.received ?? 0, min(progress.received, size))
        snapshot = Snapshot(received: received, size: size, preparation: nil)
    }

    /// The hub has yet to make one.
    mutating func noteSnapshot(preparing detail: String) {
        snapshot = Snapshot(
            received: snapshot?.received ?? 0,
            size: snapshot?.size ?? 0,
            preparation: detail
        )
    }
}
