import Foundation
import LocalStore
import SyncCore
import TestSupport
import Testing

/// What a writer makes of the tables while it writes.
struct WriterTests {
    private func change(_ id: RecordID, _ field: String, _ value: String?) -> OpDraft {
        let patch = Patch(.instrument, id, [Patch.Field(field, value)])
        return StoreFixture.draft(.change, id, [patch])
    }

    @Test func `ops of one write come on top of each other as a fold of the journal has them`()
        throws
    {
        var fixture = try StoreFixture()
        let (id, other) = (try fixture.register(), try fixture.register(serial: "00124"))
        let now = fixture.now
        let shown = try fixture.use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                #expect(try writer.aggregate(id).records.count == 2)
                try writer.append(change(id, "location", "3号仓"))
                try writer.append(change(other, "location", "4号仓"))
                try writer.append(change(id, "status", "stopped"))
                let state = try writer.aggregate(id)
                let declared = try #require(state.records.first { $0.kind == .verification })
                let withdrawal = Patch(.verification, declared.id, [])
                try writer.append(StoreFixture.draft(.withdraw, id, [withdrawal]))
                try writer.append(change(id, "location", nil))
                return (try writer.aggregate(id).canonicalRecords(of: id), .commit)
            }
        }
        try fixture.use { (store, _) throws in
            #expect(shown.map(\.kind) == [.instrument])
            #expect(shown.first?.values["status"] == "stopped")
            #expect(shown.first?.values["location"] == nil)
            #expect(try store.aggregate(id).canonicalRecords(of: id) == shown)
            #expect(try store.instrument(other)?[.location] == "4号仓")
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `the journal's log is written over, however many edits a process makes`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let (now, log) = (fixture.now, fixture.folder.file("journal.db-wal"))
        try fixture.use { (store, random) throws in
            for number in 1...200 {
                try store.write(at: now, random: &random) { (writer) throws in
                    try writer.append(change(id, "location", "\(number)号仓"))
                    return ((), .commit)
                }
            }
            let bytes = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
            #expect(try #require(bytes) < 3 << 20)
        }
    }
}
