import Explanations
import Foundation
import Hub
import LocalStore
import Policy
import SyncCore

/// The authority at the hub: answers filings, assigns bodies, keeps credit files, gives out documents.
final class Bureau {
    static let name = "authority"
    private var draw: Draw
    private var ids = RecordIDGenerator()
    private var documents: Int64 = 0
    /// How many calendars it has given out, or tried to.
    var notices: Int64 = 0
    /// The names of facts, which nothing else repeats.
    private var names: [RecordID: String] = [:]
    /// Words that must be in no file any more.
    private(set) var deletedNames: [String] = []
    /// What it has done, by the number of the entry that came of it.
    var acts: [(seq: Int64, draft: AuthorityDraft)] = []
    /// What the hub has lost of it.
    var lostActs: [AuthorityDraft] = []
    var triesLeft = 0

    init(_ draw: Draw) {
        self.draw = draw
    }

    /// Does one thing, and plans the next.
    func work(in town: Town) async throws {
        town.plan(.office, after: draw.number((2 * .hour)...(30 * .hour * town.pace)))
        guard !town.hub.isDown(at: town.now) else { return }
        let drafts: [AuthorityDraft]
        switch draw.index(below: 100) {
        case 0..<40: drafts = try await answerFilings(town)
        case 40..<50: drafts = try await assign(town)
        case 50..<70: drafts = addFact(town)
        case 70..<85: drafts = try await changeFact(town)
        case 85..<90: drafts = addDocument(town)
        case 94..<100: drafts = try await judgeDuplicates(town)
        default: drafts = stop(town)
        }
        for draft in drafts { _ = try await act(draft, in: town) }
    }

    /// Does one thing at the hub, if it can be done now.
    func act(_ draft: AuthorityDraft, in town: Town) async throws -> Bool {
        let accepted: AcceptedBatch
        do { accepted = try await town.hub.store.act([draft], at: town.hubTime) } catch {
            guard Town.isOrdinary(error) else { throw error }
            return false
        }
        town.note(Self.name, "\(draft.kind) \(draft.aggregate) \(draft.summary)")
        if draft.kind == .withdraw, let name = names[draft.aggregate] { deletedNames.append(name) }
        try town.witness.observe(town.hub.eyes, in: town)
        acts.append((Int64(town.witness.entries.count), draft))
        try await town.wake(accepted.readers)
        return true
    }

    private func draft(
        _ kind: RecordKind,
        _ id: RecordID,
        in aggregate: RecordID? = nil,
        as op: OpKind = .change,
        _ values: [(String, String?)],
        reason: String? = nil
    ) -> AuthorityDraft {
        AuthorityDraft(
            aggregate: aggregate ?? id,
            kind: op,
            patches: [Patch(kind, id, values.map { Patch.Field($0.0, $0.1) })],
            author: "李科长",
            reason: reason
        )
    }

    private func answerFilings(_ town: Town) async throws -> [AuthorityDraft] {
        let waiting = try await town.hub.store.filings(waitingOnly: true)
        guard let filing = draw.pick(waiting) else { return [] }
        let answer: FilingState = draw.happens(8_000) ? .registered : .returned
        return [draft(.instrument, filing.instrument, [("filing", answer.rawValue)])]
    }

    private func assign(_ town: Town) async throws -> [AuthorityDraft] {
        let open = try await town.hub.store.applications().filter { $0.state == .applied }
        let bodies = town.sites.filter { $0.plan.role == .verificationBody }
        guard let application = draw.pick(open), let body = draw.pick(bodies) else { return [] }
        let values = [("body", body.plan.organisation as String?)]
        return [
            draft(.application, application.id, in: application.instrument, values)
        ]
    }

