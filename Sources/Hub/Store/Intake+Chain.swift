import GRDB
import Storage
import SyncCore

extension Intake {
    /// Where an op stands in its site's chain.
    enum Place {
        /// The hub has it.
        case known
        /// The hub has another under its name, before it or behind it.
        case fork
        case new
    }

    /// Compares an op with what the hub holds under its name, before it and behind it.
    func place(of op: WireOp) -> Place {
        let header = op.header
        func name(_ step: Int64) -> OwnName {
            OwnName(incarnation: header.incarnation, seq: header.seq + step)
        }
        func neighbour(_ step: Int64) -> OpSeal? {
            positions[name(step)].map { entries[$0].op.seal }
        }
        if let before = neighbour(-1), before.hash != op.seal.previous { return .fork }
        if let after = neighbour(1), after.previous != op.seal.hash { return .fork }
        if let same = chain[name(0)] {
            return same.hash == op.seal.hash ? .known : .fork
        }
        if let before = chain[name(-1)], before.hash != op.seal.previous { return .fork }
        if let after = chain[name(1)], after.previous != op.seal.hash { return .fork }
        return .new
    }
}

/// What the log has of a site's chain under the names of some ops, and beside each.
struct ChainPart {
    /// What holds an op of the log to those beside it.
    struct Link {
        let hash: [UInt8]
        let previous: [UInt8]
    }

    private var links: [OwnName: Link] = [:]

    subscript(name: OwnName) -> Link? { links[name] }

    /// Nothing of any chain.
    init() {}

    /// Reads what is beside ops of a site; of each run of numbers at once.
    init(_ headers: [OpHeader], of site: RecordID, in database: Database) throws {
        let row = try PreparedStatement(
            """
            SELECT op_seq, hash, previous FROM log
            WHERE site = ? AND incarnation = ? AND op_seq BETWEEN ? AND ?
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, site.description)
        var rest = headers[...]
        while let first = rest.first {
            let (life, start) = (first.incarnation, first.seq)
            var last = start
            rest.removeFirst()
            while let next = rest.first, next.incarnation == life, next.seq - 1 == last {
                last = next.seq
                rest.removeFirst()
            }
            row.bind(2, Int64(life))
            row.bind(3, start - 1)
            row.bind(4, last + 1)
            while try row.step() {
                let name = OwnName(incarnation: life, seq: row.integer(0))
                links[name] = Link(hash: row.blob(1), previous: row.blob(2))
            }
        }
    }
}

extension Intake {
    /// The same ops, each with its receipt only where that is this hub's word on this op.
    mutating func withGenuineReceipts(_ ops: [IncomingOp]) -> [IncomingOp] {
        guard ops.contains(where: { $0.op.receipt != nil }) else { return ops }
        return ops.map { incoming in
            let op = incoming.op
            guard let receipt = op.receipt else { return incoming }
            let statement = receipt.statement
            let isOfOp =
                statement.hub == hub && statement.op == op.header.id
                && statement.hash == op.seal.hash && statement.aggregate == op.header.aggregate
            if isOfOp, (try? receiptCheck.check(receipt)) != nil { return incoming }
            return incoming.withoutReceipt
        }
    }

    /// Refuses the batch where the log has a newer op of the life of a new one than the sender shows. A life is one
    /// chain, and neighbours alone do not show that where the log has holes: of two copies of a home, or of
    /// two that have begun the same life, each could send on. What comes again with a receipt was asked once.
    mutating func checkLife(of op: WireOp, _ shown: Shown) throws {
        let life = op.header.incarnation
        guard op.receipt == nil, shownLives.insert(life).inserted,
            let newest = try LifeRows.newest(of: op.header.site, inLife: life, in: database),
            !shown.has(newest)
        else { return }
        throw HubError.unshown(newest.name)
    }
}

extension Intake {
    /// What a sender shows that it has of its own: by naming it, by sending it again, or by sending what follows it.
    struct Shown {
        let own: [OwnPlace]
        let ops: [IncomingOp]

        func has(_ place: OwnPlace) -> Bool {
            own.contains(place)
                || ops.contains { incoming in
                    let op = incoming.op
                    guard op.header.incarnation == place.name.incarnation else { return false }
                    return switch op.header.seq {
                    case place.name.seq: op.seal.hash == place.hash
                    case place.name.seq + 1: op.seal.previous == place.hash
                    default: false
                    }
                }
        }
    }
}

extension Intake.Verdict {
    static func refused(_ op: WireOp, _ code: String, _ detail: String) -> Intake.Verdict {
        .settled(.refused(seq: op.header.seq, code: code, detail: detail))
    }
}
