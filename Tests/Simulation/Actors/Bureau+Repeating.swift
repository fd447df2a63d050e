import Hub
import SyncCore

/// What the authority does again after the hub was put back from a backup: nobody else can.
extension Bureau {
    var hasNothingToRepeat: Bool { lostActs.isEmpty || triesLeft <= 0 }

    /// Notes which acts the hub has lost: those behind an entry.
    func forget(after seq: Int64) {
        let lost = acts.filter { $0.seq > seq }.map(\.draft)
        acts.removeAll { $0.seq > seq }
        // What was added and deleted since then is not there any more.
        let added = lost.filter { $0.kind == .register }.map(\.aggregate)
        let deleted = lost.filter { $0.kind == .withdraw }.map(\.aggregate)
        let gone = Set(added).intersection(deleted)
        lostActs += lost.filter { !gone.contains($0.aggregate) && !$0.isAboutDuplicates }
    }

    /// Tries again what was lost. Some of it has to wait for what sites have to send again, and some
    /// makes no sense any more. Each recovery begins again, so another may have used up all tries.
    func repeatActs(in town: Town) async throws {
        guard !hasNothingToRepeat else { return }
        guard !town.hub.isDown(at: town.now) else { return town.plan(.repeatActs, after: .hour) }
        let drafts = lostActs
        lostActs = []
        for draft in drafts where try await !act(draft, in: town) { lostActs.append(draft) }
        triesLeft -= 1
        if !hasNothingToRepeat { town.plan(.repeatActs, after: 6 * .hour) }
    }
}
