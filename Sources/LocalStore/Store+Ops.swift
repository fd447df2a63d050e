import GRDB
import Storage
package import SyncCore

/// An op as the journal holds it; the body is gone once a law has ordered its erasure.
package struct StoredOp: Sendable {
    package let header: OpHeader
    package let body: OpBody?
    /// The body as it is stored, which is what was hashed.
    let bodyBytes: [UInt8]?
    package let seal: OpSeal
}

/// Reads ops as they go out, one by one: a batch has hundreds, and looking a statement up for each would cost as much
/// as reading it.
struct OutgoingOps {
    private let statement: PreparedStatement
    private let reader: OpReader

    init(in database: Database) throws {
        statement = try OpReader.statement(database)
        reader = try OpReader(in: database)
    }

    /// The op with this number, without a receipt.
    func op(_ seq: Int64) throws -> WireOp? {
        statement.bind(1, seq)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return try reader.wireOp(statement)
    }
}

extension Store {
    /// Hands every op with a number above `seq` to `body`, oldest first.
    ///
    /// - Throws: `StoreError.brokenChain` at the first that is not what was written.
    static func forEachOp(
        after seq: Int64,
        in database: Database,
        _ body: (StoredOp) throws -> Void
    ) throws {
        let statement = try PreparedStatement(
            "SELECT \(OpReader.columns) FROM outbox WHERE op_seq > ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, seq)
        let reader = try OpReader(in: database)
        while try statement.step() {
            try body(try reader.op(statement))
        }
    }

    /// Every op on one record, oldest first.
    static func ops(of aggregate: RecordID, in database: Database) throws -> [StoredOp] {
        let statement = try PreparedStatement(
            "SELECT \(OpReader.columns) FROM outbox WHERE aggregate_id = ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, aggregate.description)
        let reader = try OpReader(in: database)
        var ops: [StoredOp] = []
        while try statement.step() {
            ops.append(try reader.op(statement))
        }
        return ops
    }

    /// The op with this number.
    static func op(_ seq: Int64, in database: Database) throws -> StoredOp? {
        // Also while the tables are written.
        try translating(Journal.file) {
            let statement = try OpReader.statement(database)
            statement.bind(1, seq)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return try OpReader(in: database).op(statement)
        }
    }
}
