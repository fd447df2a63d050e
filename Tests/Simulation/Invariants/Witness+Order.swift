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
    func timeLeft(of site: SimulatedSite, _ store: Store, at now: Instant) throws -> Int64? {
        let queue = try OutboxView(
            waiting(at: site),
            [],
            behind: [],
            by: policy(of: site, store).engine
        )
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
        let engine = try policy(of: site, store).engine
        let stopped = isolated.union(site.leaving)
        let queue = try OutboxView(waiting(at: site), ops, behind: stopped, by: engine)
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
            guard waiting.map(\.seq).starts(with: sent) else {
                throw Violation(.deadlineOrder, "\(site.name) sends ops \(sent) of \(aggregate)")
            }
        }
        guard let nearest = queue.urgentLeft.map(queue.deadline).min() else { return }
        for op in ops {
            let isNeeded = queue.byAggregate[op.header.aggregate]?.contains {
                $0.seq >= op.header.seq && $0.isLegal && queue.deadline($0) <= nearest
            }
            guard isNeeded == true else {
                throw Violation(
                    .deadlineOrder,
                    "\(site.name) sends op \(op.header.seq) before a legal op that is due at \(nearest)"
                )
            }
        }
    }

    /// What waits at a site, oldest first. The words of an op never change, so they are read once.
    private func waiting(at site: SimulatedSite) throws -> [WaitingOp] {
        try site.eyes?.waiting().map { row in
            if let known = urgencies[row.hash] { return WaitingOp(row, known) }
            let urgency = try Urgency(row, words: site.eyes?.words(of: row.seq))
            urgencies[row.hash] = urgency
            return WaitingOp(row, urgency)
        } ?? []
    }

    /// The policy of a site, which this has judged itself, once for each set of documents.
    func policy(of site: SimulatedSite, _ store: Store) throws -> PolicyInForce {
        let version = try site.eyes?.tablesVersion()
        if let (known, policy) = site.policy, known == version { return policy }
        let documents = try SiteDocuments(of: store)
        let policy = policies[documents] ?? documents.judged()
        policies[documents] = policy
        site.policy = version.map { ($0, policy) }
        return policy
    }
}

/// How urgent an op is, by its words alone.
struct Urgency {
    let isLegal: Bool
    /// From which days its clock runs.
    let days: ReportedDays?

    init(_ row: WaitingRow, words: String?) throws {
        let body = try words.flatMap { OpBody(json: try JSONParser.parse(Array($0.utf8))) }
        isLegal = Lane(row.kind, batch: row.batch, body: body) == .legal
        days = ReportedDays(body)
    }
}

/// An op that waits for the hub.
private struct WaitingOp {
    let seq: Int64
    let aggregate: RecordID
    let isLegal: Bool
    let days: ReportedDays?

    init(_ row: WaitingRow, _ urgency: Urgency) {
        (seq, aggregate) = (row.seq, row.aggregate)
        (isLegal, days) = (urgency.isLegal, urgency.days)
    }
}

/// What waits at a site, and what of it could go.
private struct OutboxView {
    private(set) var byAggregate: [RecordID: [WaitingOp]] = [:]
    /// Legal ops that could go and do not.
    private(set) var urgentLeft: [WaitingOp] = []
    private var deadlines: [ReportedDays: Int64] = [:]

    init(
        _ waiting: [WaitingOp],
        _ ops: [WireOp],
        behind: Set<Int64>,
        by engine: PolicyEngine
    ) {
        let sent = Set(ops.map(\.header.seq))
        var blocked: Set<RecordID> = []
        for op in waiting {
            byAggregate[op.aggregate, default: []].append(op)
            if let days = op.days, deadlines[days] == nil {
                deadlines[days] = engine.deadline(days) ?? .max
            }
            if behind.contains(op.seq) { blocked.insert(op.aggregate) }
            let isFree = !blocked.contains(op.aggregate) && !sent.contains(op.seq)
            if op.isLegal, isFree { urgentLeft.append(op) }
        }
    }

    /// In seconds since 1970; the end of time for what no clock runs for.
    func deadline(_ op: WaitingOp) -> Int64 { op.days.flatMap { deadlines[$0] } ?? .max }
}
