import Explanations
import Policy
import SyncCore

/// The acts of the authority on credit files.
extension HubControl {
    func perform(_ request: FactRequest, _ emit: Emit) async throws {
        switch request {
        case .add(let subject, let facts, let author):
            try await add(facts, about: subject, by: author, emit)
        case .list(let subject):
            for fact in try await store.creditFacts(of: subject) { try emit(fact.json) }
        case .standing(let subject, let day, let language):
            try await standings(of: subject, on: day, language, emit)
        case .grades(let day): try await grades(on: day, emit)
        case .repair(let name, let day, let author, let changesDay):
            try await repair(name, on: day, by: author, changesDay: changesDay, emit)
        case .delete(let names, let ground, let author):
            let files = try await files(of: names)
            let facts = try names.map { try Self.find($0, in: files) }
            try await delete(facts, ground: ground, by: author, emit)
        case .due(let day, let language): try await due(on: day, language, emit)
        case .expire(let names, let day, let author):
            try await expire(names, on: day, by: author, emit)
        }
    }

    private func grades(on text: String, _ emit: Emit) async throws {
        let rules = try await policyInForce().engine.creditRules(on: Self.day(text))
        for grade in try await store.grades(by: rules) {
            try emit([
                "subject": .string(grade.subject),
                "score": .integer(Int64(grade.decision.score)),
                "byScore": .string(grade.decision.byScore.rawValue),
                "direct": .text(grade.decision.direct),
                "grade": .string(grade.decision.grade.rawValue),
                "needsConfirmation": .bool(grade.decision.needsConfirmation),
            ])
        }
    }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw HubError.notPossible("`\(text)` is no day") }
        return day
    }

    /// Today, by the clock of the hub.
    var today: Day { Day(secondsSince1970: surroundings.clock().seconds) }

    // MARK: Repairing and deleting

    private func repair(
        _ name: FactName,
        on day: String,
        by author: String,
        changesDay: Bool,
        _ emit: Emit
    ) async throws {
        let fact = try Self.find(name, in: await files(of: [name]))
        let day = try Self.day(day).description
        try Self.checkDays(fact.values.merging([.repairedOn: day]) { $1 }, today: today)
        let former = fact.values[.repairedOn]
        if let former, former != day, !changesDay {
            throw HubError.repairChanges("\(fact.name): \(former) → \(day)")
        }
        let isNew = former != day
        if isNew {
            try await act([Self.draft(.change, fact.id, [.repairedOn: day], by: author)])
        }
        try emit([
            "fact": .string(fact.name), "id": .string(fact.id.description),
            "subject": .text(fact.values[.subject]), "repairedOn": .string(day),
            "formerDay": .text(isNew ? former : nil),
            "outcome": .string((isNew ? Addition.changed : .unchanged).rawValue),
        ])
    }

    /// How the days of a fact have to lie, whichever act brings them.
    static func checkDays(
        _ values: [CreditFactField: String],
        today: Day
    ) throws(HubError) {
        guard let determinedOn = values[.determinedOn].flatMap(Day.init) else { return }
        let name = values[.reference] ?? "\(values[.code] ?? "") \(determinedOn)"
        if let repairedOn = values[.repairedOn].flatMap(Day.init) {
            guard determinedOn <= repairedOn else {
                throw .repairTooEarly("\(name): \(repairedOn)")
            }
            guard repairedOn <= today else { throw .repairAhead("\(name): \(repairedOn)") }
        }
        if let end = values[.retainUntil].flatMap(Day.init), end < determinedOn {
            throw .retentionTooEarly("\(name): \(end)")
        }
    }

    /// Takes facts out; all or none.
    func delete(
        _ facts: [HubCreditFact],
        ground: String,
        by author: String,
        _ emit: Emit
    ) async throws {
        let drafts = facts.map {
            AuthorityDraft(
                aggregate: $0.id,
                kind: .withdraw,
                patches: [Patch(.creditFact, $0.id, [])],
                author: author,
                reason: ground
            )
        }
        if !drafts.isEmpty { try await act(drafts) }
        // The words are in no snapshot either.
        for subject in Set(facts.compactMap { $0.values[.subject] }) {
            await surroundings.snapshots.discard(subject)
        }
        for fact in facts {
            try emit([
                "fact": .string(fact.name), "id": .string(fact.id.description),
                "subject": .text(fact.values[.subject]), "ground": .string(ground),
            ])
        }
    }

    /// The facts that names can mean, by each word that a name may be.
    func files(of names: [FactName]) async throws -> [String: [HubCreditFact]] {
        let subjects = Set(names.map(\.subject))
        let subject = subjects.count == 1 ? subjects.first ?? nil : nil
        var files: [String: [HubCreditFact]] = [:]
        for fact in try await store.creditFacts(of: subject) {
            for word in Set([fact.name, fact.id.description]) {
                files[word, default: []].append(fact)
            }
        }
        return files
    }

    /// The one fact that is meant.
    static func find(
        _ name: FactName,
        in files: [String: [HubCreditFact]]
    ) throws -> HubCreditFact {
        let id = RecordID(name.text)?.description
        let found = (files[id ?? name.text] ?? []).filter {
            name.subject == nil || name.subject == $0.values[.subject]
        }
        guard let fact = found.first else { throw HubError.unknownFact(name.text) }
        guard found.count == 1 else {
            let candidates = found.map { "\($0.values[.subject] ?? "") \($0.id)" }
            throw HubError.ambiguousFact("\(name.text): \(candidates.joined(separator: ", "))")
        }
        return fact
    }
}
