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
            let id = OpID(site: header.site, incarnation: header.incarnation, seq: seq)
            return positions[id].map { entries[$0].op.seal }
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

extension Intake.Verdict {
    static func refused(_ op: WireOp, _ code: String, _ detail: String) -> Intake.Verdict {
        .settled(.refused(seq: op.header.seq, code: code, detail: detail))
    }
}
