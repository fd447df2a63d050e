import Documents
package import LocalStore
import Policy
import SyncCore

/// A person's word on a conflict: a new claim whose author has seen both, so that it settles them.
package enum ConflictResolution {
    /// What a person chooses.
    package enum Choice: Hashable, Sendable {
        case mine
        case theirs
        case value(String)
    }

    /// The value that a resolution gives the field, judged like any entry; nothing is written.
    ///
    /// - Throws: `ResolutionError`, `LedgerRefusal`, `StoreError`.
    package static func value(
        of choice: Choice,
        for conflict: ConflictCase,
        in store: Store,
        by author: Author
    ) throws -> String? {
        try check(choice, conflict, in: store, at: author.now)
        switch choice {
        case .mine: return conflict.mine.value
        case .theirs: return conflict.theirs.value
        case .value(let text): return try judged(text, conflict.record, in: store, author)
        }
    }

    /// Writes the resolution of one conflict.
    ///
    /// - Throws: `ResolutionError`, `LedgerRefusal`, `StoreError`.
    package static func resolve(
        _ conflict: ConflictCase,
        taking choice: Choice,
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> String? {
        try resolve([conflict], taking: choice, in: store, by: author, random: &random)[0]
    }

    /// Writes the resolutions of several conflicts, all or none.
    ///
    /// - Returns: the value of each.
    /// - Throws: `ResolutionError`, `LedgerRefusal`, `StoreError`.
    package static func resolve(
        _ conflicts: [ConflictCase],
        taking choice: Choice,
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> [String?] {
        let values = try conflicts.map { try value(of: choice, for: $0, in: store, by: author) }
        try store.write(at: author.now, random: &random) { writer in
            for (record, value) in zip(conflicts.map(\.record), values) {
                let field = Patch.Field(record.field, value)
                let patch = Patch(record.kind, record.record, [field])
                try writer.append(author.change([patch], of: record.aggregate))
            }
            return ((), author.writeOutcome)
        }
        return values
    }

    /// Who has less than the strongest claim can only take that claim's side.
    private static func check(
        _ choice: Choice,
        _ conflict: ConflictCase,
        in store: Store,
        at now: Instant
    ) throws {
        let record = conflict.record
        let decided = ResolutionError.decidedByOwner(
            record.n,
            field: record.field,
            owner: conflict.owner
        )
        let authority = Authority.inForce(at: now)
        guard let rule = authority.rule(for: record.kind, record.field), rule.mode != .once,
            record.rule != .bodyDecides
        else { throw decided }
        let isUnsettled = record.outcome == .needsHuman || record.outcome == .proposal
        guard record.resolvedBy == nil, isUnsettled else {
            throw ResolutionError.closed(record.n, conflict.state)
        }
        let site = try store.site()
        let aggregate = try store.aggregate(record.aggregate)
        guard let merged = aggregate.records.first(where: { $0.id == record.record }) else {
            throw decided
        }
        let rank = aggregate.parties(
            of: site.organisation,
            as: site.role.party,
            on: merged
        ).compactMap { rule.ranks[$0] }.max()
        guard let rank else { throw decided }
        guard rule.mode == .sticky, let strongest = merged.claims(on: record.field).first,
            strongest.rank > rank
        else { return }
        let side = choice == .mine ? conflict.mine : conflict.theirs
        guard choice == .mine || choice == .theirs, side.value == strongest.value else {
            throw decided
        }
    }

    private static func judged(
        _ text: String,
        _ record: ConflictRecord,
        in store: Store,
        _ author: Author
    ) throws -> String? {
        switch record.kind {
        case .instrument:
            return try judged(text, record.field, of: record.aggregate, in: store, author)
        case .application where record.field == ApplicationField.body.rawValue:
            guard UnifiedSocialCreditCode.check(text).shape else {
                throw ResolutionError.badOrganisation(text)
            }
        case .application:
            guard Day(text) != nil else { throw ResolutionError.badDay(text) }
        case .verification:
            guard [record.winner.value, record.loser.value].contains(text) else {
                throw ResolutionError.notOneOfBoth(record.n)
            }
        case .creditFact, .policyDocument: break
        }
        return text
    }

    /// A value of an instrument, as direct entry would take it.
    private static func judged(
        _ text: String,
        _ field: String,
        of id: RecordID,
        in store: Store,
        _ author: Author
    ) throws -> String? {
        guard let known = try store.instrument(id), let column = LedgerField(rawValue: field) else {
            return text
        }
        let values = known.ledgerValues.merging([column: text]) { $1 }
        let (row, _) = try LedgerRow.entered(values, in: author.language)
        let change = row.changes(to: known, in: [column], blanksEmpty: true).first
        guard let change else { return InstrumentField(rawValue: field).flatMap { known[$0] } }
        return change.value
    }
}
