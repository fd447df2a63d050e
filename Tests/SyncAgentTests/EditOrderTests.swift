import Documents
import LocalStore
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// The orders of `EditOrder` on real stores: two sites of one enterprise and a log between them.
struct EditOrderTests {
    @Test(arguments: EditOrder.seven + [EditOrder.settled])
    func `a site's edit, its way to the hub and another's edit, in every order that matters`(
        _ order: EditOrder
    ) throws {
        var city = City()
        var site = try CitySite(.userUnit, seed: 1)
        var other = try CitySite(.userUnit, seed: 3)
        let id = try site.add()
        try city.synchronise(site, other)
        for step in order.steps {
            let minute = Instant(milliseconds: max(site.now, other.now).milliseconds + 60_000)
            (site.now, other.now) = (minute, minute)
            switch step {
            case .edit: try site.set(id, [.location: "甲"])
            case .editAgain: try site.set(id, [.location: "丙"])
            // What is sent is in the journal already, and stays as it is.
            case .send: break
            case .store: try city.push(site)
            case .pull: try city.pull(site)
            case .otherReadsAndEdits:
                try city.pull(other)
                fallthrough
            case .other:
                try other.set(id, [.location: "乙"])
                try city.push(other)
            }
        }
        try city.pull(other)
        for reader in [site, other] {
            let record = try #require(try reader.store.instrument(id))
            let story = try FieldStory(of: "location", on: record, in: reader.store)
            #expect(story?.claims.compactMap(\.value) == order.claims, "\(order.sentence)")
            #expect(try reader.store.openConflicts() == (order.needsPerson ? 1 : 0))
        }
        #expect(try site.export() == other.export())
    }
}
