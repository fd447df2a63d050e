import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// What a body may do, what it has to say of a result, and until when.
struct JobTests {
    static let faults: [(String, [ResultFault])] = [
        ("[]", [.notJSON("not an object")]),
        (CitySite.pass(tested: "2026-02-30"), [.impossibleDay("testedOn", "2026-02-30")]),
        (
            CitySite.pass(tested: "2026-11-11"),
            [.issuedBeforeTested(tested: day("2026-11-11"), issued: day("2026-11-10"))]
        ),
        (CitySite.pass(until: nil), [.passWithoutValidity]),
        (CitySite.pass(until: " "), [.passWithoutValidity]),
        (CitySite.pass(result: "fail"), [.failWithValidity]),
        (CitySite.pass(result: "cancelled"), [.unknownResult("cancelled")]),
        (
            CitySite.pass(until: "2026-11-01"),
            [.validityBeforeTest(tested: day("2026-11-09"), until: day("2026-11-01"))]
        ),
        (
            CitySite.pass().replacing("李工", with: " 张工 "), [.sameHands("张工")]
        ),
        (CitySite.pass(number: ""), [.missing("certificateNumber")]),
        (CitySite.pass().replacing(#""陈工""#, with: "7"), [.notText("approver")]),
        (
            #"{"result":"pass","valid":"x"}"#,
            [
                .unknownKey("valid"), .missing("testedOn"), .missing("issuedOn"),
                .missing("certificateNumber"), .missing("inspector"), .missing("verifier"),
                .missing("approver"), .missing("regulation"), .passWithoutValidity,
            ]
        ),
    ]

    @Test(arguments: faults)
    func `everything that is wrong with a result is told at once`(
        _ json: String,
        _ faults: [ResultFault]
    ) throws {
        var (_, _, body, _, job) = try VerificationStoryTests.accepted()
        let before = try body.store.journalSummary().ops
        let refusal = #expect(throws: ResultRefusal.self) { try body.addResult(to: job, json) }
        #expect(refusal?.faults == faults)
        #expect(try body.store.journalSummary().ops == before)
    }

    @Test func `a result stands once, under a number of its own, with its certificate kept`() throws
    {
        var (city, unit, body, id, job) = try VerificationStoryTests.accepted()
        let pdf = Array("%PDF-1.7 检定证书".utf8)
        let outcome = try body.addResult(to: job, certificate: pdf)
        let blob = try #require(outcome.certificate)
        #expect(blob.size == pdf.count)
        let path = body.store.blobPath(blob.digest)
        #expect(path.hasPrefix("\(body.folder.path)/blobs/sha256/\(blob.digest.prefix(2))/"))
        #expect(try ByteSource(path: path).bytes(max: 1 << 20) == pdf)
        let record = try body.store.aggregate(id).records.last { $0.kind == .verification }
        #expect(record?[VerificationField.certificateDigest] == blob.digest)
        #expect(record?[VerificationField.declared] == nil)

        let again = #expect(throws: ResultRefusal.self) { try body.addResult(to: job) }
        #expect(again?.faults == [.resultThere, .numberTaken("YH-J-0417")])
        let second = try unit.add([.serial: "00124"])
        try city.synchronise(body, unit)
        let next = try #require(try unit.apply(second).first)
        try city.synchronise(unit, body)
        try body.take(.accept, in: next.id)
        let taken = #expect(throws: ResultRefusal.self) { try body.addResult(to: next.id) }
        #expect(taken?.faults == [.numberTaken("YH-J-0417")])
    }

    @Test func `a job that is said to be completed still takes its result`() throws {
        var (city, unit, body, id, job) = try VerificationStoryTests.accepted()
        try body.take(.complete(testedOn: day("2026-11-09"), issuedOn: nil), in: job)
        let running = try #require(try body.deadlines(on: "2026-11-10").first)
        #expect(running.job.verification == nil && running.startedOn == day("2026-11-09"))
        try body.addResult(to: job)
        try city.synchronise(body, unit)
        try city.pull(unit)
        #expect(try unit.instrument(id)?.latest?.validUntil == day("2027-05-09"))
        #expect(try body.deadlines(on: "2026-11-10").map(\.startedOn) == [day("2026-11-10")])
    }

    @Test func `the user unit has no step in a job, and another body none in this one`() throws {
        var (_, unit, body, id, job) = try VerificationStoryTests.accepted()
        #expect(throws: VerificationError.jobNotYours(job)) { try unit.take(.accept, in: job) }
        #expect(throws: VerificationError.notYours(id)) { try body.file(id) }
        #expect(throws: VerificationError.notYours(id)) { try body.apply(id) }
    }

    @Test func `a body changes neither status nor declarations of what is not its own`() throws {
        var (_, _, body, id, _) = try VerificationStoryTests.accepted()
        #expect(throws: LedgerEdit.EditError.self) { try body.set(id, [.status: "停用"]) }
        #expect(throws: LedgerEdit.EditError.self) { try body.set(id, [.validUntil: "2028-01-01"]) }
        #expect(try !body.set(id, [.model: "ACS-30A"]).changed.isEmpty)
    }

    @Test func `steps in several jobs are taken in all of them or in none`() throws {
        var (city, unit, body, _, job) = try VerificationStoryTests.accepted()
        let other = try unit.add([.serial: "00124"])
        let second = try #require(try unit.apply(other).first)
        try city.synchronise(unit, body)
        #expect(throws: VerificationError.stepNotAllowed(job, from: .accepted, to: .accepted)) {
            try body.take(.accept, in: second.id, job)
        }
        #expect(try body.store.application(second.id)?.state == .applied)
        try body.take(.schedule(on: day("2026-11-12")), in: job)
        try body.take(.giveBack, in: job, second.id)
        #expect(try body.store.application(job)?.state == .returned)
    }

    @Test(
        arguments: [
            (nil, nil, ApplicationReason.new), ("2026-11-05", nil, .expiring),
            ("2026-11-05", "2026-11-08", .repaired), ("2026-11-05", "2026-11-01", .expiring),
        ] as [(String?, String?, ApplicationReason)]
    )
    func `the record says why a verification is applied for`(
        _ verified: String?,
        _ repaired: String?,
        _ reason: ApplicationReason
    ) throws {
        var unit = try CitySite(.userUnit, seed: 1)
        let id = try unit.add([
            .verifiedOn: verified ?? "", .validUntil: verified == nil ? "" : "2027-01-01",
            .repairedOn: repaired ?? "",
        ])
        #expect(try unit.apply(id).map(\.reason) == [reason])
    }

    @Test func `a scrapped instrument is neither filed nor applied for`() throws {
        var unit = try CitySite(.userUnit, seed: 1)
        let id = try unit.add([.status: "报废"])
        #expect(throws: VerificationError.scrapped(id)) { try unit.file(id) }
        #expect(throws: VerificationError.scrapped(id)) { try unit.apply(id) }
    }

    @Test func `days may not run backwards`() throws {
        #expect(throws: VerificationError.windowBackwards(day("2026-12-05"), day("2026-12-01"))) {
            try ApplicationDraft(
                body: CitySite.body,
                reason: nil,
                from: day("2026-12-05"),
                to: day("2026-12-01")
            )
        }
    }

