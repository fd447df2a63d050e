import GRDB
import Storage
import SyncCore

/// Takes ops for a batch, one after another, and keeps the order inside each aggregate.
///
/// No op builds on one of another aggregate: what hangs on an instrument has the instrument's aggregate, and the
/// name of a device (`parent`) is a text that nobody looks up.
struct OpSelection {
    private(set) var ops: [WireOp] = []
    private let order: LoadOrder
    private let database: Database
    private var taken: Set<Int64> = []
    private var bytes = 0
    private var isFull = false
    /// The oldest op of an aggregate that stays behind, and everything behind it with it.
    private var held: [RecordID: Int64] = [:]

    init(_ order: LoadOrder, in database: Database) throws {
        self.order = order
        self.database = database
        let sql = "SELECT op_seq FROM isolated"
        let isolated = try Int64.fetchSet(database.cachedStatement(sql: sql))
        for seq in isolated.union(order.leaving) {
            guard let id = try aggregate(of: seq) else { continue }
            held[id] = min(held[id] ?? seq, seq)
        }
    }

    /// What an op is about that still waits; another may have been answered meanwhile, and holds nothing up.
    private func aggregate(of seq: Int64) throws -> RecordID? {
        let sql = "SELECT aggregate_id FROM outbox JOIN waiting USING (op_seq) WHERE op_seq = ?"
        let statement = try PreparedStatement(sql, in: database)
        statement.bind(1, seq)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.text(0).map(RecordID.init(trusted:))
    }

    /// Takes an op with those of its aggregate that wait before it; `false` when nothing more fits.
    mutating func add(_ seq: Int64) throws -> Bool {
        guard !isFull, !taken.contains(seq) else { return !isFull }
        guard let aggregate = try aggregate(of: seq) else { return true }
        if let first = held[aggregate], first <= seq { return true }
        for earlier in try waiting(in: aggregate, through: seq) where !taken.contains(earlier) {
            guard let stored = try Store.op(earlier, in: database) else { continue }
            try take(WireOp(stored, in: database))
            if isFull { return false }
        }
        return true
    }

    /// At least one op goes, whatever its size.
    private mutating func take(_ op: WireOp) {
        // Header and seal take about half a kilobyte on the wire, a receipt thrice that.
        let size = (op.body?.count ?? 0) + (op.receipt == nil ? 600 : 2200)
        guard ops.isEmpty || (ops.count < order.opsMax && bytes + size <= order.bytesMax) else {
            isFull = true
            return
        }
        bytes += size
        taken.insert(op.header.seq)
        ops.append(op)
    }

    /// An isolated op, unless others of its aggregate have to go before it.
    func alone(_ seq: Int64) throws -> WireOp? {
        guard let aggregate = try aggregate(of: seq),
            try waiting(in: aggregate, through: seq) == [seq],
            let stored = try Store.op(seq, in: database)
        else { return nil }
        return try WireOp(stored, in: database)
    }

    private func waiting(in aggregate: RecordID, through seq: Int64) throws -> [Int64] {
        let statement = try PreparedStatement(
            """
            SELECT op_seq FROM outbox JOIN waiting USING (op_seq)
            WHERE aggregate_id = ? AND op_seq <= ? ORDER BY op_seq
            """,
            in: database
        )
        statement.bind(1, aggregate.description)
        statement.bind(2, seq)
        var seqs: [Int64] = []
        while try statement.step() { seqs.append(statement.integer(0)) }
        return seqs
    }
}

extension WireOp {
    /// An op of the journal, with the receipt of a hub that has lost it.
    init(_ op: StoredOp, in database: Database) throws {
        self.init(
            header: op.header,
            body: op.bodyBytes,
            seal: op.seal,
            receipt: try ReceiptRow.former(op.header.seq, in: database)
        )
    }
}
