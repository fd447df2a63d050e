package import LocalStore
import SyncCore

/// Takes back what this site has decided about a conflict: a new claim that gives the field what it was
/// before, as far as the rules allow. What was decided stays in the history, and the other's claim, which
/// the decision had replaced, does not come back beside it.
package struct ConflictUndo: Sendable {
    package let conflict: ConflictCase
    /// What was decided.
    package let decided: String?
    /// What the field will be given.
    package let value: String?
    /// Another party owns the field: the value is only proposed again.
    package let isProposal: Bool

    /// What taking back a decision would do; nothing is written.
    ///
    /// - Throws: `ResolutionError`, `StoreError`.
    package init(of conflict: ConflictCase, in store: Store) throws {
        let n = conflict.record.n
        guard let decision = try store.decision(on: conflict.record) else {
            throw ResolutionError.notDecidedHere(n)
        }
        guard let place = decision.place else { throw ResolutionError.overtaken(n) }
        let site = try store.site().id
        // Where the owner's claim stood all the time, the site has only dropped its own.
        isProposal = place > 0
        let value =
            isProposal
            ? decision.before.first { $0.site == site }?.value
            : Self.standing(decision.before, in: conflict.record)
        guard value != decision.value else { throw ResolutionError.nothingToUndo(n) }
        self.conflict = conflict
        self.decided = decision.value
        self.value = value
    }

    /// What stood while the claims differed: of two corrections of a result none.
    private static func standing(_ claims: [Claim], in record: ConflictRecord) -> String? {
        let rule = record.authority.rule(for: record.kind, record.field)
        return rule?.mode == .agreed ? nil : claims.first?.value
    }

    /// Takes it back.
    ///
    /// - Throws: `StoreError`.
    package func run(
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws {
        let record = conflict.record
        try store.write(at: author.now, random: &random) { writer in
            let patch = Patch(record.kind, record.record, [Patch.Field(record.field, value)])
            try writer.append(author.change([patch], of: record.aggregate))
            return ((), author.writeOutcome)
        }
    }
}
