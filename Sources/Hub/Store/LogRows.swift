import GRDB
import Signing
import Storage
import SyncCore

/// Reading of the log's rows.
enum LogRows {
    /// Number and mark of the newest entry.
    struct Head {
        var seq: Int64 = 0
        var mark: Mark = .origin
    }

    static func head(_ database: Database) throws -> Head {
        let sql = "SELECT seq, mark FROM log ORDER BY seq DESC LIMIT 1"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        guard try row.step() else { return Head() }
        let seq = row.integer(0)
        return Head(seq: seq, mark: try mark(row, 1, of: seq))
    }

    /// The mark behind an entry; `nil` where there is none of this number.
    static func mark(at seq: Int64, in database: Database) throws -> Mark? {
        guard seq > 0 else { return seq == 0 ? .origin : nil }
        let row = try PreparedStatement("SELECT mark FROM log WHERE seq = ?", in: database)
        defer { row.reset() }
        row.bind(1, seq)
        return try row.step() ? try mark(row, 0, of: seq) : nil
    }

    private static func mark(
        _ row: PreparedStatement,
        _ column: Int32,
        of seq: Int64
    ) throws -> Mark {
        guard let mark = Mark(row.blob(column).hex) else { throw damaged(seq: seq) }
        return mark
    }

    // MARK: Outcomes

    /// What became of an op, as it was said the first time; `nil` for an op that is not in the log.
    static func outcome(
        of op: OpID,
        under roots: inout ReceiptRoots,
        in database: Database
    ) throws -> PushOutcome? {
        let row = try PreparedStatement(
            """
            SELECT seq, hash, aggregate, received_at, root_id, position, notes,
                (SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq)
            FROM log WHERE site = ? AND incarnation = ? AND op_seq = ?
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, op.site.description)
        row.bind(2, Int64(op.incarnation))
        row.bind(3, op.seq)
        guard try row.step() else { return nil }
        let statement = ReceiptStatement(
            hub: roots.hub,
            op: op,
            hash: row.blob(1),
            aggregate: RecordID(trusted: row.text(2) ?? ""),
            epoch: Int(row.integer(7)),
            seq: row.integer(0),
            receivedAt: Instant(milliseconds: row.integer(3))
        )
        let (root, position) = (row.integer(4), Int(row.integer(5)))
        guard let receipt = try roots.receipt(for: statement, at: position, under: root)
        else { throw damaged(seq: statement.seq) }
        return .received(receipt, try notes(row))
    }

    private static func notes(_ row: PreparedStatement) throws -> [PushOutcome.FieldNote] {
        guard !row.isNull(6) else { return [] }
        let json = try? JSONParser.parse(row.withBytes(6) { Array($0) })
        guard let elements = json?.elements else { throw damaged(seq: row.integer(0)) }
        return elements.compactMap(PushOutcome.FieldNote.init(json:))
    }

    /// Notes as an entry keeps them; `nil` where there was nothing to say.
    static func text(of notes: [PushOutcome.FieldNote]) -> String? {
        notes.isEmpty ? nil : JSONValue.array(notes.map(\.json)).canonicalText
    }

    static func damaged(seq: Int64) -> HubError {
        .unreadable("entry \(seq) of the log")
    }
}
