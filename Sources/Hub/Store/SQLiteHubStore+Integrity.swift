import GRDB
import Signing
import Storage
package import SyncCore

/// What a check of a hub's file has found.
package struct HubIntegrityReport: Hashable, Sendable {
    package var entries: Int64 = 0
    /// Entries whose body was erased by law; their hashes still verify.
    package var erased: Int64 = 0
    /// What SQLite itself reports; `ok` when nothing.
    package var fileCheck = "ok"
    /// Numbers of entries that are not what was received, the first of them.
    package var damaged: [Int64] = []
    package var damagedCount: Int64 = 0
    /// Records that are not what the log makes of them.
    package var recordsThatDiffer: Int64 = 0

    package var isSound: Bool { fileCheck == "ok" && damagedCount == 0 && recordsThatDiffer == 0 }

    package static let damagedMax = 20

    package var json: JSONValue {
        [
            "sound": .bool(isSound),
            "entries": .integer(entries),
            "erased": .integer(erased),
            "file": .string(fileCheck),
            "damaged": .array(damaged.map { .integer($0) }),
            "damagedCount": .integer(damagedCount),
            "recordsThatDiffer": .integer(recordsThatDiffer),
        ]
    }

    fileprivate mutating func add(damaged seq: Int64) {
        damagedCount += 1
        if damaged.count < Self.damagedMax { damaged.append(seq) }
    }
}

extension SQLiteHubStore {
    package func checkIntegrity() async throws -> HubIntegrityReport {
        let (hub, key) = (hub, receiptKey.publicKey)
        return try await read { database in
            var report = HubIntegrityReport()
            do {
                report.fileCheck =
                    try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
                try Self.checkEntries(of: hub, key, in: database, &report)
                if report.damagedCount == 0 { try Self.checkRecords(in: database, &report) }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                report.fileCheck = error.message ?? "damaged"
            }
            return report
        }
    }

    /// Holds each entry against its hash, its mark and its receipt: nobody can change one of them alone.
    private static func checkEntries(
        of hub: RecordID,
        _ key: Ed25519PublicKey,
        in database: Database,
        _ report: inout HubIntegrityReport
    ) throws {
        let row = try PreparedStatement(
            """
            SELECT \(LogRows.stampedColumns), log.salt, log.body_digest, log.previous, log.hash,
                log.mark, position, path, root, count, key_id, signature
            FROM log LEFT JOIN root ON root.id = root_id ORDER BY log.seq
            """,
            in: database
        )
        let sealer = OpSealer()
        var receipts = ReceiptCheck(key: key)
        var mark = Mark.origin
        while try row.step() {
            report.entries += 1
            if row.isNull(10) { report.erased += 1 }
            let seq = row.integer(0)
            let hash = row.blob(22)
            let next = mark.next(opHash: hash, receivedAt: Instant(milliseconds: row.integer(13)))
            let known = Mark(row.blob(23).hex)
            // Behind a damaged mark the next ones are judged by what is written.
            defer { mark = known ?? next }
            let isWhole =
                seq == report.entries && known == next && Self.isWhole(row, hash, by: sealer)
                && Self.isProven(row, hash, of: hub, by: &receipts)
            if !isWhole { report.add(damaged: seq) }
        }
    }

    private static func isWhole(
        _ row: PreparedStatement,
        _ hash: [UInt8],
        by sealer: OpSealer
    ) -> Bool {
        guard let op = try? LogRows.stamped(row) else { return false }
        let digest = row.blob(20)
        guard
            sealer.hash(of: op.header, bodyDigest: digest, previous: row.blob(21)) == hash
        else { return false }
        if row.isNull(10) { return true }
        return sealer.bodyDigest(row.withBytes(10) { Array($0) }, salt: row.blob(19)) == digest
    }

    private static func isProven(
        _ row: PreparedStatement,
        _ hash: [UInt8],
        of hub: RecordID,
        by check: inout ReceiptCheck
    ) -> Bool {
        guard let op = try? LogRows.stamped(row), let keyID = row.text(28) else { return false }
        let receipt = Receipt(
            statement: ReceiptStatement(
                hub: hub,
                op: op.header.id,
                hash: hash,
                aggregate: op.header.aggregate,
                epoch: op.stamp.epoch,
                seq: op.stamp.seq,
                receivedAt: op.stamp.receivedAt
            ),
            root: ReceiptRoot(
                hub: hub,
                root: row.blob(26),
                count: Int(row.integer(27)),
                keyID: keyID,
                signature: row.blob(29)
            ),
            position: Int(row.integer(24)),
            path: LogRows.hashes(row.blob(25))
        )
        return (try? check.check(receipt)) != nil
    }

    /// Folds the log once more, aggregate by aggregate, and counts the records that are others.
    private static func checkRecords(
        in database: Database,
        _ report: inout HubIntegrityReport
    ) throws {
        let row = try PreparedStatement(
            "SELECT \(LogRows.stampedColumns) FROM log ORDER BY log.aggregate, log.seq",
            in: database
        )
        var (aggregate, state) = (RecordID?.none, AggregateState())
        func compare() throws {
            guard let aggregate else { return }
            let wanted = Set(state.canonicalRecords(of: aggregate).map(\.line))
            let found = try lines(of: aggregate, in: database)
            report.recordsThatDiffer += Int64(wanted.symmetricDifference(found).count)
        }
        while try row.step() {
            let op = try LogRows.stamped(row)
            if op.header.aggregate != aggregate {
                try compare()
                (aggregate, state) = (op.header.aggregate, AggregateState())
            }
            _ = state.apply(op)
        }
        try compare()
    }

    private static func lines(
        of aggregate: RecordID,
        in database: Database
    ) throws -> Set<[UInt8]> {
        let row = try PreparedStatement(
            "SELECT line FROM record WHERE aggregate = ? AND line IS NOT NULL",
            in: database
        )
        row.bind(1, aggregate.description)
        var lines: Set<[UInt8]> = []
        while try row.step() { lines.insert(row.withBytes(0) { Array($0) }) }
        return lines
    }
}
