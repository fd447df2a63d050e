import GRDB
import Policy
import Storage
import SyncCore

/// Folding: how ops change the tables. The same code serves an edit, a page of the feed, a start after
/// a crash and a full rebuild, so these cannot differ.
///
/// A registration is written as it is: nothing stood there before. After anything else the whole
/// aggregate is folded anew from its ops (`AggregateState`, the same type as at the hub) and its rows
/// are written again; an aggregate has few ops.
extension Replica {
    /// Writes the rows of a registration, which is a plain one.
    static func register(_ aggregate: RecordID, _ patches: [Patch], in database: Database) throws {
        guard let instrument = patches.first(where: { $0.kind == .instrument }),
            instrument.isComplete
        else { return }
        // One verification at most comes with a registration, so it is the latest as well.
        let verification = patches.first { $0.kind == .verification }
        try insertInstrument(instrument, latest: verification, in: database)
        for patch in patches where patch.kind == .verification && patch.isComplete {
            try insertVerification(patch, of: aggregate, isEffective: true, in: database)
        }
    }

    /// Whether there is no row of an instrument.
    static func isNew(_ aggregate: RecordID, in database: Database) throws -> Bool {
        let row = try PreparedStatement("SELECT 1 FROM instrument WHERE id = ?", in: database)
        defer { row.reset() }
        row.bind(1, aggregate.description)
        return try !row.step()
    }

    /// Replaces the rows of an aggregate by what its ops have made of it.
    static func rewrite(
        _ aggregate: RecordID,
        as state: AggregateState,
        in database: Database
    ) throws {
        // What is said of one of several merged registrations decides the colour of another.
        let before = try AliasRows.group(of: aggregate, in: database)
        if try !update(aggregate, as: state, in: database) {
            try deleteRows(of: aggregate, in: database)
            try writeRows(of: aggregate, state, in: database)
        }
        let after = try AliasRows.group(of: aggregate, in: database)
        try AliasRows.unjudge(before.union(after), in: database)
    }

    /// Writes the rows of an aggregate that has none.
    static func writeRows(
        of aggregate: RecordID,
        _ state: AggregateState,
        in database: Database
    ) throws {
        let records = state.canonicalRecords(of: aggregate)
        let patches = records.map(Patch.init)
        if let root = patches.first, root.kind == .creditFact || root.kind == .policyDocument {
            if root.isComplete { try insertRoot(root, in: database) }
            return
        }
        guard let instrument = patches.first(where: { $0.kind == .instrument }),
            instrument.isComplete
        else { return }
        try insertInstrument(instrument, latest: nil, in: database)
        let effective = records.effectiveVerifications
        for patch in patches where patch.isComplete {
            switch patch.kind {
            case .instrument, .creditFact, .policyDocument: break
            case .verification:
                let counts = effective.contains(patch.id)
                try insertVerification(patch, of: aggregate, isEffective: counts, in: database)
            case .application: try insertApplication(patch, of: aggregate, in: database)
            }
        }
        try refreshLatest(of: aggregate, in: database)
    }
}

extension OpBody {
    /// Whether it is an instrument, with one verification at most that counts by itself: what a ledger has.
    var isPlainRegistration: Bool {
        let verifications = patches.filter { $0.kind == .verification }
        return patches.count == verifications.count + 1 && verifications.count <= 1
            && patches.contains { $0.kind == .instrument } && patches.allSatisfy(\.isComplete)
            && verifications.allSatisfy {
                $0.value(VerificationField.supersedes) == nil
                    && $0.value(VerificationField.correctedBy) == nil
            }
    }
}

extension Patch {
    /// Every value of a record.
    init(_ record: CanonicalRecord) {
        self.init(record.kind, record.id, record.values.map { Field($0.key, $0.value) })
    }
}
