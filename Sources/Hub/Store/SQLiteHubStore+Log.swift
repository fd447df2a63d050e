import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func outcomes(of ops: [OpID]) async throws -> [PushOutcome?] {
        try await read { [hub] database in
            var roots = ReceiptRoots(of: hub, in: database)
            return try ops.map { try LogRows.outcome(of: $0, under: &roots, in: database) }
        }
    }

    // MARK: The feed

    package func head() async throws -> SyncCore.Cursor {
        try await read(EpochRows.head)
    }

    package func page(
        for site: HubSite,
        after cursor: SyncCore.Cursor,
        having own: OwnOps,
        limit: Int
    ) async throws -> FeedPage {
        try await read { database in
            try EpochRows.check(cursor, in: database)
            let (frames, cut) = try Self.frames(
                for: site,
                after: cursor.seq,
                having: own,
                limit: max(limit, 1),
                in: database
            )
            guard let cut else {
                let head = try EpochRows.head(database)
                return FeedPage(frames: frames, cursor: head, isLast: true)
            }
            let next = try EpochRows.place(cut, in: database)
            return FeedPage(frames: frames, cursor: next, isLast: false)
        }
    }

    /// What the bodies on a page may come to, whatever the limit: a site takes no answer without end.
    private static let pageBytesMax = 4 << 20

    /// Frames behind a number, and the number that they reach when there are more.
    ///
    /// A page is never cut within one number, or its cursor would claim entries that it does not hold;
    /// so it may be longer than the limit where a body is let in to an instrument with a long history.
    private static func frames(
        for site: HubSite,
        after seq: Int64,
        having own: OwnOps,
        limit: Int,
        in database: Database
    ) throws -> (frames: [FeedFrame], cut: Int64?) {
        let row = try PreparedStatement(
            """
            SELECT \(EntryReader.columns), visible.at_seq
            FROM visible JOIN log ON log.seq = visible.log_seq
            WHERE visible.organisation = ? AND visible.at_seq > ?
            ORDER BY visible.at_seq, visible.log_seq
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, site.organisation)
        row.bind(2, seq)
        let reader = EntryReader()
        var frames: [FeedFrame] = []
        var reached = seq
        var bytes = 0
        while try row.step() {
            let number = row.integer(EntryReader.columnCount)
            let isFull = frames.count >= limit || bytes >= pageBytesMax
            if isFull, number != reached { return (frames, reached) }
            frames.append(try frame(row, by: reader, for: site, having: own))
            bytes += row.isNull(10) ? 0 : row.withBytes(10) { $0.count }
            reached = number
        }
        return (frames, nil)
    }

    /// An op for its reader; of its own it has most bodies.
    private static func frame(
        _ row: PreparedStatement,
        by reader: EntryReader,
        for site: HubSite,
        having own: OwnOps
    ) throws -> FeedFrame {
        let name = OwnName(incarnation: Int(row.integer(2)), seq: row.integer(3))
        guard row.text(1) == site.id.description, own.contains(name) else {
            return .change(try reader.stamped(row).asSent)
        }
        return .own(
            incarnation: name.incarnation,
            seq: name.seq,
            hash: row.blob(22),
            try reader.stamp(row)
        )
    }
}

extension StampedOp {
    /// The op as others read it. What the authority gives to all is its own word: the name of the clerk who has
    /// brought it in stays in the log, and concerns nobody in the city.
    var asSent: StampedOp {
        guard isForAll, let body else { return self }
        let ours = OpBody(
            author: Party.authority.rawValue,
            reason: body.reason,
            patches: body.patches
        )
        return StampedOp(header: header, body: ours, stamp: stamp)
    }

    /// Whether it is about what the authority gives to all.
    var isForAll: Bool { body?.patches.contains { $0.kind == .policyDocument } ?? false }
}
