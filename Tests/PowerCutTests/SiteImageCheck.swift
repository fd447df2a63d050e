import FaultyDisk
import LocalStore
import SyncCore
import TestSupport

/// Opens what a power cut has left of a site, and looks whether everything is there.
///
/// Journal and tables have to be those of a recorded moment, in which a second fold gave the same.
struct SiteImageCheck {
    let moments: [RecordedSite.Moment]
    let home: String

    /// What had been acknowledged last.
    func name(of image: PowerCutRun.Image) -> String {
        image.mark == 0 ? "nothing" : moments[image.mark - 1].what
    }

    /// Throws `PowerCutFlaw`, or what the store throws.
    func run(_ image: PowerCutRun.Image) throws {
        try image.files.write(to: home)
        guard image.mark > 0 else {
            // Nobody has been told of a site yet: it is made, as if for the first time.
            var random = SeededGenerator(seed: 1)
            let store = try RecordedSite.make(home, random: &random)
            let report = try store.checkIntegrity()
            guard report.isSound else { throw PowerCutFlaw("\(report)") }
            return try store.close()
        }
        let last = moments[image.mark - 1]
        let store = try Store.open(home: home, patience: .zero)
        switch store.recovery {
        case .none, .foldedOps: break
        case .rebuilt, .olderJournal: throw PowerCutFlaw("\(store.recovery)")
        }
        // What the hub has sent before it sends again, from where the tables stand.
        for page in last.pages where page.cursor.seq > (try store.cursor()?.seq ?? -1) {
            _ = try store.apply(page)
        }
        try RecordedStory.checkErasure(in: home, after: moments[..<image.mark].map(\.tables))
        try store.close()
        // The step that was under way is there as a whole, or not at all.
        let possible = moments[(image.mark - 1)...].prefix(2)
        let journal = try Dump(home + "/journal.db")
        guard possible.contains(where: { $0.journal == journal }) else {
            throw PowerCutFlaw("journal: \(journal.difference(from: last.journal))")
        }
        let tables = try Dump(home + "/replica.db")
        guard possible.contains(where: { $0.journal == journal && $0.tables == tables }) else {
            throw PowerCutFlaw("tables: \(tables.difference(from: last.tables))")
        }
    }
}
