import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// An enterprise and a verification body, each offline most of the time.
struct VerificationStoryTests {
    @Test func `a filing waits, is registered by the authority, and is not filed twice`() throws {
        var city = City()
        var unit = try CitySite(.userUnit, seed: 1)
        let id = try unit.add()
        try unit.file(id)
        #expect(throws: VerificationError.alreadyFiled(id, .filed)) { try unit.file(id) }
        try city.synchronise(unit)
        city.authorise(
            Patch(.instrument, id, [.init("filing", "registered")]),
            of: id,
            at: unit.now
        )
        try city.pull(unit)
        #expect(try unit.store.instrument(id)?[.filing] == "registered")
        #expect(throws: VerificationError.alreadyFiled(id, .registered)) { try unit.file(id) }
        let entry = try #require(try unit.store.history(of: id).last)
        #expect(entry.party == .authority && entry.field == "filing" && entry.outcome == .applied)
    }

    @Test func `an application leads to a result that decides colour and validity`() throws {
        var city = City()
        var unit = try CitySite(.userUnit, seed: 1)
        var body = try CitySite(.verificationBody, seed: 2)
        let id = try unit.add()
        unit.now = CitySite.noon("2026-11-20")
        #expect(try unit.instrument(id)?.conclusion.color == .red)
        let job = try #require(try unit.apply(id).first)
        #expect(job.reason == .expiring)
        #expect(throws: VerificationError.applicationRunning(id, application: job.id)) {
            try unit.apply(id)
        }
        try city.synchronise(unit, body)
        #expect(
            try JobBoard.jobs(in: body.store, by: body.engine).map(\.application.id) == [job.id]
        )

        body.now = CitySite.noon("2026-11-20")
        let early = #expect(throws: ResultRefusal.self) { try body.addResult(to: job.id) }
        #expect(early?.faults == [.jobNotAccepted])
        try body.take(.accept, in: job.id)
        try body.addResult(to: job.id)
        try city.synchronise(body, unit)

        let judged = try #require(try unit.instrument(id))
        #expect(judged.conclusion.color == .none)
        #expect(judged.latest?.validUntil == Day("2027-05-09"))
        #expect(judged.latest?.isDeclared == false)
        let done = try #require(try unit.store.application(job.id))
        #expect(done.state == .completed && done[.completedOn] == "2026-11-10")
        #expect(try unit.export() == body.export())
        #expect(throws: VerificationError.stepNotAllowed(job.id, from: .completed, to: .accepted)) {
            try body.take(.accept, in: job.id)
        }
        #expect(try unit.set(id, [.validUntil: "2028-01-01"]).bodyDecides)
        #expect(try unit.instrument(id)?.latest?.validUntil == Day("2027-05-09"))
    }

    @Test func `有效期至 declared at the same time gives way to the certificate`() throws {
        for unitFirst in [true, false] {
            var (city, unit, body, id, job) = try Self.accepted()
            try unit.set(id, [.validUntil: "2027-11-20"])
            try body.addResult(to: job)
            if unitFirst {
                try city.synchronise(unit, body)
            } else {
                try city.synchronise(body, unit)
            }
            try city.pull(unit)
            try city.pull(body)
            #expect(try unit.instrument(id)?.latest?.validUntil == Day("2027-05-09"))
            let conflict = try #require(try unit.conflicts().first)
            #expect(conflict.record.rule == .bodyDecides && conflict.owner == .verificationBody)
            #expect(conflict.mine.value == "2027-11-20" && conflict.theirs.value == "2027-05-09")
            #expect(conflict.state == .settled && conflict.isOfInterest)
            #expect(throws: ResolutionError.self) { try unit.resolve(conflict.record.n, .mine) }
            #expect(try unit.export() == body.export())
        }
    }

    @Test func `stopped while a failing result is on its way: stopped, and not red`() throws {
        var (city, unit, body, id, job) = try Self.accepted()
        try unit.set(id, [.status: "停用"])
        try body.addResult(
            to: job,
            CitySite.pass(until: nil, result: "fail")
        )
        try city.synchronise(body, unit)
        try city.pull(unit)
        let judged = try #require(try unit.instrument(id))
        #expect(judged.record.status == .stopped)
        #expect(judged.latest?.result == .fail)
        #expect(judged.conclusion.color == .none)
        let history = try unit.store.history(of: id)
        #expect(history.contains { $0.field == "status" && $0.to == "stopped" })
        #expect(
            history.contains {
                $0.field == "result" && $0.to == "fail" && $0.organisation == CitySite.body
            }
        )
    }

    @Test func `a place that two sites changed needs a person, whose word settles it on both`()
        throws
    {
        var city = City()
        var (first, second, id) = try city.movedTwice()
        #expect(try first.store.instrument(id)?[.location] == "5号仓")
        for site in [first, second] { #expect(try site.store.openConflicts() == 1) }

        let conflict = try #require(try first.conflicts().first)
        #expect(conflict.mine.value == "3号仓" && conflict.theirs.value == "5号仓")
        #expect(conflict.record.rule == .latestOfRank && conflict.state == .open)
        #expect(try first.resolve(conflict.record.n, .value(" 7号仓 ")) == "7号仓")
        #expect(try first.conflicts().first?.isPending == true)
        try city.synchronise(first, second)
        for site in [first, second] {
            #expect(try site.store.instrument(id)?[.location] == "7号仓")
            #expect(try site.store.openConflicts() == 0)
            #expect(try site.conflicts().map(\.state) == [.resolved])
        }
        let record = try #require(try first.store.instrument(id))
        let story = try FieldStory(of: "location", on: record, in: first.store)
        #expect(story?.rule == .seen && story?.claims.map(\.value) == ["7号仓"])
        #expect(throws: ResolutionError.closed(conflict.record.n, .resolved)) {
            try first.resolve(conflict.record.n, .mine)
        }
    }

    @Test func `several conflicts are decided at once, all or none`() throws {
        var city = City()
        var (first, second, id) = try city.movedTwice()
        for serial in ["00124", "00125"] {
            let other = try first.add([.serial: serial])
            try city.synchronise(first, second)
            try first.set(other, [.location: "4号仓"])
            try second.set(other, [.location: "6号仓"])
            try city.synchronise(first, second)
        }
        try city.pull(first)
        let conflicts = try first.conflicts()
        #expect(conflicts.count == 3)
        try first.resolve(conflicts[0].record.n, .mine)
        try city.synchronise(first, second)
        let waiting = try first.store.unreceivedSummary().ops
        #expect(throws: ResolutionError.closed(conflicts[0].record.n, .resolved)) {
            try first.resolve(try first.conflicts(), .mine)
        }
        #expect(try first.store.unreceivedSummary().ops == waiting)
        let open = try first.conflicts().filter { $0.state == .open }
        #expect(try first.resolve(open, .mine) == ["4号仓", "4号仓"])
        try city.synchronise(first, second)
        for site in [first, second] { #expect(try site.store.openConflicts() == 0) }
        #expect(try second.store.instrument(id)?[.location] == "3号仓")
    }

    @Test func `a nameplate that a body corrects is the body's; the unit may only agree`() throws {
        var (city, unit, body, id, _) = try Self.accepted()
        try unit.set(id, [.range: "0-15kg"])
        try body.set(id, [.range: "0-30kg"])
        try city.synchronise(unit, body)
        try city.pull(unit)
        #expect(try unit.store.instrument(id)?[.range] == "0-30kg")
        let conflict = try #require(try unit.conflicts().first)
        #expect(conflict.record.outcome == .proposal && conflict.owner == .verificationBody)
        #expect(throws: ResolutionError.self) { try unit.resolve(conflict.record.n, .mine) }
        try unit.resolve(conflict.record.n, .theirs)
        try city.synchronise(unit, body)
        #expect(try unit.conflicts().map(\.state) == [.resolved])
    }

    @Test func `why a field has its value: claims, rule and what gave way`() throws {
        var (city, unit, body, id, _) = try Self.accepted()
        try unit.set(id, [.range: "0-15kg"])
        try body.set(id, [.range: "0-30kg"])
        try city.synchronise(unit, body)
        try city.pull(unit)
        let record = try #require(try unit.store.instrument(id))
        let story = try #require(try FieldStory(of: "range", on: record, in: unit.store))
        #expect(story.claims.map(\.value) == ["0-30kg", "0-15kg"])
        #expect(story.rule == .rank)
        #expect(story.conflicts.count == 1)
        #expect(try FieldStory(of: "issuedOn", on: record, in: unit.store)?.claims.isEmpty == true)
    }

    @Test func `a claim that has decided one case stands by its rank in the next`() throws {
        var (city, unit, body, id, _) = try Self.accepted()
        var branch = try CitySite(.userUnit, seed: 3)
        try city.pull(branch)
        try unit.set(id, [.range: "0-15kg"])
        try branch.set(id, [.range: "0-20kg"])
        try city.synchronise(unit, branch, body)
        try body.set(id, [.range: "0-30kg"])
        try unit.set(id, [.range: "0-25kg"])
        try city.synchronise(body, unit)
        try city.pull(body)
        for site in [unit, body] {
            let record = try #require(try site.store.instrument(id))
            let story = try #require(try FieldStory(of: "range", on: record, in: site.store))
            #expect(story.claims.map(\.value) == ["0-30kg", "0-25kg"])
            #expect(story.rule == .rank)
        }
    }

    @Test func `a case of two sites of a unit concerns these, their unit, and nobody else`() throws
    {
        var (city, first, second, body, id) = try Self.movedUnderJob()
        var third = try CitySite(.userUnit, seed: 5)
        try city.pull(third)
        for (site, concern) in [
            (first, .site), (second, .site), (third, .organisation), (body, .others),
        ] as [(CitySite, ConflictCase.Concern)] {
            let conflict = try #require(try site.conflicts().first)
            #expect(conflict.state == .open && conflict.concern == concern)
            #expect(conflict.isOfInterest == (concern != .others))
            let open = try site.store.openConflicts(of: site.organisation)
            #expect(open == (concern == .others ? 0 : 1))
        }
        try third.set(id, [.location: "7号仓"])
        try city.synchronise(third, first)
        #expect(try first.store.openConflicts(of: first.organisation) == 0)
    }

    /// Two sites of a unit that have moved one scale, neither knowing of the other, and the body that has it.
    private static func movedUnderJob() throws -> (City, CitySite, CitySite, CitySite, RecordID) {
        var city = City()
        var (first, second, id) = try city.movedTwice()
        let body = try CitySite(.verificationBody, seed: 2)
        _ = try first.apply(id)
        try city.synchronise(first, second, body)
        return (city, first, second, body, id)
    }

    /// A job that the body has accepted and both know.
    static func accepted() throws -> (City, CitySite, CitySite, RecordID, RecordID) {
        var city = City()
        var unit = try CitySite(.userUnit, seed: 1)
        var body = try CitySite(.verificationBody, seed: 2)
        let id = try unit.add()
        let job = try #require(try unit.apply(id).first)
        try city.synchronise(unit, body)
        try body.take(.accept, in: job.id)
        try city.synchronise(body, unit)
        return (city, unit, body, id, job.id)
    }
}
