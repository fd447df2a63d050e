package import LocalStore
package import SyncCore

/// A conflict as this site sees it: its own claim and the other.
package struct ConflictCase: Sendable {
    package let record: ConflictRecord
    /// This site's claim; where neither is, the one that stands.
    package let mine: ConflictRecord.Side
    package let theirs: ConflictRecord.Side
    /// Who owns the field.
    package let owner: Party
    /// A change of this site's own on the field waits for the hub.
    package let isPending: Bool
    /// Whose claims they are.
    package let concern: Concern
    private let isLost: Bool

    /// Whom a conflict concerns.
    package enum Concern: String, Sendable {
        /// One of the claims is this site's own.
        case site
        /// One is of this site's organisation, made at another of its sites.
        case organisation
        /// Neither is: this site only reads them.
        case others
    }

    /// Where a conflict stands.
    package enum State: String, Sendable {
        /// A person has to decide.
        case open
        /// A person has decided.
        case resolved
        /// The rule has decided.
        case settled
    }

    package var state: State {
        if record.isOpen { return .open }
        return record.resolvedBy == nil ? .settled : .resolved
    }

    /// Whether a user wants to see it without asking: what waits for this organisation, and what this site
    /// has lost.
    package var isOfInterest: Bool {
        switch state {
        case .open: concern != .others
        case .settled: isLost
        case .resolved: false
        }
    }

    /// Whether this site has proposed what stands beside the owner's value, and can still drop that.
    package var isDroppable: Bool { isLost && record.outcome == .proposal && state == .settled }

    private init(_ record: ConflictRecord, site: Site, isPending: Bool) {
        self.record = record
        self.isPending = isPending
        isLost = record.loser.site == site.id
        (mine, theirs) =
            isLost ? (record.loser, record.winner) : (record.winner, record.loser)
        let sides = [record.winner, record.loser]
        concern =
            sides.contains { $0.site == site.id }
            ? .site
            : sides.contains { $0.organisation == site.organisation } ? .organisation : .others
        owner =
            record.rule == .bodyDecides
            ? .verificationBody
            : record.authority.rule(for: record.kind, record.field)?.owner ?? .authority
    }

    /// Every conflict that the site knows, or those on one instrument; oldest first.
    ///
    /// - Throws: `StoreError`.
    package static func all(
        in store: Store,
        on aggregate: RecordID? = nil
    ) throws -> [ConflictCase] {
        let records =
            try aggregate.map(store.conflicts(on:)) ?? store.conflicts(openOnly: false)
        return try cases(records, in: store)
    }

    /// The conflict with a number.
    ///
    /// - Throws: `ResolutionError.unknown`, `StoreError`.
    package static func find(_ n: Int64, in store: Store) throws -> ConflictCase {
        guard let record = try store.conflict(n),
            let found = try cases([record], in: store).first
        else { throw ResolutionError.unknown(n) }
        return found
    }

    private static func cases(
        _ records: [ConflictRecord],
        in store: Store
    ) throws -> [ConflictCase] {
        let site = try store.site()
        var pending: [RecordID: [RecordID: Set<String>]] = [:]
        return try records.map { record in
            // Only what is open or proposed can wait for this site's own word.
            guard record.isOpen || record.outcome == .proposal && record.resolvedBy == nil else {
                return ConflictCase(record, site: site, isPending: false)
            }
            let id = record.aggregate
            let fields = try pending[id] ?? store.pendingFields(of: id)
            pending[id] = fields
            let isPending = fields[record.record]?.contains(record.field) ?? false
            return ConflictCase(record, site: site, isPending: isPending)
        }
    }
}

/// Why a conflict cannot be resolved here.
package enum ResolutionError: Error, Hashable, Sendable {
    case unknown(Int64)
    /// A person or the rule has decided it.
    case closed(Int64, ConflictCase.State)
    /// This site's party has no say, or less than the owner of the field.
    case decidedByOwner(Int64, field: String, owner: Party)
    case badDay(String)
    case badOrganisation(String)
    /// Nobody has decided, or another site has.
    case notDecidedHere(Int64)
    /// Another value was written since.
    case overtaken(Int64)
    /// What was decided stood before.
    case nothingToUndo(Int64)
    /// Only one of the two can be taken.
    case notOneOfBoth(Int64)
}
