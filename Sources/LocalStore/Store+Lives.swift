import GRDB
import Storage
package import SyncCore

// A home that was put back from a copy, or two copies that are both used, would give one name to two ops.
//
// What the hub has of this site's life and the journal has not, comes back whole with the feed, is kept like
// anybody's, and the site begins another life (a greater incarnation), so that it never uses a name again.
// Where both have an op under one name, or a copy has begun another life, nothing is lost either: the
// site goes on reading and editing, and sends nothing until `recover`, which says again under new names
// what the hub has not received.

/// Why a site sends nothing until it is recovered.
package enum Halt: Hashable, Sendable {
    /// Under the name of this op the hub has another.
    case fork(seq: Int64)
    /// The hub knows a later life of the site.
    case stale(current: Int)

    package var code: String {
        switch self {
        case .fork: "op-fork"
        case .stale: "stale-incarnation"
        }
    }

    private var number: Int64 {
        switch self {
        case .fork(let seq): seq
        case .stale(let current): Int64(current)
        }
    }

    /// Keeps the first word on it.
    func insert(in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO halt (id, code, number) VALUES (1, ?, ?)"
        ).execute(arguments: [code, number])
    }

    static func read(_ database: Database) throws -> Halt? {
        let row = try PreparedStatement("SELECT code, number FROM halt", in: database)
        defer { row.reset() }
        guard try row.step() else { return nil }
        guard let code = row.text(0), !row.isNull(1) else {
            throw StoreError.unreadableRow(of: Journal.file)
        }
        let number = row.integer(1)
        return code == "op-fork" ? .fork(seq: number) : .stale(current: Int(number))
    }
}

extension Store {
    /// The code of a dead letter that was said again under another name.
    static let reissuedCode = "reissued"

    /// Why the site sends nothing; `nil` as long as it does.
    package func halt() throws -> Halt? {
        try Self.translating(Journal.file) { try journal.queue.look(Halt.read) }
    }

    /// Notes that the site sends nothing more.
    package func halt(_ halt: Halt) throws {
        try Self.translating(Journal.file) { try journal.queue.write(halt.insert) }
    }

    /// What the journal has of the present life.
    package func ownOps() throws -> OwnOps {
        let site = try site()
        return try Self.translating(Journal.file) {
            try journal.queue.look { database in
                OwnOps(incarnation: site.incarnation, head: try Journal.head(database).seq)
            }
        }
    }

    /// The op of this site with the greatest number that the hub has, by its receipts.
    package func newestReceived() throws -> OwnPlace? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = "SELECT max(op_seq) FROM receipt"
                let newest = try Int64.fetchOne(database.cachedStatement(sql: sql))
                return try newest.flatMap { try Store.op($0, in: database) }?.place
            }
        }
    }

    /// The own op that the hub wants to see before it takes more, to be shown with the next batch. Where the
    /// journal has none of that name, or it was shown in vain, the hub has it of a copy, and the site sends
    /// nothing more.
    package func show(_ name: OwnName, with shown: inout [OwnPlace]) throws {
        let own = try Self.translating(Journal.file) {
            try journal.queue.look { try Store.op(name.seq, in: $0) }
        }
        guard let place = own?.place, place.name == name, !shown.contains(place) else {
            return try halt(.fork(seq: name.seq))
        }
        shown.append(place)
    }

    /// Begins another life where a page brings ops of this site that the journal has not, before anything of
    /// the page is kept, and notes where both have an op under one name.
    ///
    /// Ops of a later life than the journal's are of a home in which somebody has run `recover`. Which of
    /// the two goes on is a person's word, not that of whoever reads first: this one halts.
    func noteOtherLives(in page: FeedPage) throws -> Int? {
        let site = try site()
        return try noteOtherLives(
            among: page.frames.compactMap { frame in
                if case .change(let op) = frame, op.header.site == site.id { op } else { nil }
            }
        )
    }

    /// The same for ops of this site.
    func noteOtherLives(among own: [StampedOp]) throws -> Int? {
        let site = try site()
        guard !own.isEmpty else { return nil }
        return try Self.translating(Journal.file) {
            try journal.queue.write { database in
                var latest = 0
                for op in own {
                    let kept = try Store.op(op.header.seq, in: database)
                    guard !op.isSame(as: kept) else { continue }
                    latest = max(latest, op.header.incarnation)
                    guard kept?.header.ownName == op.header.ownName else { continue }
                    let sql = "SELECT EXISTS (SELECT 1 FROM dead_letter WHERE op_seq = ?)"
                    let isDead = try Bool.fetchOne(
                        database.cachedStatement(sql: sql),
                        arguments: [op.header.seq]
                    )
                    if isDead != true { try Halt.fork(seq: op.header.seq).insert(in: database) }
                }
                guard latest <= site.incarnation else {
                    try Halt.stale(current: latest).insert(in: database)
                    return nil
                }
                guard latest == site.incarnation else { return nil }
                try Journal.begin(life: latest + 1, in: database)
                return latest + 1
            }
        }
    }

    /// Says ops again in a new life, with the same words, and sends again from then on. The originals stay
    /// in the journal.
    ///
    /// - Throws: `StoreError`.
    package func reissue(
        _ seqs: [Int64],
        inLife incarnation: Int,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { try Journal.begin(life: incarnation, in: $0) }
        }
        try write(at: now, random: &random) { writer in
            for seq in seqs { try writer.reissue(seq) }
            try writer.endHalt()
            return ((), .commit)
        }
    }
}

extension Journal {
    static func begin(life incarnation: Int, in database: Database) throws {
        try database.cachedStatement(sql: "UPDATE site SET incarnation = ?1 WHERE incarnation < ?1")
            .execute(arguments: [incarnation])
        try DigestedRow.site.writeDigest(in: database)
    }
}

extension StoredOp {
    fileprivate var place: OwnPlace { OwnPlace(name: header.ownName, hash: seal.hash) }
}

extension StampedOp {
    /// Whether this is the op that the journal has. The words may have gone by law.
    func isSame(as own: StoredOp?) -> Bool {
        guard let own, own.header == header else { return false }
        return body == nil || own.body == nil || body == own.body
    }
}
