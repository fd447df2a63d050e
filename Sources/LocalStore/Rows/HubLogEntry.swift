import GRDB
import Signing
import Storage
import SyncCore

/// A row of `hub_log`.
struct HubLogEntry {
    let stamp: OpStamp
    let header: OpHeader
    /// `nil` for the site's own ops and for bodies erased by law.
    let body: OpBody?
    /// The number of the op in this site's journal, where it is the site's own.
    let ownSeq: Int64?

    /// The op with its body, which for an own op the journal has.
    func stamped(own: StoredOp?) -> StampedOp {
        StampedOp(header: own?.header ?? header, body: own?.body ?? body, stamp: stamp)
    }

    /// The entries about one aggregate, in the order of the hub's log.
    static func entries(of aggregate: RecordID, in database: Database) throws -> [HubLogEntry] {
        let statement = try PreparedStatement(
            "SELECT \(columns) FROM hub_log WHERE aggregate_id = ? ORDER BY seq",
            in: database
        )
        statement.bind(1, aggregate.description)
        var entries: [HubLogEntry] = []
        while try statement.step() {
            entries.append(try HubLogEntry(statement))
        }
        return entries
    }

    static let columns = """
        seq, received_at, organisation, party, is_own, site, incarnation, op_seq, aggregate_id, kind, \
        time, claimed_at, base, batch_id, body, epoch, former_epoch, former_seq, base_epoch, reissue_of
        """

    init(_ row: PreparedStatement) throws {
        guard let party = row.text(3).flatMap(Party.init(rawValue:)),
            let kind = row.text(9).flatMap(OpKind.init(rawValue:)),
            let time = row.text(10).flatMap(HybridTime.init(_:))
        else { throw StoreError.damaged(file: Replica.file, detail: "hub_log \(row.integer(0))") }
        stamp = OpStamp(
            seq: row.integer(0),
            receivedAt: Instant(milliseconds: row.integer(1)),
            organisation: row.text(2) ?? "",
            party: party,
            epoch: Int(row.integer(15)),
            former: row.isNull(16)
                ? nil : LogPlace(epoch: Int(row.integer(16)), seq: row.integer(17))
        )
        header = OpHeader(
            site: RecordID(trusted: row.text(5) ?? ""),
            incarnation: Int(row.integer(6)),
            seq: row.integer(7),
            time: time,
            claimedAt: Instant(milliseconds: row.integer(11)),
            aggregate: RecordID(trusted: row.text(8) ?? ""),
            kind: kind,
            batch: row.text(13).map(RecordID.init(trusted:)),
            base: row.isNull(12) ? nil : row.integer(12),
            baseEpoch: row.isNull(18) ? 1 : Int(row.integer(18)),
            reissueOf: row.text(19).flatMap(OwnName.init)
        )
        ownSeq = row.integer(4) == 1 ? row.integer(7) : nil
        body = try Self.body(row)
    }

    private static func body(_ row: PreparedStatement) throws -> OpBody? {
        if let body = row.withBytes(14, OpBody.init(canonical:)) { return body }
        // With escapes, or none.
        return try row.text(14).map { text in
            guard let json = try? JSONParser.parse(Array(text.utf8)),
                let body = OpBody(json: json)
            else {
                throw StoreError.damaged(file: Replica.file, detail: "hub_log \(row.integer(0))")
            }
            return body
        }
    }

    // MARK: Damage

