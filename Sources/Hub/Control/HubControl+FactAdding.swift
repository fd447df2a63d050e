import Explanations
import Policy
import SyncCore

/// How facts come into a credit file, once each.
extension HubControl {
    /// What became of a fact that was handed in.
    enum Addition: String {
        case added, changed, unchanged
    }

    /// The same fact again changes nothing. Under a name that is known, what was determined has to be
    /// the same, and what is said of the rest is changed; what is left out stays as it is, so a file
    /// that is handed in twice never takes a repair back.
    ///
    /// What is new needs a code of the rule pack in force, or it would silently not count.
    func add(
        _ facts: [[CreditFactField: String]],
        about subject: String,
        by author: String,
        _ emit: Emit
    ) async throws {
        let organisations = try await store.organisations()
        let organisation = organisations.first { $0.code == subject }
        guard organisation.map({ $0.party == .userUnit }) ?? true else {
            throw HubError.notGraded(subject)
        }
        let engine = try await policyInForce().engine
        let (today, pack) = (today, engine.rulePack(on: today))
        var known = try await store.creditFacts(of: subject)
        var ids = RecordIDGenerator()
        var random = SystemRandomNumberGenerator()
        var drafts: [AuthorityDraft] = []
        var answers: [JSONValue] = []
        for values in facts {
            let fact: HubCreditFact
            let addition: Addition
            if let same = try Self.known(values, among: known) {
                let changes = Self.changes(from: same, to: values)
                fact = same
                addition = changes.isEmpty ? .unchanged : .changed
                if !changes.isEmpty {
                    try Self.checkDays(same.values.merging(changes) { $1 }, today: today)
                    drafts.append(Self.draft(.change, same.id, changes, by: author))
                }
            } else {
                guard let code = values[.code], pack.knows(code) else {
                    throw HubError.unknownItemCode("\(values[.code] ?? "") (\(pack.version))")
                }
                try Self.checkDays(values, today: today)
                let id = ids.next(at: surroundings.clock(), using: &random)
                fact = HubCreditFact(id: id, values: values)
                addition = .added
                drafts.append(Self.draft(.register, id, values, by: author))
                known.append(fact)
            }
            let end = engine.keptUntil(fact, on: today)
            answers.append([
                "fact": .string(fact.name), "id": .string(fact.id.description),
                "subject": .string(subject), "outcome": .string(addition.rawValue),
                "subjectKnown": .bool(organisation != nil),
                "pastTerm": .bool(end.map { $0 < today } ?? false),
            ])
        }
        if !drafts.isEmpty { try await act(drafts) }
        for answer in answers { try emit(answer) }
    }

    /// What a fact says once and for all.
    private static let determined: [CreditFactField] = [.code, .class, .determinedOn]

    /// The fact that is meant: the one of that name; of a nameless one, a nameless fact that says all
    /// that it says.
    private static func known(
        _ values: [CreditFactField: String],
        among known: [HubCreditFact]
    ) throws -> HubCreditFact? {
        guard let name = values[.reference] else {
            return known.first { fact in
                fact.values[.reference] == nil
                    && values.allSatisfy { fact.values[$0.key] == $0.value }
            }
        }
        let same = known.first { $0.name == name }
        if let same, let field = determined.first(where: { same.values[$0] != values[$0] }) {
            throw HubError.factDetermined("\(name): \(field.rawValue)")
        }
        return same
    }

    private static func changes(
        from known: HubCreditFact,
        to values: [CreditFactField: String]
    ) -> [CreditFactField: String] {
        values.filter { $0.key != .reference && known.values[$0.key] != $0.value }
    }

    static func draft(
        _ kind: OpKind,
        _ id: RecordID,
        _ values: [CreditFactField: String],
        by author: String
    ) -> AuthorityDraft {
        let fields = values.map { Patch.Field($0.key.rawValue, $0.value) }
        return AuthorityDraft(
            aggregate: id,
            kind: kind,
            patches: [Patch(.creditFact, id, fields.sorted { $0.name < $1.name })],
            author: author,
            reason: nil
        )
    }
}
