import Documents
import LocalStore
import SyncAgent
import SyncCore
import Testing

/// A person has decided a conflict, and takes that back.
struct ConflictUndoTests {
    /// Two sites of a unit that have moved one scale: the second one's word, 5号仓, stands for now.
    private static func moved() throws -> (City, CitySite, CitySite, RecordID, Int64) {
        var city = City()
        let (first, second, id) = try city.movedTwice()
        try city.pull(first)
        return (city, first, second, id, try first.conflicts().first?.record.n ?? 0)
    }

    @Test(arguments: [true, false])
    func `what stood before the decision comes back, everywhere`(isSentFirst: Bool) throws {
        var (city, first, second, id, n) = try Self.moved()
        #expect(throws: ResolutionError.notDecidedHere(n)) { try first.undo(n) }
        try first.resolve(n, .mine)
        if isSentFirst {
            try city.synchronise(first, second)
            let theirs = try second.conflicts().first?.record.n ?? 0
            #expect(throws: ResolutionError.notDecidedHere(theirs)) { try second.undo(theirs) }
        }
        #expect(try first.undo(n) == "5号仓")
        try city.synchronise(first, second)
        for site in [first, second] {
            #expect(try site.store.instrument(id)?[.location] == "5号仓")
            #expect(try site.store.openConflicts() == 0)
            let history = try site.store.history(of: id).filter { $0.field == "location" }
            #expect(history.map(\.to) == ["1号仓", "3号仓", "5号仓", "3号仓", "5号仓"])
        }
        #expect(throws: ResolutionError.overtaken(n)) { try first.undo(n) }
        #expect(try first.export() == second.export())
    }

    @Test func `a decision for what stood already, or with another word on it, stays`() throws {
        var (city, first, second, id, n) = try Self.moved()
        try first.resolve(n, .theirs)
        #expect(throws: ResolutionError.nothingToUndo(n)) { try first.undo(n) }
        try city.synchronise(first, second)
        try second.set(id, [.location: "7号仓"])
        try city.synchronise(second, first)
        #expect(throws: ResolutionError.overtaken(n)) { try first.undo(n) }
        #expect(try first.store.instrument(id)?[.location] == "7号仓")
    }

    @Test func `a proposal that was dropped is proposed again, and the owner's word stands`() throws
    {
        var (city, unit, body, id, _) = try VerificationStoryTests.accepted()
        try unit.set(id, [.range: "0-15kg"])
        try body.set(id, [.range: "0-30kg"])
        try city.synchronise(unit, body)
        try city.pull(unit)
        let n = try #require(try unit.conflicts().first?.record.n)
        try unit.resolve(n, .theirs)
        try city.synchronise(unit, body)
        let conflict = try ConflictCase.find(n, in: unit.store)
        let undo = try ConflictUndo(of: conflict, in: unit.store)
        #expect(undo.isProposal && undo.value == "0-15kg" && undo.decided == "0-30kg")
        try unit.undo(n)
        try city.synchronise(unit, body)
        for site in [unit, body] {
            let record = try #require(try site.store.instrument(id))
            let story = try FieldStory(of: "range", on: record, in: site.store)
            #expect(story?.claims.map(\.value) == ["0-30kg", "0-15kg"])
        }
    }

    @Test func `what both knew is told with the conflict`() throws {
        let (_, first, _, _, n) = try Self.moved()
        let record = try ConflictCase.find(n, in: first.store).record
        #expect(try first.store.ancestor(of: record)?.value == "1号仓")
    }
}
