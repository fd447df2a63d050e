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
    func neighbours(of op: WireOp) throws -> Place {
        let header = op.header
        func neighbour(_ step: Int64) -> OpSeal? {
            let seq = header.seq + step
            let name = OwnName(incarnation: header.incarnation, seq: seq)
            return positions[name].map { entries[$0].op.seal }
        }
        if let before = neighbour(-1), before.hash != op.seal.previous { return .fork }
        if let after = neighbour(1), after.previous != op.seal.hash { return .fork }
        let row = try PreparedStatement(
            """
            SELECT op_seq, hash, previous FROM log
            WHERE site = ? AND incarnation = ? AND op_seq BETWEEN ? AND ? ORDER BY op_seq
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, header.site.description)
        row.bind(2, Int64(header.incarnation))
        row.bind(3, header.seq - 1)
        row.bind(4, header.seq + 1)
        var place = Place.new
        while try row.step() {
            switch row.integer(0) {
            case header.seq: return row.blob(1) == op.seal.hash ? .known : .fork
            case ..<header.seq: if row.blob(1) != op.seal.previous { place = .fork }
            default: if row.blob(2) != op.seal.hash { place = .fork }
            }
        }
        return place
    }
}

extension Intake {
    /// The same ops, each with its receipt only where that is this hub's word on this op.
    mutating func withGenuineReceipts(_ ops: [IncomingOp]) -> [IncomingOp] {
        ops.map { incoming in
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
