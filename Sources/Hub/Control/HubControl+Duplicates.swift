import Explanations
import SyncCore

/// Instruments that were registered twice: what is probable, and what the authority says about it.
extension HubControl {
    func perform(_ request: DuplicateRequest, _ emit: @escaping Emit) async throws {
        switch request {
        case .list(let organisation):
            let registrations = try await store.registrations(of: organisation)
            for group in DuplicateGroup.groups(among: registrations) { try emit(group.json) }
        case .merges(let organisation):
            for merge in try await store.merges(of: organisation) { try emit(merge.json) }
        case .merge(let first, let second, let reason, let author, let isDryRun):
            let view = try await store.aliasView(of: [first, second])
            let plan = try MergePlan(first, second, in: view)
            if !isDryRun, let draft = plan.draft(by: author, reason: reason) {
                try await act(draft, onAliasesOf: [first, second]) { view in
                    try MergePlan(first, second, in: view).draft(by: author, reason: reason)
                }
            }
            try emit(plan.json(isDryRun: isDryRun))
        case .split(let id, let reason, let author, let isDryRun):
            let plan = try SplitPlan(id, in: try await store.aliasView(of: [id]))
            if !isDryRun {
                let draft = plan.draft(by: author, reason: reason)
                try await act(draft, onAliasesOf: [id]) { view in
                    try SplitPlan(id, in: view).draft(by: author, reason: reason)
                }
            }
            try emit(plan.json(isDryRun: isDryRun))
        }
    }

    /// Writes the act that was told. Inside the transaction it is decided once more, since somebody else
    /// may have written in between; then nothing is done.
    private func act(
        _ told: AuthorityDraft,
        onAliasesOf ids: [RecordID],
        _ decide: @escaping @Sendable (AliasView) throws -> AuthorityDraft?
    ) async throws {
        let accepted = try await store.act(onAliasesOf: ids, at: surroundings.clock()) { view in
            guard try decide(view) == told else {
                throw HubError.notPossible("\(told.aggregate): changed meanwhile")
            }
            return told
        }
        await surroundings.signal.tell(accepted.readers)
    }
}
