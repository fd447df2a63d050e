import GRDB
import Storage
import SyncCore

/// Writes who sees which entry. Entries come in order, each after its row in the log.
struct ScopeRows {
    private let aggregate: PreparedStatement
    private let reader: PreparedStatement
    private let visible: PreparedStatement
    private let earlier: PreparedStatement

    init(_ database: Database) throws {
        aggregate = try PreparedStatement(
            "INSERT INTO aggregate (id, owner) VALUES (?, ?)",
            in: database
        )
        reader = try PreparedStatement(
            "INSERT INTO reader (aggregate, organisation) VALUES (?, ?)",
            in: database
        )
        visible = try PreparedStatement(
            "INSERT INTO visible (organisation, at_seq, log_seq) VALUES (?, ?, ?)",
            in: database
        )
        earlier = try PreparedStatement(
            """
            INSERT INTO visible (organisation, at_seq, log_seq)
            SELECT ?, ?, seq FROM log WHERE aggregate = ?
            """,
            in: database
        )
    }

    func write(_ entry: Intake.Entry) throws {
        let id = entry.op.header.aggregate.description
        if entry.scope.isFirst {
            aggregate.bind(1, id)
            aggregate.bind(2, entry.scope.owner)
            try aggregate.run()
        }
        try show(entry, to: entry.scope.owner)
        for body in entry.scope.bodies.sorted() { try show(entry, to: body) }
        for body in entry.scope.newBodies.sorted() { try admit(body, to: id, by: entry) }
    }

    private func show(_ entry: Intake.Entry, to organisation: String) throws {
        visible.bind(1, organisation)
        visible.bind(2, entry.stamp.seq)
        visible.bind(3, entry.stamp.seq)
        try visible.run()
    }

    /// A body sees, at the number of the entry that lets it in, that entry and all before it.
    private func admit(_ body: String, to id: String, by entry: Intake.Entry) throws {
        reader.bind(1, id)
        reader.bind(2, body)
        try reader.run()
        earlier.bind(1, body)
        earlier.bind(2, entry.stamp.seq)
        earlier.bind(3, id)
        try earlier.run()
    }
}
