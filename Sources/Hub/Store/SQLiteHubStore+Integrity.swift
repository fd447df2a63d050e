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
    /// Rows about members and keys, who has to do with an aggregate, or what its records come to, that are not either.
    package var scopesThatDiffer: Int64 = 0
    /// The number of the first entry over which the tree is not what the log makes of it.
    package var treeDiffersAt: Int64?

    /// Certificate files, and the digests of those that are not what was received.
    package var blobs: Int64 = 0
    package var damagedBlobs: [String] = []

    /// Pieces of snapshots, and those that were not what their names say. Nothing is lost by them.
    package var chunks: Int64 = 0
    package var damagedChunks: [String] = []

    package var isSound: Bool {
        fileCheck == "ok" && damagedCount == 0 && recordsThatDiffer == 0 && scopesThatDiffer == 0
            && damagedBlobs.isEmpty && treeDiffersAt == nil
    }

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
            "scopesThatDiffer": .integer(scopesThatDiffer),
            "blobs": .integer(blobs),
            "damagedBlobs": .array(damagedBlobs.prefix(Self.damagedMax).map(JSONValue.string)),
            "damagedBlobsCount": .integer(Int64(damagedBlobs.count)),
            "chunks": .integer(chunks),
            "damagedChunks": .array(damagedChunks.prefix(Self.damagedMax).map(JSONValue.string)),
            "damagedChunksCount": .integer(Int64(damagedChunks.count)),
            "treeDiffersAt": treeDiffersAt.map { .integer($0) } ?? .null,
        ]
    }

    fileprivate mutating func add(damaged seq: Int64) {
        damagedCount += 1
        if damaged.count < Self.damagedMax { damaged.append(seq) }
    }
}

extension SQLiteHubStore {
    package func checkIntegrity() async throws -> HubIntegrityReport {
        try await read { [keyring] in try Self.integrity(by: keyring.keys, in: $0) }
    }

    static func integrity(
        by keys: HubKeys,
        in database: Database
    ) throws -> HubIntegrityReport {
        var report = HubIntegrityReport()
        do {
            report.fileCheck = try FileCheck.run(on: database, by: migrator)
            try checkEntries(by: keys, in: database, &report)
            // Over an entry that is missing there is no tree.
            if try report.entries == LogRows.head(database).seq {
                report.treeDiffersAt = try TreeRows.firstDifference(in: database)
            }
            if report.damagedCount == 0 { try checkRecords(in: database, &report) }
            report.scopesThatDiffer += try MemberRows.broken(in: database)
            report.scopesThatDiffer += try KeyRows.broken(keys, in: database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            report.fileCheck = error.message ?? "damaged"
        }
        return report
    }

    /// Holds each entry against its hash, its mark and its receipt: nobody can change one of them alone.
    private static func checkEntries(
        by keys: HubKeys,
        in database: Database,
        _ report: inout HubIntegrityReport
    ) throws {
        let row = try PreparedStatement(
            """
            SELECT \(EntryReader.columns), root_id, position, member.organisation, member.party
            FROM log LEFT JOIN site AS member ON member.id = log.site
            ORDER BY log.seq
            """,
            in: database
        )
        defer { row.reset() }
        let reader = EntryReader()
        var receipts = ReceiptCheck(keys: keys)
        var roots = ReceiptRoots(of: keys.hub, in: database)
        while try row.step() {
            report.entries += 1
            if row.isNull(10) { report.erased += 1 }
            let seq = row.integer(0)
            guard seq == report.entries, let op = try? reader.stamped(row),
                try isProven(op, row, under: &roots, by: &receipts), isOfAuthor(op, row, keys.hub)
            else {
                report.add(damaged: seq)
                continue
            }
        }
    }

    /// Whether the entry says of whom it is as the members do: no hash covers that.
    private static func isOfAuthor(_ op: StampedOp, _ row: PreparedStatement, _ hub: RecordID)
        -> Bool
    {
        let behind = EntryReader.columnCount
        let authority = Party.authority.rawValue
        let isActOfHub = op.header.site == hub
        let organisation = isActOfHub ? authority : row.text(behind + 2)
        let party = isActOfHub ? authority : row.text(behind + 3)
        return op.stamp.organisation == organisation ?? op.stamp.organisation
            && op.stamp.party.rawValue == party ?? op.stamp.party.rawValue
    }

    private static func isProven(
        _ op: StampedOp,
        _ row: PreparedStatement,
        under roots: inout ReceiptRoots,
        by check: inout ReceiptCheck
    ) throws -> Bool {
        let behind = EntryReader.columnCount
        let found = try roots.receipt(
            for: ReceiptStatement(of: op, hash: row.blob(22), by: roots.hub),
            at: Int(row.integer(behind + 1)),
            under: row.integer(behind)
        )
        guard let receipt = found else { return false }
        return (try? check.check(receipt)) != nil
    }

    /// Folds the log once more, aggregate by aggregate, and counts what was drawn from it otherwise. An entry that
    /// tells its author something else of his fields than became of them is damaged.
    private static func checkRecords(
        in database: Database,
        _ report: inout HubIntegrityReport
    ) throws {
        let row = try PreparedStatement(
            "SELECT \(EntryReader.columns), notes FROM log ORDER BY log.aggregate, log.seq",
            in: database
        )
        // What it meets ends the check; a reader that stood on a row would keep its snapshot.
        defer { row.reset() }
        let bodies = try String.fetchSet(
            database,
            sql: "SELECT code FROM organisation WHERE party = 'verification-body'"
        )
        var aggregate: RefoldedAggregate?
        var counts = ScopeCounts()
        let reader = EntryReader()
        var records = try RecordsInOrder(database)
        defer { records.reset() }
        func compare() throws {
            guard let aggregate else { return }
            let rows = try records.rows(of: aggregate.id)
            report.recordsThatDiffer += try aggregate.recordsThatDiffer(from: rows, in: database)
            let isScoped = try aggregate.isScoped(as: database, bodies: bodies, &counts)
            if !isScoped { report.scopesThatDiffer += 1 }
        }
        while try row.step() {
            let op = try reader.stamped(row)
            if op.header.aggregate != aggregate?.id {
                try compare()
                aggregate = RefoldedAggregate(op.header.aggregate)
            }
            let notes = aggregate?.apply(op) ?? []
            let told = row.text(EntryReader.columnCount)
            if op.body != nil, told != LogRows.text(of: notes) { report.add(damaged: op.stamp.seq) }
        }
        try compare()
        try records.end()
        report.recordsThatDiffer += records.strays
        report.scopesThatDiffer += try ScopeRows.differing(in: database)
        if report.scopesThatDiffer == 0, try ScopeCounts.found(in: database) != counts {
            report.scopesThatDiffer = 1
        }
    }
}
