import Explanations
import Policy
import SyncCore

/// Explanations from what the hub has settled. Of the same records a site makes the same one, byte for
/// byte.
extension HubControl {
    func explain(_ request: ExplainRequest, _ emit: Emit) async throws {
        let engine = try await policyInForce().engine
        let told = try await told(request.subject, on: request.day, in: request.language)
        let explanation = Explanation(of: told.id, told.facts, on: request.day, by: engine)
        switch request.form {
        case .json:
            let more = [JSONValue.Member("pending", false)] + (told.sources?.members ?? [])
            try emit(explanation.answer(in: request.language, with: more))
        case .text:
            let text = ExplanationText(
                explanation,
                titled: told.title,
                by: engine,
                today: Day(secondsSince1970: surroundings.clock().seconds),
                in: request.language
            )
            let sources = told.sources?.lines(in: request.language) ?? []
            try emit(["lines": .texts(text.lines + sources)])
        }
    }

    /// What there is to explain, what it is called, and of an instrument the registrations behind it.
    private func told(
        _ text: String,
        on day: Day,
        in language: Language
    ) async throws -> (
        id: String, facts: Explanation.Facts, title: String, sources: RegistrationSources?
    ) {
        if let id = RecordID(text) {
            let records = try await store.settledRecords(of: id)
            guard let facts = InstrumentFacts(records) else {
                throw HubError.unknownRecord(id.description)
            }
            let title = Self.title(records, facts.status.word(in: language))
            // Of a registration that was merged, the one that stands for it.
            let root = records.first { $0.kind == .instrument }?.id ?? id
            let aliases = try await store.aliasView(of: [root]).aliases
            let absorbed = aliases.absorbed(by: root)
            let sources = RegistrationSources(records, absorbed: absorbed, on: day)
            return (root.description, .instrument(facts), title, sources)
        }
        let code = text.uppercased()
        guard UnifiedSocialCreditCode.check(code).shape else {
            throw HubError.unknownRecord(text)
        }
        let unit = try await store.organisations().first { $0.code == code }
        guard unit.map({ $0.party == .userUnit }) ?? true else { throw HubError.notGraded(code) }
        let facts = try await facts(about: code)
        // Facts may be on record before their subject is named.
        guard unit != nil || !facts.isEmpty else { throw HubError.unknownOrganisation(code) }
        let title = unit.map { "\($0.name) \(code)" } ?? code
        return (code, .subject(SubjectFacts(facts: facts)), title, nil)
    }

    private func facts(about subject: String) async throws -> [CreditFact] {
        try await store.creditFacts(of: subject).map { record in
            guard let fact = record.fact else {
                throw HubError.storage(detail: "the fact \(record.name) cannot be read")
            }
            return fact
        }
    }

    private static func title(_ records: [CanonicalRecord], _ status: String) -> String {
        let root = records.first { $0.kind == .instrument }
        let names = [InstrumentField.name, .model, .serial].compactMap {
            root?.values[$0.rawValue]
        }
        return "\(names.joined(separator: " ")) (\(status))"
    }
}
