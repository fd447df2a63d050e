import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// The examiner of a verification body.
extension Town {
    func examine(at site: SimulatedSite) throws {
        let jobs = try site.store?.applications() ?? []
        guard let job = site.people.pick(jobs.filter(\.isRunning) + jobs.suffix(1)) else { return }
        switch site.people.index(below: 100) {
        case 0..<15: try acceptAll(jobs, at: site)
        case 15..<35: try take(nextStep(for: job, at: site), in: job, at: site)
        case 35..<45: try conclude(job, at: site)
        case 45..<65: try returnFromTour(jobs, at: site)
        case 65..<80: try correct(job, at: site)
        case 80..<82: try overreach(at: site, on: job.instrument)
        case 82..<90: try readNameplate(job, at: site)
        default: try settleConflict(at: site)
        }
    }

    /// How many days ago the work was done: not everything is written down at once.
    private func backlog(at site: SimulatedSite) -> Int {
        Int(site.people.number(0...4))
    }

    private func nextStep(for job: ApplicationRecord, at site: SimulatedSite) -> JobStep {
        let today = today(at: site)
        if site.people.happens(1_000) { return .giveBack }
        switch job.state {
        case .applied: return .accept
        case .accepted where site.people.happens(5_000):
            return .schedule(on: today.adding(days: 3))
        default:
            let day = today.adding(days: -backlog(at: site))
            return .complete(testedOn: day, issuedOn: day)
        }
    }

    private func take(
        _ step: JobStep,
        in job: ApplicationRecord,
        at site: SimulatedSite
    ) throws {
        let author = author(at: site)
        try change(site) { try step.take(in: [job.id], of: $0, by: author, random: &site.random) }
        note(site.name, "job \(job.id): \(step)")
    }

    private func conclude(_ job: ApplicationRecord, at site: SimulatedSite) throws {
        let json = result(at: site, daysAgo: backlog(at: site))
        let author = author(at: site)
        let outcome = try change(site) {
            try ResultEntry.add(
                Array(json.utf8),
                certificate: nil,
                to: job.id,
                in: $0,
                by: author,
                judging: engine,
                random: &site.random
            )
        }
        note(site.name, "job \(job.id) has result \(outcome.verification)")
    }

    /// Takes in hand whatever has come in.
    private func acceptAll(_ jobs: [ApplicationRecord], at site: SimulatedSite) throws {
        let new = jobs.filter { $0.state == .applied }.map(\.id)
        guard !new.isEmpty else { return }
        let author = author(at: site)
        try change(site) {
            try JobStep.accept.take(in: new, of: $0, by: author, random: &site.random)
        }
        note(site.name, "accepts jobs \(new)")
    }

    /// Writes down at once what was done at several places on several days.
    private func returnFromTour(_ jobs: [ApplicationRecord], at site: SimulatedSite) throws {
        let done = jobs.filter { $0.isRunning && $0.state != .applied }
        for job in done.prefix(8) {
            if site.people.happens(3_000) { try readNameplate(job, at: site) }
            try conclude(job, at: site)
        }
    }

    private func readNameplate(_ job: ApplicationRecord, at site: SimulatedSite) throws {
        let model = "ACS-\(site.people.number(10...99))"
        try edit(job.instrument, [.model: model], at: site)
    }

    /// Finds an error in a result of the job's instrument.
    private func correct(_ job: ApplicationRecord, at site: SimulatedSite) throws {
        let known = try site.store?.instrument(job.instrument)?.verifications ?? []
        guard let wrong = site.people.pick(known.filter { !$0.isDeclared }) else { return }
        let json = result(at: site)
        let author = author(at: site)
        let outcome = try change(site) {
            try ResultCorrection.correct(
                wrong.id,
                by: Array(json.utf8),
                certificate: nil,
                in: $0,
                by: author,
                judging: engine,
                random: &site.random
            )
        }
        note(site.name, "result \(wrong.id) is corrected by \(outcome.verification)")
    }

    private func result(at site: SimulatedSite, daysAgo days: Int = 0) -> String {
        let day = today(at: site).adding(days: -days)
        let passes = site.people.happens(8_000)
        let until = passes ? #""validUntil":"\#(day.adding(months: 6))","# : ""
        let number = "\(site.name)-\(site.people.number(1...99_999))"
        return """
            {"result":"\(passes ? "pass" : "fail")","testedOn":"\(day)","issuedOn":"\(day)",\
            \(until)"certificateNumber":"\(number)","inspector":"张工","verifier":"李工",\
            "approver":"陈工","regulation":"JJG 539-2016"}
            """
    }
}
