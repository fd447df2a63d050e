import Explanations
import Policy
import SyncCore

/// How facts stand on a day, until when they are kept, and their end (自然修复).
extension HubControl {
    /// Names no day and no fact, since it stays when they are gone.
    private static let ground = "自然修复: 保存和披露期限届满, 三（二）"

    func standings(
        of subject: String?,
        on text: String,
        _ language: Language,
        _ emit: Emit
    ) async throws {
        let day = try Self.day(text)
        let engine = try await policyInForce().engine
        let rules = engine.creditRules(on: day)
        for known in try await store.creditFacts(of: subject) {
            guard let fact = known.fact, case .object(let members) = known.json else { continue }
            let because: String? =
                switch rules.standing(of: fact) {
                case .counts: nil
                case .excluded(let because): because.text(in: language)
                }
            let end = engine.keptUntil(known, on: day)
            try emit(
                .object(
                    members + [
                        JSONValue.Member("keptUntil", .text(end?.description)),
                        JSONValue.Member("counts", .bool(because == nil)),
                        JSONValue.Member("because", .text(because)),
                    ]
                )
            )
        }
    }

    /// Every fact whose term is over on a day, with why.
    func due(on text: String, _ language: Language, _ emit: Emit) async throws {
        let day = try Self.day(text)
        let engine = try await policyInForce().engine
        for fact in try await store.creditFacts(of: nil) {
            guard let end = engine.keptUntil(fact, on: day), end < day else { continue }
            let exclusion = CreditExclusion.retentionOver(end)
            try emit([
                "fact": .string(fact.name),
                "id": .string(fact.id.description),
                "subject": .text(fact.values[.subject]),
                "code": .text(fact.values[.code]),
                "keptUntil": .string(end.description),
                "because": .string(exclusion.text(in: language)),
                "provision": .string(exclusion.provision.label),
            ])
        }
    }

    /// Deletes facts, each of which has to be due: whoever asks may have looked some time ago, and what
    /// is gone is gone.
    func expire(
        _ names: [FactName],
        on text: String,
        by author: String,
        _ emit: Emit
    ) async throws {
        let day = try Self.day(text)
        guard day <= today else { throw HubError.expiryAhead(text) }
        let engine = try await policyInForce().engine
        let files = try await files(of: names)
        let facts = try names.map { try Self.find($0, in: files) }
        for fact in facts {
            guard let end = engine.keptUntil(fact, on: day), end < day else {
                throw HubError.notDue(fact.name)
            }
        }
        try await delete(facts, ground: Self.ground, by: author, emit)
    }
}

extension PolicyEngine {
    /// Until when a fact on record is kept; `nil` where no term runs.
    func keptUntil(_ record: HubCreditFact, on day: Day) -> Day? {
        record.fact.flatMap { keptUntil($0, on: day) }
    }
}
