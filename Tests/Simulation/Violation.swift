/// A promise that did not hold.
package struct Violation: Error, Hashable, Sendable {
    /// The name of the invariant.
    package let invariant: Invariant
    package let detail: String

    init(_ invariant: Invariant, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }
}

/// The promises that every run checks. Those marked *each step* are checked whenever something has
/// changed, those marked *each night* after every day, the others once nothing strikes any more.
package enum Invariant: String, CaseIterable, Sendable {
    /// A receipt that a site holds names an entry of the hub's log, with the same hash, number and
    /// time, for ever. Where the hub was put back from a backup, the op comes into the log again with the
    /// time of the first receipt. Each step and each night, and at the end.
    case receiptDurability = "receipt durability"
    /// Every op that a site has ever committed is in its journal, and waits, is received, or is a dead
    /// letter. After each crash and each night.
    case noLostLocalWrite = "no lost local write"
    /// No op is in the hub's log twice, and the hub's records are what its log folds to, each op once.
    /// Each step, and at the end by a second fold.
    case atMostOnce = "at most once"
    /// Nobody hears of a fork without a copied or restored site, nor of another history without a
    /// restored hub. Each step.
    case forkSafety = "fork safety"
    /// Once the hub has heard of a later life of a site, nothing of an earlier one enters its log, but for
    /// what it had lost itself. Each step.
    case oneLife = "one life"
    /// A site's copy of the log is exactly what the hub lets its organisation see up to its cursor, and
    /// the cursor's mark is the hub's; also where it has gone back with a restored hub. Each step.
    case cursorHonesty = "cursor honesty"
    /// A person reads at once what he has written, also after a crash. Each step.
    case readYourWrites = "read your writes"
    /// No value stands that its author's party may not write. At the end.
    case authority = "authority"
    /// No claim on a field is forgotten but by somebody who had seen it, and the strongest stands; of
    /// corrections that differ, none. At the end.
    case claims = "no claim forgotten"
    /// Of a result and its corrections one counts, whatever is still open. At the end.
    case oneEffective = "one effective result"
    /// What an author is told of a field that did not simply apply is what became of it. At the end.
    case outcomeTold = "outcome told"
    /// Every registration comes to exactly one that stands for itself, at the hub and at every site; only
    /// those are counted, and their pages show the verifications of all. At the end.
    case alias
    /// No entry of the hub's log changes or goes, but for what a backup had not. Each night.
    case appendOnly = "append only"
    /// A record that was taken back or deleted never comes back, and the words of a deleted fact are in
    /// no file. Each night, and at the end.
    case noResurrection = "no resurrection"
    /// A site that has read everything keeps a signed head of just this log, and accuses no hub of having changed it
    /// that was always recovered as soon as it was put back. Each night.
    case treeHeads = "tree heads"
    /// No op reaches a site whose organisation may not see it. Each step.
    case scopeSafety = "scope safety"
    /// At the same number of the log, the export of a site and that of the hub are the same bytes. Each
    /// night, and at the end for all.
    case replicaEquality = "replica equality"
    /// The time of a receipt is the hub's clock when the op came, never earlier than the entry before,
    /// whatever the site's clock says. Each step.
    case legalTime = "legal time"
    /// The chain of every journal verifies, the hub holds it without a hole except for dead letters,
    /// and the tables are what the journal makes of them; `doctor` finds nothing at a site, nor at the hub. After
    /// crashes and at the end.
    case journalIntegrity = "journal integrity"
    /// What the hub refuses for good leaves the tables, also when the process dies right after, and changes
    /// nothing for other records. Each step.
    case containment
    /// A site's own stamps never go back, whatever its clock does. Each step.
    case stamps
    /// Cursors, receipts and the hub's log never go back. Each step.
    case monotoneProgress = "monotone progress"
    /// Batches, pages and the steps of a machine stay within their limits. Each step.
    case bounds
    /// Sites of one unit grade it the same, from the facts that the hub has. At the end.
    case gradeEquality = "grade equality"
    /// A daemon with something to do has a request on its way or a timer. Each step.
    case noIdleWaiting = "no idle waiting"
    /// No hub sends a daemon away for longer than a day, nor for much more than a quarter of the time that
    /// is left for what a legal clock runs for, whatever it says. Each pause.
    case patience
    /// Nobody enters the log while he is revoked. Each step.
    case revocation
    /// Once nothing strikes any more, all queues drain and all sites reach the head in time.
    case liveness
    /// No legal op waits while one that is due later goes, or one that is not legal, but for what it builds on;
    /// the ops of an aggregate go in their order. Each batch.
    case deadlineOrder = "deadline order"
    /// Every site counts by the calendar that was given last, and a legal deadline is what that makes of its
    /// days, also where the receipt is older. At the end.
    case legalDeadline = "legal deadline"
    /// What a site cannot read is kept, and everything around it is taken in. Each page.
    case quarantineContainment = "quarantine containment"
    /// Nothing fails that cannot fail.
    case noUnexpectedError = "no unexpected error"
}