    /// Stands for everything that a row says. Nothing else would tell of a bit that has changed in it: a site
    /// does not have what the hub's hashes of others' ops are made of, and a second fold reads the same row.
    static func digest(
        _ header: OpHeader,
        _ stamp: OpStamp,
        isOwn: Bool,
        _ body: [UInt8]?,
        _ sha256: SHA256
    ) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(512)
        StampedOp(header: header, body: nil, stamp: stamp).writeBodilessFrame(to: &frame)
        let kind: [UInt8] = [isOwn ? 1 : 0, body == nil ? 0 : 1]
        return sha256.digest(frame, kind, body ?? [])
    }

    /// The number of the first entry that is not what the feed has brought; `nil` where all are. Entries from
    /// before that was noted, and those whose words had to go, have nothing to be held against.
    static func firstDamaged(_ database: Database) throws -> Int64? {
        let row = try PreparedStatement(
            "SELECT \(columns), digest FROM hub_log WHERE digest IS NOT NULL ORDER BY seq",
            in: database
        )
        let sha256 = SHA256()
        while try row.step() {
            let entry = try HubLogEntry(row)
            let isOwn = row.integer(4) == 1
            let body = row.text(14).map { Array($0.utf8) }
            let digest = digest(entry.header, entry.stamp, isOwn: isOwn, body, sha256)
            guard digest == row.blob(20) else {
                defer { row.reset() }
                return entry.stamp.seq
            }
        }
        return nil
    }

    /// Takes the words out of everything that was said of a record that is gone by law; the withdrawal
    /// itself stays.
    static func eraseBodies(of aggregate: RecordID, in database: Database) throws {
        let statement = try PreparedStatement(
            """
            UPDATE hub_log SET body = NULL, digest = NULL WHERE aggregate_id = ? AND kind <> 'withdraw'
            """,
            in: database
        )
        statement.bind(1, aggregate.description)
        try statement.run()
        let lost = try PreparedStatement(
            "UPDATE hub_log_lost SET body = NULL WHERE aggregate_id = ? AND kind <> 'withdraw'",
            in: database
        )
        lost.bind(1, aggregate.description)
        try lost.run()
        try Quarantine.erase(aggregate, in: database)
    }

    /// The first number up to a place at which an entry came whose words are erased, where no withdrawal up to there
    /// says why: it stands behind the place, or this site has never read it.
    static func firstErased(by place: Int64, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT min(at_seq) FROM hub_log
                WHERE is_own = 0 AND body IS NULL AND at_seq BETWEEN 1 AND ?1
                    AND aggregate_id NOT IN (
                        SELECT aggregate_id FROM hub_log
                        WHERE kind = 'withdraw' AND at_seq BETWEEN 1 AND ?1)
                """,
            arguments: [place]
        )
    }

    // MARK: Writing

    /// Writes an entry that a page up to `place` has brought; `false` when the log has it already.
    static func insert(
        _ op: StampedOp,
        isOwn: Bool,
        at place: Int64,
        by sha256: SHA256,
        in database: Database
    ) throws -> Bool {
        let statement = try PreparedStatement(insertion, in: database)
        let body = isOwn ? nil : op.body?.canonical
        let digest = digest(op.header, op.stamp, isOwn: isOwn, body, sha256)
        bind(op, isOwn: isOwn, body, digest, at: place, to: statement)
        try statement.run()
        return database.changesCount > 0
    }

    static let insertion = """
        INSERT OR IGNORE INTO hub_log (\(columns), at_seq, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Gives the values of an entry to `insertion`, of which every parameter is NULL.
    static func bind(
        _ op: StampedOp,
        isOwn: Bool,
        _ body: [UInt8]?,
        _ digest: [UInt8],
        at place: Int64,
        to statement: PreparedStatement
    ) {
        let header = op.header
        statement.bind(1, op.stamp.seq)
        statement.bind(2, op.stamp.receivedAt.milliseconds)
        statement.bind(3, op.stamp.organisation)
        statement.bind(4, op.stamp.party.rawValue)
        statement.bind(5, isOwn ? 1 : 0)
        statement.bind(6, header.site.description)
        statement.bind(7, Int64(header.incarnation))
        statement.bind(8, header.seq)
        statement.bind(9, header.aggregate.description)
        statement.bind(10, header.kind.rawValue)
        statement.bind(11, header.time.description)
        statement.bind(12, header.claimedAt.milliseconds)
        if let base = header.base { statement.bind(13, base) }
        statement.bind(14, header.batch?.description)
        if let body { statement.bind(15, utf8: body) }
        statement.bind(16, Int64(op.stamp.epoch))
        if let former = op.stamp.former {
            statement.bind(17, Int64(former.epoch))
            statement.bind(18, former.seq)
        }
        if header.baseEpoch > 1 { statement.bind(19, Int64(header.baseEpoch)) }
        if let name = header.reissueOf { statement.bind(20, name.description) }
        statement.bind(21, place)
        statement.bind(22, blob: digest)
    }
}
