import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func merges(of organisation: String?) async throws -> [HubMerge] {
        try await read { database in
            let row = try PreparedStatement(
                """
                SELECT line, owner FROM record
                WHERE merged_into IS NOT NULL AND (?1 IS NULL OR owner = ?1) ORDER BY id
                """,
                in: database
            )
            defer { row.reset() }
            row.bind(1, organisation)
            var merges: [HubMerge] = []
            while try row.step() {
                let record = try RecordRows.record(row)
                merges.append(HubMerge(absorbed: record, organisation: row.text(1) ?? ""))
            }
            return merges
        }
    }

    package func aliasView(of ids: [RecordID]) async throws -> AliasView {
        try await read { try Self.aliasView(of: ids, in: $0) }
    }

    package func act(
        onAliasesOf ids: [RecordID],
        at now: Instant,
        _ make: @escaping @Sendable (AliasView) throws -> AuthorityDraft
    ) async throws -> AcceptedBatch {
        try await writeAggregates { database, cache in
            let draft = try make(try Self.aliasView(of: ids, in: database))
            return try self.write([draft], at: now, in: database, &cache)
        }
    }

    private static func aliasView(of ids: [RecordID], in database: Database) throws -> AliasView {
        var view = AliasView(aliases: try AliasRows.state(database))
        for id in ids {
            for member in view.aliases.members(of: view.aliases.canonical(of: id)) {
                view.registrations[member] = try registration(member, in: database)
            }
        }
        return view
    }

    /// `nil` where nobody has registered it, or it was taken back.
    private static func registration(
        _ id: RecordID,
        in database: Database
    ) throws -> AliasView.Registration? {
        guard let aggregate = try AggregateRows.aggregate(id, in: database) else { return nil }
        let records = aggregate.state.canonicalRecords(of: id)
        guard let root = records.first(where: { $0.kind == .instrument }) else { return nil }
        let sql = "SELECT min(seq) FROM log WHERE aggregate = ?"
        return AliasView.Registration(
            root: root,
            owner: aggregate.owner,
            hubSeq: try Int64.fetchOne(database, sql: sql, arguments: [id.description]) ?? 0,
            records: records
        )
    }
}

/// Registrations as they are now, with all that are one instrument with them.
package struct AliasView: Sendable {
    package let aliases: AliasState
    package internal(set) var registrations: [RecordID: Registration] = [:]

    /// A registration that is there.
    package struct Registration: Sendable {
        package let root: CanonicalRecord
        package let owner: String
        /// The entry of the log that made it.
        package let hubSeq: Int64
        /// All that is there of it, the instrument among them.
        package let records: [CanonicalRecord]
    }
}

/// A merge that stands.
package struct HubMerge: Hashable, Sendable {
    package let absorbed: CanonicalRecord
    package let organisation: String

    /// As `duplicate list --merged --json` prints it.
    var json: JSONValue {
        func value(_ field: InstrumentField) -> String? { absorbed.values[field.rawValue] }
        let evidence = value(.mergeEvidence)?.split(separator: ",").map(String.init) ?? []
        return [
            "absorbed": .string(absorbed.id.description),
            "canonical": .text(value(.mergedInto)),
            "organisation": .string(organisation),
            "serial": .text(value(.serial)),
            "name": .text(value(.name)),
            "evidence": .texts(evidence),
        ]
    }
}
