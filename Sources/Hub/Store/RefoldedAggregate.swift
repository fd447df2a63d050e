import GRDB
import Storage
import SyncCore

/// One aggregate as the log makes it, drawn once more: its records, whose it is, who reads it, and what its records
/// come to.
struct RefoldedAggregate {
    let id: RecordID
    private(set) var state = AggregateState()
    /// `nil` where the words that say so were erased.
    private var owner: String?
    private var asked: Set<String> = []
    private var isErased = false

    init(_ id: RecordID) {
        self.id = id
    }

    /// Folds the next op; gives what its author has to be told.
    mutating func apply(_ op: StampedOp) -> [PushOutcome.FieldNote] {
        let notes = PushOutcome.FieldNote.notes(on: state.apply(op))
        asked.formUnion(state.bodies)
        if op.body == nil { isErased = true }
        guard op.header.kind == .register, let root = op.body?.patches.first(where: \.kind.isRoot)
        else { return notes }
        owner =
            root.kind == .creditFact
            ? root.value(CreditFactField.subject) : op.stamp.organisation
        return notes
    }

    /// How many records have rows that say something else, no row, or no reason to have one. Where words were
    /// erased the log no longer says what record it was.
    func recordsThatDiffer(from rows: Set<RecordRow>, in database: Database) throws -> Int64 {
        let owner = try AggregateRows.owner(of: id, in: database) ?? owner ?? ""
        let wanted = state.records.map { RecordRow($0, in: id, of: state, owner: owner) }
        var rows = rows.symmetricDifference(wanted)
        if isErased { rows = rows.filter(\.isShown) }
        let facts = try state.records.filter {
            try $0.kind == .creditFact && !CreditFactRows.isThere($0, in: database)
        }
        return Int64(Set(rows.map(\.id)).union(facts.map(\.id.description)).count)
    }

    /// Whether the rows say the same of who has to do with it, `bodies` being all verification bodies. Adds what rows
    /// there have to be to `counts`.
    func isScoped(
        as database: Database,
        bodies: Set<String>,
        _ counts: inout ScopeCounts
    ) throws -> Bool {
        let found = try AggregateRows.owner(of: id, in: database)
        let readers = try AggregateRows.bodies(of: id, in: database)
        counts.aggregates += 1
        counts.readers += Int64(readers.count)
        guard let found, found == owner ?? found, readers == asked.intersection(bodies) else {
            return false
        }
        let sum = StateSummer().sum(of: state, id)
        guard sum != .zero else { return true }
        counts.digests += Int64(readers.union([found]).count)
        return try readers.union([found]).allSatisfy {
            try DigestRows.sum(of: id, for: $0, in: database) == sum
        }
    }
}

/// How many rows there have to be.
struct ScopeCounts: Hashable {
    var aggregates: Int64 = 0
    var readers: Int64 = 0
    var digests: Int64 = 0

    /// Those that there are.
    static func found(in database: Database) throws -> ScopeCounts {
        func count(_ table: String) throws -> Int64 {
            try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
        return ScopeCounts(
            aggregates: try count("aggregate"),
            readers: try count("reader"),
            digests: try count("digest")
        )
    }
}

extension ScopeRows {
    /// How many rows of `visible` are missing, are there without a reason, or stand at another number. Who was let in
    /// later sees what is older at the number of the entry that let him in.
    static func differing(in database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: """
                WITH wanted AS (
                    SELECT owner AS organisation, log.seq AS seq
                    FROM log JOIN aggregate ON aggregate.id = log.aggregate
                    UNION SELECT reader.organisation, log.seq
                    FROM log JOIN reader ON reader.aggregate = log.aggregate
                    UNION SELECT organisation.code, log.seq FROM log
                    JOIN aggregate ON aggregate.id = log.aggregate AND owner = 'authority'
                    JOIN organisation
                ), found AS (SELECT organisation, log_seq AS seq FROM visible),
                placed AS (
                    SELECT log_seq, at_seq, min(at_seq) OVER (
                        PARTITION BY visible.organisation, log.aggregate
                    ) AS first
                    FROM visible JOIN log ON log.seq = log_seq
                )
                SELECT (SELECT count(*) FROM (SELECT * FROM wanted EXCEPT SELECT * FROM found))
                    + (SELECT count(*) FROM (SELECT * FROM found EXCEPT SELECT * FROM wanted))
                    + (SELECT count(*) FROM placed WHERE at_seq <> max(log_seq, first))
                """
        ) ?? 0
    }
}
