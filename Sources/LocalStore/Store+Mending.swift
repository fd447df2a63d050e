import GRDB
import Signing
import Storage
package import SyncCore

// Rows that are not what the log makes of them. Found by folding the aggregate anew beside what is there, in
// one transaction that is kept or not: so what is named and what is mended cannot differ.

/// An aggregate whose rows are to be what its log says.
package struct Mending: Sendable {
    package let aggregate: RecordID
    /// What the hub has said of it, in order, where this site's own copy is not to be trusted.
    package let entries: [StampedOp]?

    package init(_ aggregate: RecordID, entries: [StampedOp]? = nil) {
        self.aggregate = aggregate
        self.entries = entries
    }
}

/// A row of `replica.db` that is not as it must be.
package struct RowDifference: Hashable, Sendable {
    package enum Kind: String, Sendable { case changed, extra, missing }

    package let aggregate: RecordID
    package let table: String
    /// The record's id; of `hub_log` the number.
    package let id: String
    /// Of the instrument that the row belongs to.
    package let serial: String?
    package let kind: Kind
}

extension Store {
    /// Names the rows of these aggregates that are not what the log makes of them, and mends them where
    /// `keeps` says so; sorted by aggregate, table and id.
    ///
    /// - Throws: `StoreError`.
    package func mend(_ mendings: [Mending], keeps: Bool) throws -> [RowDifference] {
        let site = try site()
        return try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try Self.translating(Replica.file) {
                    try replica.queue.writeWithoutTransaction { target in
                        let work = MendingWork(site: site, journal: source, replica: target)
                        var found: [RowDifference] = []
                        try target.inTransaction(.immediate) {
                            found = try work.run(mendings)
                            return keeps ? .commit : .rollback
                        }
                        return found
                    }
                }
            }
        }
    }
}

private struct MendingWork {
    let site: Site
    let journal: Database
    let replica: Database

    func run(_ mendings: [Mending]) throws -> [RowDifference] {
        let before = try mendings.map { try AggregateRows(of: $0.aggregate, in: replica) }
        // All go first: a row may stand under another aggregate's name.
        for mending in mendings { try deleteRows(of: mending.aggregate) }
        for case let (aggregate, entries?) in mendings.map({ ($0.aggregate, $0.entries) }) {
            try replaceLog(of: aggregate, by: entries)
        }
        for mending in mendings {
            try Store.refold(mending.aggregate, by: site, from: journal, into: replica)
        }
        let after = try mendings.map { try AggregateRows(of: $0.aggregate, in: replica) }
        return zip(before, after).flatMap { $0.differences(from: $1) }
    }

    /// Also what lost its instrument to somebody who does not know that they hang together.
    private func deleteRows(of aggregate: RecordID) throws {
        try Replica.deleteRows(of: aggregate, in: replica)
        for kind in RecordKind.allCases where !kind.isRoot {
            try replica.execute(
                sql: "DELETE FROM \(kind.table) WHERE instrument_id = ?",
                arguments: [aggregate.description]
            )
        }
    }

    /// Takes the hub's entries instead of those that are here, and notes conflicts as they came about.
    private func replaceLog(of aggregate: RecordID, by entries: [StampedOp]) throws {
        for table in ["hub_log", "conflict"] {
            try replica.execute(
                sql: "DELETE FROM \(table) WHERE aggregate_id = ?",
                arguments: [aggregate.description]
            )
        }
        let place = try Replica.forgetWay(in: replica)
        var state = AggregateState()
        let sha256 = SHA256()
        for op in entries {
            let isOwn =
                try op.header.site == site.id
                && op.isSame(as: Store.op(op.header.seq, in: journal))
            // Its place may be taken by a row that names another aggregate.
            try replica.execute(
                sql: "DELETE FROM hub_log WHERE seq = ? OR (? AND is_own = 1 AND op_seq = ?)",
                arguments: [op.stamp.seq, isOwn, op.header.seq]
            )
            _ = try HubLogEntry.insert(
                op,
                isOwn: isOwn,
                at: place,
                by: sha256,
                in: replica
            )
            for outcome in state.apply(op) { _ = try ConflictRow.note(outcome, in: op, replica) }
        }
    }
}

/// The rows of one aggregate as they lie in their tables.
private struct AggregateRows {
    private let aggregate: RecordID
    private var rows: [Name: Row] = [:]
    private var serial: String?

    private struct Name: Hashable {
        let table: String
        let id: String
    }

    init(of aggregate: RecordID, in database: Database) throws {
        self.aggregate = aggregate
        for kind in RecordKind.allCases {
            try take(kind.table, where: kind.isRoot ? "id" : "instrument_id", in: database)
        }
        try take("hub_log", where: "aggregate_id", named: "seq", in: database)
    }

    private mutating func take(
        _ table: String,
        where owner: String,
        named name: String = "id",
        in database: Database
    ) throws {
        // Colours are judged, not folded; since when an entry is seen is not the hub's word on it.
        let columns = try database.columns(in: table).map(\.name)
            .filter { !["color", "violations", "at_seq"].contains($0) }
        let sql = """
            SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE \(owner) = ?
            """
        for row in try Row.fetchAll(database, sql: sql, arguments: [aggregate.description]) {
            if table == RecordKind.instrument.table { serial = try row.read("serial") }
            rows[Name(table: table, id: "\(row[name] ?? DatabaseValue.null)")] = row
        }
    }

    /// What was here and is otherwise in `right`.
    func differences(from right: AggregateRows) -> [RowDifference] {
        let names = Set(rows.keys).union(right.rows.keys)
        let differences = names.compactMap { name -> RowDifference? in
            guard let kind = kind(of: name, right) else { return nil }
            return RowDifference(
                aggregate: aggregate,
                table: name.table,
                id: name.id,
                serial: right.serial ?? serial,
                kind: kind
            )
        }
        return differences.sorted { ($0.table, $0.id) < ($1.table, $1.id) }
    }

    private func kind(of name: Name, _ right: AggregateRows) -> RowDifference.Kind? {
        switch (rows[name], right.rows[name]) {
        case (nil, _): .missing
        case (_, nil): .extra
        case (let here?, let wanted?): here == wanted ? nil : .changed
        }
    }
}
