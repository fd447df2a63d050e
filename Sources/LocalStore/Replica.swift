import GRDB
import Storage

/// `replica.db`: the site's records as readable tables, folded from the journal.
///
/// It holds nothing that the journal does not, so it can be thrown away at any time.
final class Replica {
    let queue: DatabaseQueue
    static let file = "replica.db"

    init(home: String, file: String = Replica.file) throws {
        queue = try DatabaseFile.open(
            home: home,
            file: file,
            // Large commits: fewer, longer checkpoints. Memory stays bounded by the page cache.
            logPages: 2000,
            migrator: Self.migrator
        )
    }

    /// The number of the last op that the tables contain.
    static func foldedSeq(_ database: Database) throws -> Int64 {
        let row = try PreparedStatement("SELECT op_seq FROM folded", in: database)
        defer { row.reset() }
        return try row.step() ? row.integer(0) : 0
    }

    /// The life of the site in which the tables were written; a journal in an earlier one is older than they are,
    /// however many ops it has.
    static func life(_ database: Database) throws -> Int {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT life FROM folded")) ?? 0
    }

    /// Notes the life of the site.
    static func setLife(_ incarnation: Int, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE folded SET life = ?1 WHERE life <> ?1"
        )
        try statement.execute(arguments: [incarnation])
    }

    /// Whether the tables leave out more ops than the hub has refused by this journal, so that it is older than they
    /// are, however many ops it has.
    static func isAhead(of journal: Database, _ database: Database) throws -> Bool {
        let refused = try Int.fetchOne(database.cachedStatement(sql: "SELECT refused FROM folded"))
        return try refused ?? 0 > countRefused(in: journal)
    }

    /// Notes that the tables leave out what the hub has refused so far.
    static func setRefused(by journal: Database, in database: Database) throws {
        let refused = try countRefused(in: journal)
        let statement = try database.cachedStatement(
            sql: "UPDATE folded SET refused = ?1 WHERE refused <> ?1"
        )
        try statement.execute(arguments: [refused])
    }

    private static func countRefused(in journal: Database) throws -> Int {
        try Store.translating(Journal.file) {
            let sql = "SELECT count(*) FROM dead_letter"
            return try Int.fetchOne(journal.cachedStatement(sql: sql)) ?? 0
        }
    }

    /// Empties the write-ahead log, which may still have words that had to go from the tables.
    func emptyLog() throws {
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    /// Drops the secondary indexes, but those that are named, and gives the statements that make them again.
    static func dropIndexes(but kept: Set<String> = [], in database: Database) throws -> [String] {
        let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        return try Row.fetchAll(database, sql: sql).compactMap { row in
            let name: String = try row.read("name")
            guard !kept.contains(name) else { return nil }
            try database.execute(sql: "DROP INDEX \(name)")
            return try row.read("sql")
        }
    }

    /// Notes that the tables contain every op up to this one.
    static func setFolded(_ seq: Int64, in database: Database) throws {
        let statement = try PreparedStatement("UPDATE folded SET op_seq = ?", in: database)
        statement.bind(1, seq)
        try statement.run()
    }
}
