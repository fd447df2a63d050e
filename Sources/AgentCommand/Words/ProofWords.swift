import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// How it is told what a comparison with the hub has found.
struct ProofWords {
    let proof: EqualityProof
    let screen: Screen

    /// So many rows are named on a screen; JSON has them all.
    private static let namedMax = 20

    var json: JSONValue {
        .object(
            [
                JSONValue.Member("equal", .bool(proof.isEqual)),
                JSONValue.Member("epoch", .number(proof.cursor.epoch)),
                JSONValue.Member("seq", .integer(proof.cursor.seq)),
            ] + proof.sum.members + [
                JSONValue.Member("repaired", .bool(proof.isRepaired)),
                JSONValue.Member("ranges", .array(proof.differences.map(Self.json))),
            ]
        )
    }

    /// A range of one aggregate, with the row in it that differs.
    private static func json(_ row: RowDifference) -> JSONValue {
        [
            "prefix": .string(row.aggregate.description),
            "kind": .string(row.table),
            "id": .string(row.id),
            "serial": .text(row.serial),
            "difference": .string(row.kind.rawValue),
        ]
    }

    func show() throws(OutputLost) {
        let (count, seq) = (proof.sum.records, proof.cursor.seq)
        let hash = proof.sum.bytes.hex
        if proof.differences.isEmpty {
            return try screen.print(
                screen.say(
                    "一致: \(count) 条记录, 平台日志第 \(seq) 条, \(hash)",
                    "equal: \(count) records at entry \(seq) of the hub's log, \(hash)"
                )
            )
        }
        for row in proof.differences.prefix(Self.namedMax) { try screen.print(line(row)) }
        let rest = proof.differences.count - Self.namedMax
        if rest > 0 {
            try screen.print(
                screen.say("  另有 \(rest) 行 (--json 全部列出)", "  and \(rest) more (--json)")
            )
        }
        let rows = proof.differences.count
        if proof.isRepaired {
            return try screen.print(
                screen.say(
                    "已改正 \(rows) 行; 现在一致: \(count) 条记录, \(hash)",
                    "\(rows) rows mended; equal now: \(count) records, \(hash)"
                )
            )
        }
        let code = MessageCode.replicaDiffers
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(rows))")
        screen.note("      \(code.repair(in: screen.language))")
    }

    private func line(_ row: RowDifference) -> String {
        let kind =
            switch row.kind {
            case .changed: screen.say("被改", "changed")
            case .extra: screen.say("多出", "extra  ")
            case .missing: screen.say("缺少", "missing")
            }
        let serial = row.serial.map { "  \($0)" } ?? ""
        return "  \(kind)  \(row.table)  \(row.id)\(serial)"
    }
}

/// Counts on a terminal while a comparison is long.
enum ProofProgress {
    static func shown(on screen: Screen) -> @Sendable (Comparison.Step) -> Void {
        guard LineOnTerminal.isShown(on: screen) else { return { _ in } }
        let (compared, asked) = (screen.say("核对", "compared"), screen.say("询问", "questions"))
        let differing = screen.say("不同", "differing")
        return { step in
            switch step {
            case .summed(let records): LineOnTerminal.draw("\(compared) \(records)")
            case .asked(let count, let found):
                LineOnTerminal.draw("\(asked) \(count)  \(differing) \(found)")
            }
        }
    }

    static func end(on screen: Screen) { LineOnTerminal.clear(on: screen) }
}
