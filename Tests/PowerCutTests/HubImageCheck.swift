import FaultyDisk
import Hub
import Signing
import SyncCore

/// Opens what a power cut has left of a hub, and looks whether everything is there.
struct HubImageCheck {
    let moments: [RecordedHub.Moment]
    let folder: String
    let key: Ed25519PrivateKey

    /// What had been acknowledged last.
    func name(of image: PowerCutRun.Image) -> String {
        image.mark == 0 ? "nothing" : moments[image.mark - 1].what
    }

    /// Throws `PowerCutFlaw`, or what the store throws.
    func run(_ image: PowerCutRun.Image) async throws {
        try image.files.write(to: folder)
        let store = try RecordedHub.open(folder, key: key)
        guard image.mark > 0 else { return try store.close() }
        let last = moments[image.mark - 1]
        let ops = last.answers.keys.sorted { ($0.site, $0.seq) < ($1.site, $1.seq) }
        for (op, outcome) in zip(ops, try await store.outcomes(of: ops)) {
            guard let outcome, outcome.json.canonical == last.answers[op]?.json.canonical else {
                throw PowerCutFlaw("op \(op.seq) is answered otherwise")
            }
        }
        try RecordedStory.checkErasure(in: folder, after: moments[..<image.mark].map(\.dump))
        try store.close()
        // The step that was under way is there as a whole, or not at all.
        let dump = try Dump(folder + "/hub.db")
        guard moments[(image.mark - 1)...].prefix(2).contains(where: { $0.dump == dump }) else {
            throw PowerCutFlaw(dump.difference(from: last.dump))
        }
    }
}
