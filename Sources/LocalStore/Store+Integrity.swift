import GRDB
import Signing
import Storage
package import SyncCore

/// What a check of the stored files found.
package struct IntegrityReport: Sendable {
    package var ops: Int64 = 0
    /// Ops whose body was erased by law; their hashes still verify.
    package var erased = 0
    /// The first op whose hash, body or number is not what the chain says.
    package var brokenAt: Int64?
    /// What SQLite itself reports; `ok` when nothing.
    package var journalCheck = "ok"
    package var replicaCheck = "ok"

    /// Rows of the tables that are not what the journal makes of them.
    package var rowsThatDiffer = 0
    /// Receipts that prove nothing by the keys of the hub.
    package var receiptsThatFail = 0
    /// Ops that neither wait nor have an answer, so that they would never be sent.
    package var opsForgotten = 0

    package var isSound: Bool { isJournalSound && isReplicaSound }

    /// Whether everything is there that only the journal has.
    package var isJournalSound: Bool {
        brokenAt == nil && journalCheck == "ok" && receiptsThatFail == 0 && opsForgotten == 0
    }

    /// Whether the tables can be used; if not, they can be folded anew.
    package var isReplicaSound: Bool {
        replicaCheck == "ok" && rowsThatDiffer == 0
    }
}

extension Store {
    /// Reads the whole journal and recomputes every hash; SQLite's own check would pass over most
    /// single-bit changes of content.
    package func checkIntegrity() throws -> IntegrityReport {
        var report = IntegrityReport()
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                report.journalCheck = try FileCheck.run(on: database, by: Journal.migrator)
                try checkChain(database, into: &report)
                report.opsForgotten = try WaitingRow.countMissing(in: database)
                guard report.journalCheck == "ok" else { return }
                if let seq = try WaitingRow.firstDamaged(database) {
                    report.journalCheck = "waiting \(seq)"
                } else if try !TreeHeadRows.areWhole(database) {
                    report.journalCheck = "tree_head"
                }
            }
        }
        do { try checkReplica(into: &report) } catch StoreError.damaged(let file, let detail)
            where file != Journal.file
        {
            report.replicaCheck = detail
        }
        // Rows that SQLite finds fault with are not read one by one.
        if report.brokenAt == nil, report.journalCheck == "ok" {
            report.receiptsThatFail = try receiptsThatFail()
        }
        return report
    }

    private func checkReplica(into report: inout IntegrityReport) throws {
        let dead = try Self.translating(Journal.file) {
            try journal.queue.look {
                try Int64.fetchSet($0, sql: "SELECT op_seq FROM dead_letter")
            }
        }
        report.replicaCheck = try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let check = try FileCheck.run(on: database, by: Replica.migrator)
                guard check == "ok" else { return check }
                if let seq = try HubLogEntry.firstDamaged(database) { return "hub_log \(seq)" }
                return try Replica.faultOfCursor(dead: dead, in: database) ?? check
            }
        }
        if report.brokenAt == nil, report.replicaCheck == "ok" {
            report.rowsThatDiffer = try rowsThatDiffer()
        }
    }

    private func receiptsThatFail() throws -> Int {
        guard let membership = try membership() else { return 0 }
        let keys = membership.keys
        return try blobReceiptsThatFail(by: keys)
            + Self.translating(Journal.file) {
                try journal.queue.look { try ReceiptRow.countFailing(by: keys, in: $0) }
            }
    }

    private func checkChain(_ database: Database, into report: inout IntegrityReport) throws {
        var previous = OpSeal.origin
        do {
            try Self.forEachOp(after: 0, in: database) { op in
                guard op.header.seq == report.ops + 1, op.seal.previous == previous else {
                    throw StoreError.brokenChain(seq: op.header.seq)
                }
                previous = op.seal.hash
                report.ops += 1
                if op.body == nil { report.erased += 1 }
            }
        } catch StoreError.brokenChain {
            // An op that has moved is missed where it was.
            report.brokenAt = report.ops + 1
        }
    }

    /// Folds the whole journal once more, into a file of its own, and counts the rows in which the
    /// tables differ from it: SQLite cannot know that somebody has edited one.
    private func rowsThatDiffer() throws -> Int {
        let file = Replica.file + ".check"
        Self.removeDatabase(home + "/" + file)
        defer { Self.removeDatabase(home + "/" + file) }
        let fresh = try Replica(home: home, file: file)
        try copyHubLog(to: file)
        _ = try Self.fold(journal, into: fresh)
        try refoldForeign(in: fresh)
        try Self.translating(file) { try fresh.queue.close() }
        return try Self.translating(Replica.file) {
            try replica.queue.writeWithoutTransaction { database in
                try database.execute(sql: "ATTACH ? AS fresh", arguments: [home + "/" + file])
                defer { try? database.execute(sql: "DETACH fresh") }
                return try RecordKind.allCases.reduce(0) { count, kind in
                    // Colours are judged, not folded.
                    let columns = try database.columns(in: kind.table).map(\.name)
                        .filter { !["color", "violations"].contains($0) }
                        .joined(separator: ", ")
                    let sql = """
                        SELECT (SELECT count(*) FROM (SELECT \(columns) FROM main.\(kind.table)
                            EXCEPT SELECT \(columns) FROM fresh.\(kind.table)))
                            + (SELECT count(*) FROM (SELECT \(columns) FROM fresh.\(kind.table)
                            EXCEPT SELECT \(columns) FROM main.\(kind.table)))
                        """
                    return count + (try Int.fetchOne(database, sql: sql) ?? 0)
                }
            }
        }
    }

    /// The hub's log is not in the journal: the second fold takes it as it stands.
    private func copyHubLog(to file: String) throws {
        try Self.translating(Replica.file) {
            try replica.queue.writeWithoutTransaction { database in
                try database.execute(sql: "ATTACH ? AS fresh", arguments: [home + "/" + file])
                defer { try? database.execute(sql: "DETACH fresh") }
                try database.execute(sql: "INSERT INTO fresh.hub_log SELECT * FROM main.hub_log")
            }
        }
    }

    /// Folds the aggregates that only the hub's log knows, or that it knows better.
    private func refoldForeign(in fresh: Replica) throws {
        let site = try site()
        try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try fresh.queue.write { target in
                    let ids = try String.fetchAll(
                        target,
                        sql: "SELECT DISTINCT aggregate_id FROM hub_log"
                    )
                    for id in ids.map(RecordID.init(trusted:)) {
                        try Self.refold(id, by: site, from: source, into: target)
                    }
                }
            }
        }
    }

    /// How many ops the journal holds, and when the newest was made.
    package func journalSummary() throws -> (ops: Int64, oldest: Instant?, newest: Instant?) {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let head = try Journal.head(database)
                let sql = "SELECT time FROM outbox ORDER BY op_seq LIMIT 1"
                let oldest = try String.fetchOne(database, sql: sql)
                return (
                    head.seq,
                    oldest.flatMap(HybridTime.init(_:))?.instant,
                    head.seq == 0 ? nil : head.time.instant
                )
            }
        }
    }
}
