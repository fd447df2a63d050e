import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// Two sites of one enterprise have registered one scale, neither knowing of the other.
struct MergedStoryTests {
    private static let later: [LedgerField: String] = [
        .verifiedOn: "2026-05-20", .validUntil: "2027-05-19",
    ]

    private struct Town {
        var city = City()
        var first: CitySite
        var second: CitySite
        /// The registration of the first site, which is to stay, and that of the second.
        let stays: RecordID
        let goes: RecordID
        var random = SeededGenerator(seed: 7)

        init() throws {
            first = try CitySite(.userUnit, seed: 1, on: "2026-11-20")
            second = try CitySite(.userUnit, seed: 3, on: "2026-11-20")
            stays = try first.add()
            goes = try second.add(MergedStoryTests.later)
            try city.synchronise(first, second)
            try city.synchronise(first, second)
        }

        /// What the authority says, read by both sites.
        mutating func say(_ absorbed: RecordID, into canonical: RecordID?) throws {
            let fields: [Patch.Field] = [
                .init("mergedInto", canonical?.description),
                .init("mergeEvidence", canonical.map { _ in "manufacturer,model,owner,serial" }),
            ]
            let patch = Patch(.instrument, absorbed, fields)
            city.authorise(patch, of: absorbed, at: first.now)
            for site in [first, second] { try city.pull(site) }
        }

        func overview(_ site: CitySite) throws -> LedgerOverview {
            try LedgerOverview(of: site.store, on: site.today, by: site.engine, gravestMax: 3)
        }
    }

    @Test func `the latest verification of either decides the one that stays, at both sites`()
        throws
    {
        var town = try Town()
        #expect(try town.overview(town.first).total == 2)
        #expect(try town.first.instrument(town.stays)?.color == .red)
        try town.say(town.goes, into: town.stays)
        for site in [town.first, town.second] {
            let overview = try town.overview(site)
            #expect(overview.total == 1 && overview.merged == 1)
            #expect(overview.colors == [.none: 1])
            let judged = try #require(try site.instrument(town.stays))
            #expect(judged.color == .none)
            #expect(judged.latest?.validUntil == Day("2027-05-19"))
            #expect(judged.latest?.instrument == town.goes)
            #expect(judged.record.absorbed == [town.goes])
            let other = try #require(try site.instrument(town.goes))
            #expect(other.record.canonical == town.stays && other.shown == nil)
            #expect(try DuplicateSearch.groups(in: site.store).isEmpty)
        }
        #expect(try town.first.export() == town.second.export())
    }

    @Test func `a split brings everything back as it was`() throws {
        var town = try Town()
        let exports = try [town.first.export(), town.second.export()]
        try town.say(town.goes, into: town.stays)
        #expect(try town.first.export() != exports[0])
        // What is written meanwhile stays where it was written.
        try town.say(town.goes, into: nil)
        #expect(try [town.first.export(), town.second.export()] == exports)
        let overview = try town.overview(town.second)
        #expect(overview.total == 2 && overview.merged == 0)
        #expect(overview.colors == [.red: 1, .none: 1])
        let story = try town.first.store.history(of: town.goes).filter { $0.party == .authority }
        #expect(
            story.filter { $0.field == "mergedInto" }.map(\.to) == [town.stays.description, nil]
        )
    }

    @Test func `stored colours follow a merge, a later verification of the other, and a split`()
        throws
    {
        var town = try Town()
        func move() throws -> [RecordID: WarningColor] {
            var moves: [RecordID: WarningColor] = [:]
            let site = town.first
            _ = try site.store.recolor(on: site.today, .unjudged, by: site.engine) {
                moves[$0.id] = $0.move.to
            }
            return moves
        }
        #expect(try move() == [town.stays: .red, town.goes: .none])
        try town.say(town.goes, into: town.stays)
        #expect(try move() == [town.stays: .none, town.goes: .none])
        // A program that does not know of the merge goes on with its own registration.
        try town.second.set(
            town.goes,
            [.verifiedOn: "2026-11-15", .result: "不合格"]
        )
        try town.city.synchronise(town.second, town.first)
        #expect(try move()[town.stays] == .red)
        try town.say(town.goes, into: nil)
        #expect(try move() == [town.stays: .red, town.goes: .red])
    }

    @Test func `while nobody has merged them, each of the two can be changed`() throws {
        var town = try Town()
        for id in [town.stays, town.goes] {
            try town.first.set(id, [.location: "9号仓"])
            #expect(try town.first.store.instrument(id)?[.location] == "9号仓")
        }
    }

    @Test func `an application for the other is one for the instrument`() throws {
        var town = try Town()
        let job = try #require(try town.second.apply(town.goes).first)
        try town.city.synchronise(town.second, town.first)
        try town.say(town.goes, into: town.stays)
        #expect(throws: VerificationError.applicationRunning(town.stays, application: job.id)) {
            try town.first.apply(town.stays)
        }
        let named = try town.first.store.applications(matching: town.stays.description)
        #expect(named.map(\.id) == [job.id])
    }

    @Test func `a ledger goes to the one that stays, and comes out with one row`() throws {
        var town = try Town()
        try town.say(town.goes, into: town.stays)
        let stays = town.stays
        let error = #expect(throws: LedgerEdit.EditError.self) { try town.second.add() }
        guard case .alreadyRegistered(stays) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        var bytes: [UInt8] = []
        let left = try LedgerExport.writeCSV(of: town.first.store, in: .chinese) {
            bytes.append(contentsOf: $0)
        }
        #expect(left == [AliasState.Merge(town.goes, into: stays)])
        let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        #expect(rows.count == 2 && rows[1].contains("2027-05-19"))
    }

    @Test func `a correction takes back only what its own registration has declared`() throws {
        var town = try Town()
        try town.say(town.goes, into: town.stays)
        let outcome = try LedgerEdit.set(
            town.stays,
            [.verifiedOn: "2026-03-01", .validUntil: "2027-02-28"],
            in: town.first.store,
            by: Author(
                name: "王会计",
                reason: "更正",
                now: town.first.now,
                language: .chinese,
                corrects: true
            ),
            random: &town.random
        )
        #expect(outcome.withdrawn == 0)
        let latest = try town.first.instrument(town.stays)?.latest
        #expect(latest?.instrument == town.goes)
    }
}
