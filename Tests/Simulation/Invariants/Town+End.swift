import Explanations
import Foundation
import Hub
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore

/// What is checked once everything has come to rest.
extension Town {
    func checkEnd() async throws {
        note("weather", "everything is at rest")
        try await checkNight()
        // Takes longer than all the rest of the end, so not everywhere.
        var doctor = Draw(scenario.seed, for: "doctor")
        for site in sites {
            guard let store = site.store else { continue }
            let wanted = try await hubExport(of: site.plan.organisation).bytes
            try compare(try Self.export(of: store), with: wanted, at: site)
            if doctor.happens(2_000) {
                let report = try store.checkIntegrity()
                guard report.isSound else {
                    throw Violation(.journalIntegrity, "\(site.name): \(report)")
                }
            }
            try witness.checkAgain(site)
            try witness.checkChain(of: site)
        }
        let report = try await hub.store.checkIntegrity()
        guard report.isSound else { throw Violation(.journalIntegrity, "the hub: \(report)") }
        try witness.checkLives(of: sites, in: hub.eyes)
        try checkWords()
        try await checkFold()
        try await checkAliases()
        try await checkGrades()
        try await checkDeadlines()
        try checkErasure()
    }

    /// The words of an entry as others read it: which clerk has brought in a calendar or a rule pack stays with the
    /// hub.
    private static func sent(_ text: String?) -> String? {
        guard let text, text.contains(#""kind":"policy_document""#),
            let rest = text.firstRange(of: #","patches""#)
        else { return text }
        return #"{"author":"authority""# + text[rest.lowerBound...]
    }

    /// Every site has what others said word for word, also fields that it does not know.
    private func checkWords() throws {
        let said = Dictionary(
            uniqueKeysWithValues: try hub.eyes.entries(after: 0).map {
                ($0.seq, Self.sent($0.text))
            }
        )
        for site in sites {
            for (seq, text) in try site.eyes?.bodies() ?? [:] where said[seq] != text {
                throw Violation(.replicaEquality, "\(site.name) reads other words in entry \(seq)")
            }
        }
    }

    // MARK: A second fold

    /// Folds the log once more, and compares what it comes to with the hub's records.
    private func checkFold() async throws {
        var states: [RecordID: AggregateState] = [:]
        // Bodies that were asked once; what they wrote then stands, whoever is asked now.
        var asked: [RecordID: Set<String>] = [:]
        var claims = ClaimCheck()
        var gone: Set<RecordID> = []
        for entry in try hub.eyes.entries(after: 0) {
            let id = entry.header.aggregate
            let op = entry.stamped
            let outcomes = states[id, default: AggregateState()].apply(op)
            try checkTold(outcomes, of: entry)
            if op.header.kind == .withdraw {
                gone.formUnion(outcomes.filter { $0.outcome == .applied }.map(\.record))
            }
            asked[id, default: []].formUnion(states[id]?.bodies ?? [])
            if let state = states[id] { claims.note(op, outcomes, state) }
        }
        var records: [CanonicalRecord] = []
        for (id, state) in states {
            records += state.canonicalRecords(of: id).filter(\.kind.isExported)
            try AuthorityCheck(state, asked: asked[id] ?? []).run()
            try claims.run(state)
            let canonical = state.canonicalRecords(of: id)
            try ChainCheck(canonical).run()
            if let back = canonical.first(where: { gone.contains($0.id) }) {
                throw Violation(.noResurrection, "\(back.kind) \(back.id) is there again")
            }
        }
        records.sort { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        var bytes: [UInt8] = []
        for record in records {
            record.json.writeCanonical(to: &bytes)
            bytes.append(0x0A)
        }
        guard try await hubExport(of: nil).bytes == bytes else {
            throw Violation(.atMostOnce, "the hub's records are not what its log folds to")
        }
    }

    /// What an author was told of his fields is what became of them; with erased words it is gone.
    private func checkTold(_ outcomes: [FieldOutcome], of entry: LogEntry) throws {
        guard entry.body != nil else { return }
        let notes = PushOutcome.FieldNote.notes(on: outcomes).map(\.json)
        let wanted = notes.isEmpty ? nil : JSONValue.array(notes).canonicalText
        guard entry.notes == wanted else {
            throw Violation(
                .outcomeTold,
                "of entry \(entry.seq) the hub says \(entry.notes ?? "nothing"), "
                    + "became \(wanted ?? "all")"
            )
        }
    }

    // MARK: Credit

    private func checkGrades() async throws {
        let day = Day(secondsSince1970: hubTime.seconds)
        var grades: [String: CreditConclusion] = [:]
        let given = PolicyInForce(
            try await hub.store.documents(.rulePack),
            of: SimulatedHub.id,
            signedBy: hub.receiptKey.publicKey
        )
        for site in sites where site.plan.role == .userUnit {
            guard let store = site.store else { continue }
            let unit = site.plan.organisation
            let policy = try witness.policy(of: site, store)
            try checkDocuments(policy, at: site, against: given)
            let report = try CreditReport(of: store, on: day, by: policy.engine)
            let known = try await hub.store.creditFacts(of: unit)
            let names = known.map { $0.values[.reference] ?? $0.id.description }
            guard report.facts.map(\.id) == names else {
                throw Violation(.gradeEquality, "\(site.name) knows \(report.facts.count) facts")
            }
            guard let conclusion = report.conclusion else { continue }
            guard grades[unit, default: conclusion] == conclusion else {
                throw Violation(.gradeEquality, "\(site.name) grades \(unit) otherwise")
            }
            grades[unit] = conclusion
        }
    }

    private func checkDocuments(
        _ policy: PolicyInForce,
        at site: SimulatedSite,
        against given: PolicyInForce
    ) throws {
        let (mine, theirs) = (policy.engine.rulePacks.packs, given.engine.rulePacks.packs)
        guard mine == theirs, policy.refused.isEmpty else {
            throw Violation(
                .gradeEquality,
                "\(site.name) judges by \(mine.map(\.version)), refused \(policy.refused), "
                    + "given were \(theirs.map(\.version))"
            )
        }
    }

    // MARK: Erasure

    /// The words of deleted facts are in no file of the hub or of a site.
    private func checkErasure() throws {
        guard !bureau.deletedNames.isEmpty else { return }
        let homes = sites.map { ($0.name, $0.home + "/replica.db") }
        for (name, path) in homes + [("hub", hub.folder + "/hub.db")] {
            for ending in ["", "-wal"] {
                guard let bytes = DiskImage.bytes(of: path + ending),
                    let word = bureau.deletedNames.first(where: { bytes.contain($0) })
                else { continue }
                throw Violation(.noResurrection, "\(word) is in a file of \(name)\(ending)")
            }
        }
    }
}
