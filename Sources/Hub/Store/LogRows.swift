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
        hub: RecordID,
        in database: Database
    ) throws -> PushOutcome? {
        let row = try PreparedStatement(
            """
            SELECT log.seq, hash, aggregate, received_at, position, path, notes,
                root, count, key_id, signature,
                (SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq), suite
            FROM log JOIN root ON root.id = root_id
            WHERE site = ? AND incarnation = ? AND op_seq = ?
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, op.site.description)
        row.bind(2, Int64(op.incarnation))
        row.bind(3, op.seq)
        guard try row.step() else { return nil }
        return .received(try receipt(row, of: op, hub: hub), try notes(row))
    }

    private static func receipt(
        _ row: PreparedStatement,
        of op: OpID,
        hub: RecordID
    ) throws -> Receipt {
        guard let aggregate = row.text(2), let keyID = row.text(9),
            let suite = Self.suite(row.text(12))
        else {
            throw damaged(seq: row.integer(0))
        }
        return Receipt(
            statement: ReceiptStatement(
                hub: hub,
                op: op,
                hash: row.blob(1),
                aggregate: RecordID(trusted: aggregate),
                epoch: Int(row.integer(11)),
                seq: row.integer(0),
                receivedAt: Instant(milliseconds: row.integer(3))
            ),
            root: ReceiptRoot(
                hub: hub,
                root: row.blob(7),
                count: Int(row.integer(8)),
                suite: suite,
                keyID: keyID,
                signature: row.blob(10)
            ),
            position: Int(row.integer(4)),
            path: hashes(row.blob(5))
        )
    }

    /// The suite of a signature by its name.
    static func suite(_ name: String?) -> SignatureSuite? {
        name.flatMap(SignatureSuite.init(rawValue:))
    }

    static func hashes(_ bytes: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: 32).map {
            Array(bytes[$0..<min($0 + 32, bytes.count)])
        }
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