    static let clocks: [(issued: String, today: String, due: String, left: Int)] = [
        ("2026-11-19", "2026-11-23", "2026-11-26", 3),
        ("2026-11-12", "2026-11-23", "2026-11-19", -2),
        ("2026-09-30", "2026-09-30", "2026-10-13", 5),
        ("2026-12-28", "2026-12-28", "2027-01-05", 5),
    ]

    @Test(arguments: clocks)
    func `二（四） the clock of an upload counts working days`(
        _ example: (issued: String, today: String, due: String, left: Int)
    ) throws {
        var (_, _, body, _, job) = try VerificationStoryTests.accepted()
        body.now = CitySite.noon(example.today)
        try body.addResult(
            to: job,
            CitySite.pass(tested: example.issued, issued: example.issued, until: "2028-01-01")
        )
        let deadline = try #require(try body.deadlines(on: example.today).first)
        #expect(deadline.clock.due.due == day(example.due))
        #expect(deadline.workingDaysLeft == example.left)
        #expect(!deadline.isMet && deadline.receivedAt == nil)
        let board = try JobBoard.jobs(in: body.store, by: body.engine)
        #expect(board.map { $0.clock?.due.due } == [day(example.due)])
    }

    @Test func `二（四） a certificate cannot be issued on a day that has not come`() throws {
        var (_, _, body, _, job) = try VerificationStoryTests.accepted()
        body.now = CitySite.noon("2026-11-20")
        let ahead = CitySite.pass(tested: "2026-11-20", issued: "2026-11-21", until: "2027-11-20")
        #expect(throws: ResultRefusal.self) { try body.addResult(to: job, ahead) }
        #expect(try body.deadlines(on: "2026-11-20").isEmpty)
    }

    @Test(arguments: [("2026-11-17T23:59:59", true), ("2026-11-18T00:00:00", false)])
    func `二（四） only what the hub has received before midnight is in time`(
        _ moment: String,
        _ isMet: Bool
    ) throws {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        try body.addResult(to: job)
        let midnight = CitySite.noon("2026-11-17").seconds + 12 * 3600
        let received = Instant(milliseconds: (midnight - (isMet ? 1 : 0)) * 1000)
        #expect(ShanghaiTime.text(secondsSince1970: received.seconds) == moment + "+08:00")
        try city.push(body, at: received)
        let deadline = try #require(try body.deadlines(on: "2026-11-18").first)
        #expect(deadline.receivedAt == received)
        #expect(deadline.isMet == isMet)
    }

    @Test func `what has not arrived stands first, the longest overdue before all`() throws {
        var (city, unit, body, _, job) = try VerificationStoryTests.accepted()
        var jobs = [job]
        for serial in ["2", "3", "4"] {
            let id = try unit.add([.serial: serial])
            jobs.append(try #require(try unit.apply(id).first).id)
        }
        try city.synchronise(unit, body)
        for job in jobs.dropFirst() { try body.take(.accept, in: job) }
        let issued = ["2026-11-10", "2026-11-03", "2026-11-06", "2026-11-02"]
        for (index, (job, day)) in zip(jobs, issued).enumerated() {
            if index == 2 { try city.push(body, at: CitySite.noon("2026-11-11")) }
            try body.addResult(
                to: job,
                CitySite.pass(tested: "2026-11-02", issued: day, number: "YH-\(index)")
            )
        }
        let order = try body.deadlines(on: "2026-11-11").map(\.job.certificateNumber)
        #expect(order == ["YH-3", "YH-2", "YH-1", "YH-0"])
    }
}

/// A day that a test is sure of.
private func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("`\(text)` is not a day") }
    return day
}
