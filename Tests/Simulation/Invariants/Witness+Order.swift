import Explanations
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// What a site may send before what.
extension Witness {
    /// What is late counts as if so much were left.
    private static let leftWhenLate = 25 * Int64.hour / 2

    /// Milliseconds until the clock of the most urgent legal op runs out.
    func timeLeft(of store: Store, at now: Instant) throws -> Int64? {
        let queue = try OutboxView(store, [], behind: [], by: policy(of: store).engine)
        return queue.urgentLeft.map(queue.deadline).filter { $0 != .max }.map { deadline in
            let left = deadline * 1000 - now.milliseconds
            return left > 0 ? left : Self.leftWhenLate
        }.min()
    }

    /// Whether a batch has what is most urgent, and each aggregate in its order. Judged from all that waits, by
    /// another way than the site's own.
    func checkOrder(of ops: [WireOp], from site: SimulatedSite) throws {
        guard let store = site.store else { return }
        let isolated = Set(try store.isolatedOps().map(\.seq))
        let engine = try policy(of: store).engine
        let queue = try OutboxView(store, ops, behind: isolated.union(site.leaving), by: engine)
        if let one = ops.first, ops.count == 1, isolated.contains(one.header.seq) {
            guard queue.urgentLeft.isEmpty else {
                throw Violation(
                    .deadlineOrder,
                    "\(site.name) tries op \(one.header.seq) again while legal ops wait"
                )
            }
            return
        }
        for (aggregate, waiting) in queue.byAggregate {
            let sent = ops.filter { $0.header.aggregate == aggregate }.map(\.header.seq)
            guard waiting.map(\.header.seq).starts(with: sent) else {
                throw Violation(.deadlineOrder, "\(site.name) sends ops \(sent) of \(aggregate)")
            }
        }
        guard let nearest = queue.urgentLeft.map(queue.deadline).min() else { return }
        for op in ops {
            let isNeeded = queue.byAggregate[op.header.aggregate]?.contains {
                $0.header.seq >= op.header.seq && $0.isLegal && queue.deadline($0) <= nearest
            }
            guard isNeeded == true else {
                throw Violation(
                    .deadlineOrder,
                    "\(site.name) sends op \(op.header.seq) before a legal op that is due at \(nearest)"
                )
            }
        }
    }

    /// The policy of a site, which this has judged itself, once for each set of documents.
    func policy(of store: Store) throws -> PolicyInForce {
        let documents = try SiteDocuments(of: store)
        if let policy = policies[documents] { return policy }
        let policy = documents.judged()
        policies[documents] = policy
        return policy
    }
}

/// What waits at a site, and what of it could go.
private struct OutboxView {
    private(set) var byAggregate: [RecordID: [WireOp]] = [:]
    /// Legal ops that could go and do not.
    private(set) var urgentLeft: [WireOp] = []
    private var deadlines: [Int64: Int64] = [:]

    init(
        _ store: Store,
        _ ops: [WireOp],
        behind: Set<Int64>,
        by engine: PolicyEngine
    ) throws {
        let sent = Set(ops.map(\.header.seq))
        var blocked: Set<RecordID> = []
        for op in try store.waitingOps() {
            let aggregate = op.header.aggregate
            byAggregate[aggregate, default: []].append(op)
            deadlines[op.header.seq] = ReportedDays(op.words).flatMap(engine.deadline)
            if behind.contains(op.header.seq) { blocked.insert(aggregate) }
            let isFree = !blocked.contains(aggregate) && !sent.contains(op.header.seq)
            if op.isLegal, isFree { urgentLeft.append(op) }
        }
    }

    /// In seconds since 1970; the end of time for what no clock runs for.
    func deadline(_ op: WireOp) -> Int64 { deadlines[op.header.seq] ?? .max }
}

extension WireOp {
    fileprivate var words: OpBody? {
        body.flatMap { try? JSONParser.parse($0) }.flatMap(OpBody.init(json:))
    }

    fileprivate var isLegal: Bool {
        Lane(header.kind, batch: header.batch, body: words) == .legal
    }
}
