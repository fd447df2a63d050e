import GRDB
package import SyncCore

/// An op as the journal holds it; the body is gone once a law has ordered its erasure.
package struct StoredOp: Sendable {
    package let header: OpHeader
    package let body: OpBody?
    package let seal: OpSeal
}

extension Store {
    /// Hands every op with a number above `seq` to `body`, oldest first.
    static func forEachOp(
        after seq: Int64,
        in database: Database,
        _ body: (StoredOp) throws -> Void
    ) throws {
        let statement = try PreparedStatement(
            "SELECT \(opColumns) FROM outbox WHERE op_seq > ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, seq)
        let site = try siteID(database)
        while try statement.step() {
            try body(try op(statement, site: site))
        }
    }

    /// Every op on one record, oldest first.
    static func ops(of aggregate: RecordID, in database: Database) throws -> [StoredOp] {
        let statement = try PreparedStatement(
            "SELECT \(opColumns) FROM outbox WHERE aggregate_id = ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, aggregate.description)
        let site = try siteID(database)
        var ops: [StoredOp] = []
        while try statement.step() {
            ops.append(try op(statement, site: site))
        }
        return ops
    }

    private static let opColumns = """
        op_seq, incarnation, time, aggregate_id, kind, batch_id, body, salt, body_digest, \
        previous, hash
        """

    private static func op(_ row: PreparedStatement, site: RecordID) throws -> StoredOp {
        let seq = row.integer(0)
        guard let time = row.text(2).flatMap(HybridTime.init(_:)),
            let aggregate = row.text(3).map(RecordID.init(trusted:)),
            let kind = row.text(4).flatMap(OpKind.init(rawValue:))
        else { throw StoreError.brokenChain(seq: seq) }
        let header = OpHeader(
            site: site,
            incarnation: Int(row.integer(1)),
            seq: seq,
            time: time,
            aggregate: aggregate,
            kind: kind,
            batch: row.text(5).map(RecordID.init(trusted:))
        )
        let body = try row.text(6).map { try parsedBody($0, seq: seq) }
        let seal = OpSeal(
            salt: row.blob(7),
            bodyDigest: row.blob(8),
            previous: row.blob(9),
            hash: row.blob(10)
        )
        return StoredOp(header: header, body: body, seal: seal)
    }

    private static func parsedBody(_ text: String, seq: Int64) throws -> OpBody {
        guard let json = try? JSONParser.parse(Array(text.utf8)), let body = OpBody(json: json)
        else { throw StoreError.brokenChain(seq: seq) }
        return body
    }
}
