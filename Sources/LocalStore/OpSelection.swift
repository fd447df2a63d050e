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
    private let outgoing: OutgoingOps
    private let earlier: PreparedStatement
    /// Whether the hub was put back from a backup once: else nothing has a receipt of before.
    private let hasFormer: Bool
    private var taken: Set<Int64> = []
    private var bytes = 0
    /// Whether an op that could go had no room.
    private(set) var isFull = false
    /// Numbers of ops that stay behind, with everything behind them in their aggregates.
    private let staying: Set<Int64>
    /// The same of aggregates in which one was found, by its number.
    private var held: [RecordID: Int64] = [:]

    init(_ order: LoadOrder, in database: Database) throws {
        self.order = order
        self.database = database
        outgoing = try OutgoingOps(in: database)
        earlier = try PreparedStatement(Self.earlierSQL, in: database)
        hasFormer = try ReceiptRow.hasFormer(database)
        let sql = "SELECT op_seq FROM isolated"
        let isolated = try Int64.fetchSet(database.cachedStatement(sql: sql))
        staying = isolated.union(order.leaving)
    }

    /// Takes an op that waits, with those of its aggregate that wait before it; `false` when nothing more fits.
    mutating func add(_ seq: Int64) throws -> Bool {
        guard !isFull, !taken.contains(seq), !staying.contains(seq) else { return !isFull }
        guard let op = try outgoing.op(seq) else { return true }
        let aggregate = op.header.aggregate
        if let first = held[aggregate], first <= seq { return true }
        let earlier = try waiting(in: aggregate, before: seq)
        // One that was answered meanwhile waits no more, and holds nothing up.
        if let first = earlier.first(where: staying.contains) {
            held[aggregate] = first
            return true
        }
        for earlier in earlier where !taken.contains(earlier) {
            guard let before = try outgoing.op(earlier) else { continue }
            try take(before)
            if isFull { return false }
        }
        try take(op)
        return !isFull
    }

    /// At least one op goes, whatever its size.
    private mutating func take(_ stored: WireOp) throws {
        let op = try withReceipt(stored)
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
        guard let op = try outgoing.op(seq),
            try waiting(in: op.header.aggregate, before: seq).isEmpty
        else { return nil }
        return try withReceipt(op)
    }

    private static let earlierSQL = """
        SELECT op_seq FROM outbox JOIN waiting USING (op_seq)
        WHERE aggregate_id = ? AND op_seq < ? ORDER BY op_seq
        """

    private func waiting(in aggregate: RecordID, before seq: Int64) throws -> [Int64] {
        earlier.bind(1, aggregate.description)
        earlier.bind(2, seq)
        var seqs: [Int64] = []
        while try earlier.step() { seqs.append(earlier.integer(0)) }
        return seqs
    }

    private func withReceipt(_ op: WireOp) throws -> WireOp {
        hasFormer ? try op.withReceipt(in: database) : op
    }
}

extension WireOp {
    /// The op with the receipt of a hub that has lost it, where there is one.
    func withReceipt(in database: Database) throws -> WireOp {
        let former = try ReceiptRow.former(header.seq, in: database)
        return former.map { WireOp(header: header, body: body, seal: seal, receipt: $0) } ?? self
    }
}