    /// Says that two registrations are one instrument, or takes such a word back.
    private func judgeDuplicates(_ town: Town) async throws -> [AuthorityDraft] {
        if let merge = draw.pick(try await town.hub.store.merges(of: nil)), draw.happens(5_000) {
            let values: [(String, String?)] = [("mergedInto", nil), ("mergeEvidence", nil)]
            return [draft(.instrument, merge.absorbed.id, values)]
        }
        let registrations = try await town.hub.store.registrations(of: nil)
        var pair = draw.pick(DuplicateGroup.groups(among: registrations))?.registrations ?? []
        if pair.isEmpty, let one = draw.pick(registrations) {
            // By mistake, until somebody takes it back.
            let others = registrations.filter { $0.owner == one.owner && $0.id != one.id }
            pair = [one] + (draw.pick(others).map { [$0] } ?? [])
        }
        guard pair.count > 1 else { return [] }
        let (stays, goes) = (pair[0].id, pair[1].id)
        let values = [
            ("mergedInto", stays.description as String?), ("mergeEvidence", "owner,serial"),
        ]
        return [draft(.instrument, goes, values)]
    }

    // MARK: Credit files

    private func addFact(_ town: Town) -> [AuthorityDraft] {
        let units = town.sites.filter { $0.plan.role == .userUnit }
        guard let unit = draw.pick(units) else { return [] }
        let id = ids.next(at: town.hubTime, using: &draw.random)
        let day = Day(secondsSince1970: town.hubTime.seconds)
        let isBad = draw.happens(6_000)
        var values: [(String, String?)] = [
            ("class", isBad ? "bad" : "good"), ("code", isBad ? "N11" : "P1"),
            ("determinedOn", day.adding(days: -Int(draw.number(0...300))).description),
        ]
        if isBad { values += [("final", "true"), ("procedure", "ordinary")] }
        let name = "case-\(draw.number(1...(1 << 50)))"
        names[id] = name
        values += [("reference", name)]
        values += [("subject", unit.plan.organisation)]
        return [draft(.creditFact, id, as: .register, values)]
    }

    private func changeFact(_ town: Town) async throws -> [AuthorityDraft] {
        let facts = try await town.hub.store.creditFacts(of: nil)
        guard let fact = draw.pick(facts) else { return [] }
        if draw.happens(5_000) {
            return [draft(.creditFact, fact.id, as: .withdraw, [], reason: "期限届满")]
        }
        let day = Day(secondsSince1970: town.hubTime.seconds).description
        return [draft(.creditFact, fact.id, [("repairedOn", day)])]
    }

    // MARK: Others

    private func addDocument(_ town: Town) -> [AuthorityDraft] {
        documents += 1
        // Each begins a day after the one before.
        let builtIn = RulePack.builtIn
        let begin = builtIn.validFrom.adding(days: Int(documents))
        let text = String(decoding: builtIn.json, as: UTF8.self)
            .replacingOccurrences(of: builtIn.version, with: "pack-\(documents)")
            .replacingOccurrences(of: "\(builtIn.validFrom)", with: "\(begin)")
        let id = ids.next(at: town.hubTime, using: &draw.random)
        let document = PolicyDocument(
            .rulePack,
            version: "pack-\(documents)",
            number: documents,
            text: text,
            of: SimulatedHub.id,
            signedBy: town.hub.receiptKey
        )
        return [
            draft(
                .policyDocument,
                id,
                as: .register,
                document.fields.map { ($0.name, $0.value) }
            )
        ]
    }

    /// Orders an instrument out of use.
    private func stop(_ town: Town) -> [AuthorityDraft] {
        guard let id = draw.pick(town.witness.instruments) else { return [] }
        return [draft(.instrument, id, [("status", "stopped")])]
    }
}

extension AuthorityDraft {
    /// Whether it merges or splits. After a loss a person looks again at what there is.
    var isAboutDuplicates: Bool {
        patches.flatMap(\.fields).contains { $0.name == "mergedInto" }
    }

    fileprivate var summary: String {
        patches.flatMap(\.fields).filter { !["text", "signature"].contains($0.name) }
            .map { "\($0.name) = \($0.value ?? "")" }.joined(separator: ", ")
    }
}
