import Policy
import SyncCore

/// What merging two registrations would do, decided before anything is done: which one stays, and why.
///
/// The order in which they are named means nothing, so two operators who merge the same two agree.
struct MergePlan: Sendable {
    /// Why one stays: it has a verification body's result and the other none, or it came first.
    enum Ground: String { case result, first }

    let canonical: AliasView.Registration
    let absorbed: AliasView.Registration
    let ground: Ground
    /// Names of the fields that agree, `owner` among them, in their order.
    let evidence: [String]
    /// Names of those that do not.
    let differing: [String]
    /// What will count for the one that stays, of the other and of those for which that stands.
    let results: Int
    let applications: Int
    /// Whether they are one already, so that nothing is left to do.
    let isDone: Bool

    /// - Throws: `HubError` where they cannot be merged.
    init(_ first: RecordID, _ second: RecordID, in view: AliasView) throws(HubError) {
        let (left, right) = (try view.registration(first), try view.registration(second))
        let aliases = view.aliases
        guard first != second else { throw .notPossible(first.description) }
        guard left.owner == right.owner else {
            throw .otherOwner("\(left.owner), \(right.owner)")
        }
        isDone = aliases.canonical(of: first) == aliases.canonical(of: second)
        for id in [first, second] where !isDone && aliases.isAbsorbed(id) {
            throw .alreadyMerged("\(id) → \(aliases.canonical(of: id))")
        }
        let (hasLeft, hasRight) = (view.hasResult(first), view.hasResult(second))
        let staysLeft: Bool
        if isDone {
            staysLeft = !aliases.isAbsorbed(first)
        } else if hasLeft != hasRight {
            staysLeft = hasLeft
        } else {
            staysLeft = (left.hubSeq, first) < (right.hubSeq, second)
        }
        canonical = staysLeft ? left : right
        absorbed = staysLeft ? right : left
        ground = hasLeft != hasRight ? .result : .first
        let fields: [InstrumentField] = [.manufacturer, .model, .serial]
        let agreeing = fields.filter { left.key(of: $0) == right.key(of: $0) }
        evidence = (agreeing.map(\.rawValue) + ["owner"]).sorted()
        differing = fields.filter { !agreeing.contains($0) }.map(\.rawValue)
        guard agreeing.contains(.serial) else {
            throw .otherSerial("\(left[.serial] ?? ""), \(right[.serial] ?? "")")
        }
        guard isDone || !canonical.isScrapped || absorbed.isScrapped else {
            throw .notPossible("\(canonical.root.id): scrapped")
        }
        let moving = view.members(of: absorbed.root.id)
        results = moving.map { $0.count(.verification) }.reduce(0, +)
        applications = moving.map { $0.count(.application) }.reduce(0, +)
    }

    /// The act; `nil` where nothing is left to do.
    func draft(by author: String, reason: String) -> AuthorityDraft? {
        guard !isDone else { return nil }
        return Self.draft(
            on: absorbed.root.id,
            into: canonical.root.id.description,
            evidence: evidence.joined(separator: ","),
            by: author,
            reason: reason
        )
    }

    /// Writes or, without values, empties the fields of a merge.
    static func draft(
        on absorbed: RecordID,
        into canonical: String?,
        evidence: String?,
        by author: String,
        reason: String
    ) -> AuthorityDraft {
        let fields: [Patch.Field] = [
            .init(InstrumentField.mergedInto.rawValue, canonical),
            .init(InstrumentField.mergeEvidence.rawValue, evidence),
        ]
        return AuthorityDraft(
            aggregate: absorbed,
            patches: [Patch(.instrument, absorbed, fields)],
            author: author,
            reason: reason
        )
    }

    /// As `duplicate merge --json` prints it.
    func json(isDryRun: Bool) -> JSONValue {
        [
            "canonical": .string(canonical.root.id.description),
            "absorbed": .string(absorbed.root.id.description),
            "organisation": .string(canonical.owner),
            "serial": .text(canonical[.serial]),
            "because": .string(ground.rawValue),
            "evidence": .texts(evidence),
            "differing": .texts(differing),
            "results": .integer(Int64(results)),
            "applications": .integer(Int64(applications)),
            "changed": .bool(!isDone),
            "dryRun": .bool(isDryRun),
        ]
    }
}

/// What taking back one merge would do.
struct SplitPlan: Sendable {
    let absorbed: AliasView.Registration
    let canonical: RecordID
    /// What will no longer count for the one that stood for it.
    let results: Int
    let applications: Int

    /// - Throws: `HubError` where it is not merged.
    init(_ id: RecordID, in view: AliasView) throws(HubError) {
        absorbed = try view.registration(id)
        guard let merge = absorbed.root.merge else { throw .notMerged(id.description) }
        canonical = merge.canonical
        // Those that were merged into it before go with it.
        let moving = view.registrations.values.filter { view.leads(from: $0.root.id, through: id) }
        results = moving.map { $0.count(.verification) }.reduce(0, +)
        applications = moving.map { $0.count(.application) }.reduce(0, +)
    }

    func draft(by author: String, reason: String) -> AuthorityDraft {
        MergePlan.draft(
            on: absorbed.root.id,
            into: nil,
            evidence: nil,
            by: author,
            reason: reason
        )
    }

    /// As `duplicate split --json` prints it.
    func json(isDryRun: Bool) -> JSONValue {
        [
            "absorbed": .string(absorbed.root.id.description),
            "canonical": .string(canonical.description),
            "organisation": .string(absorbed.owner),
            "serial": .text(absorbed[.serial]),
            "results": .integer(Int64(results)),
            "applications": .integer(Int64(applications)),
            "dryRun": .bool(isDryRun),
        ]
    }
}

extension AliasView {
    fileprivate func registration(_ id: RecordID) throws(HubError) -> Registration {
        guard let found = registrations[id] else { throw .unknownRecord(id.description) }
        return found
    }

    fileprivate func members(of canonical: RecordID) -> [Registration] {
        aliases.members(of: canonical).compactMap { registrations[$0] }
    }

    /// Whether a verification body has reported something of it, or of one that it stands for.
    fileprivate func hasResult(_ id: RecordID) -> Bool {
        members(of: id).contains { $0.hasResult }
    }

    /// Whether the arrows lead from a registration to or over another one.
    fileprivate func leads(from start: RecordID, through id: RecordID) -> Bool {
        var here: RecordID? = start
        var left = registrations.count
        while let now = here, left > 0 {
            if now == id { return true }
            here = registrations[now]?.root.merge?.canonical
            left -= 1
        }
        return false
    }
}

extension AliasView.Registration {
    fileprivate subscript(field: InstrumentField) -> String? { root.values[field.rawValue] }

    /// The field as it is compared: blanks, case and full width aside.
    fileprivate func key(of field: InstrumentField) -> String {
        InstrumentIdentity.key(manufacturer: "", model: "", serial: self[field] ?? "")
    }

    fileprivate var isScrapped: Bool { self[.status] == UseStatus.scrapped.rawValue }

    fileprivate var hasResult: Bool {
        records.contains {
            $0.kind == .verification && $0.values[VerificationField.declared.rawValue] != "true"
        }
    }

    fileprivate func count(_ kind: RecordKind) -> Int { records.count { $0.kind == kind } }
}
