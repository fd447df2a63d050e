import GRDB
import Signing
import Storage
package import SyncCore

// The heads of the hub's log (`TreeHead`). A head is kept before the page is applied that it came with, so no
// crash leaves a site with entries that no kept head covers.

/// A contradiction in what the hub has signed, as the journal keeps it.
package struct NotedContradiction: Hashable, Sendable {
    /// What a person calls it by.
    package let n: Int64
    package let contradiction: HeadContradiction
    package let noticedAt: Instant
    /// Why it needs nobody any more; `nil` while it is open.
    package let reason: String?
}

extension Store {
    /// The heads that this site has from its hub.
    package func treeHeads() throws -> KeptTreeHeads {
        guard let membership = try membership() else { return KeptTreeHeads() }
        let texts = try Self.translating(Journal.file) {
            try journal.queue.look { database in
                try String.fetchAll(database.cachedStatement(sql: "SELECT head FROM tree_head"))
            }
        }
        let heads = try texts.map(TreeHeadRows.head)
        let kept = KeptTreeHeads(heads.filter { $0.head.hub == membership.hub })
        if let newest = kept.newest { try TreeHeadRows.check(newest, by: membership) }
        return kept
    }

    /// Judges what has come with a page that reaches up to a cursor, and keeps what follows from it: the newer head,
    /// or the contradiction in which it stands to one that is kept.
    ///
    /// - Returns: why nothing of the page may be applied; `nil` where it may.
    /// - Throws: `StoreError`.
    package func take(
        _ proven: ProvenTreeHead?,
        reaching cursor: SyncCore.Cursor,
        at now: Instant
    ) throws -> HubFault? {
        guard let membership = try membership() else { return nil }
        let kept = try treeHeads()
        guard let head = proven?.signed.head ?? kept.newest?.head else { return nil }
        // Whoever has given heads once gives them with all that follows.
        guard head.epoch >= cursor.epoch, head.count >= cursor.seq else {
            return .garbled("the feed goes further than what the hub has signed")
        }
        guard let proven else { return nil }
        let (keys, keyID) = (membership.keys, proven.signed.keyID)
        do { try keys.check(keyID, signingAt: head.time) } catch { return .keys(error) }
        guard head.hub == membership.hub, proven.signed.isSigned(by: keys) else {
            return .garbled("the head of the log is not signed by this hub")
        }
        switch kept.judge(proven) {
        case .known: return nil
        case .newer: try keep(kept.adding(proven.signed))
        case .contradiction(let contradiction):
            // What a disk has made of a head accuses nobody.
            try TreeHeadRows.check(contradiction.earlier, by: membership)
            try note(contradiction, at: now)
            guard contradiction.isBehindEpoch else { return .contradicted(contradiction.kind) }
            try keep(kept.adding(proven.signed))
        }
        return nil
    }

    /// The contradictions that were ever noticed, or those that are open, oldest first.
    package func contradictions(openOnly: Bool = true) throws -> [NotedContradiction] {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = """
                    SELECT id, kind, earlier, later, noticed_at, reason FROM head_contradiction
                    WHERE reason IS NULL OR NOT ? ORDER BY id
                    """
                let statement = try database.cachedStatement(sql: sql)
                return try Row.fetchAll(statement, arguments: [openOnly]).map(TreeHeadRows.noted)
            }
        }
    }

    /// Notes why a contradiction needs nobody any more; `false` where none of this number is open.
    package func settleContradiction(_ n: Int64, because reason: String) throws -> Bool {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                let sql = "UPDATE head_contradiction SET reason = ? WHERE id = ? AND reason IS NULL"
                try database.cachedStatement(sql: sql).execute(arguments: [reason, n])
                return database.changesCount == 1
            }
        }
    }

    private func keep(_ heads: KeptTreeHeads) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(sql: "DELETE FROM tree_head").execute()
                let insert = try database.cachedStatement(
                    sql: "INSERT INTO tree_head (epoch, count, head) VALUES (?, ?, ?)"
                )
                for signed in heads.heads {
                    try insert.execute(arguments: [
                        signed.head.epoch, signed.head.count, signed.json.canonicalText,
                    ])
                }
            }
        }
    }

    /// One for each head that is contradicted: the later one is another each time that the hub is asked.
    private func note(_ contradiction: HeadContradiction, at now: Instant) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(
                    sql: """
                        INSERT INTO head_contradiction (kind, earlier, later, noticed_at)
                        VALUES (?, ?, ?, ?) ON CONFLICT (earlier) DO NOTHING
                        """
                ).execute(arguments: [
                    contradiction.kind.rawValue, contradiction.earlier.json.canonicalText,
                    contradiction.later.json.canonicalText, now.milliseconds,
                ])
            }
        }
    }
}

/// The rows of heads.
enum TreeHeadRows {
    static let schema = """
        CREATE TABLE tree_head (
            epoch INTEGER NOT NULL,
            count INTEGER NOT NULL,
            head TEXT NOT NULL,
            PRIMARY KEY (epoch, count)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE head_contradiction (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('shrunk', 'forked', 'unproven')),
            earlier TEXT NOT NULL UNIQUE,
            later TEXT NOT NULL,
            noticed_at INTEGER NOT NULL,
            reason TEXT
        ) STRICT;
        """

    static func head(_ text: String) throws -> SignedTreeHead {
        let json = try? JSONParser.parse(Array(text.utf8))
        guard let head = json.flatMap(SignedTreeHead.init(json:)) else { throw damaged }
        return head
    }

    /// - Throws: `StoreError.damaged` where the head is not what the hub has signed.
    static func check(_ signed: SignedTreeHead, by membership: Membership) throws {
        guard signed.isSigned(by: membership.keys) else { throw damaged }
    }

    static func noted(_ row: Row) throws -> NotedContradiction {
        guard let kind = HeadContradiction.Kind(rawValue: try row.read("kind")) else {
            throw damaged
        }
        return NotedContradiction(
            n: try row.read("id"),
            contradiction: HeadContradiction(
                kind,
                earlier: try head(row.read("earlier")),
                later: try head(row.read("later"))
            ),
            noticedAt: Instant(milliseconds: try row.read("noticed_at")),
            reason: try row.read("reason")
        )
    }

    /// Whether every head that is kept is what the hub has signed.
    static func areWhole(_ database: Database) throws -> Bool {
        let sql = """
            SELECT head FROM tree_head
            UNION ALL SELECT earlier FROM head_contradiction
            UNION ALL SELECT later FROM head_contradiction
            """
        let heads = try String.fetchAll(database, sql: sql)
        guard !heads.isEmpty else { return true }
        guard let membership = try Journal.membership(database) else { return false }
        do { for text in heads { try check(head(text), by: membership) } } catch is StoreError {
            return false
        }
        return true
    }

    private static let damaged = StoreError.damaged(file: Journal.file, detail: "tree_head")
}
