import GRDB
import Storage
package import SyncCore

/// What the authority gives to all sites.
extension SQLiteHubStore {
    package func documents(_ kind: PolicyDocument.Kind) async throws -> [PolicyDocument] {
        try await read { try Self.documents(kind, in: $0) }
    }

    package func publish(
        _ kind: PolicyDocument.Kind,
        by author: String,
        at now: Instant,
        _ make: @escaping @Sendable ([PolicyDocument]) throws -> PolicyDocument?
    ) async throws -> AcceptedBatch? {
        try await writeAggregates { database, cache in
            guard let document = try make(try Self.documents(kind, in: database))
            else { return nil }
            var ids = RecordIDGenerator()
            var random = SystemRandomNumberGenerator()
            let id = ids.next(at: now, using: &random)
            let draft = AuthorityDraft(
                aggregate: id,
                kind: .register,
                patches: [Patch(.policyDocument, id, document.fields)],
                author: author,
                reason: nil
            )
            guard draft.fitsAnOp else { throw HubError.documentTooLarge }
            return try self.write([draft], at: now, in: database, &cache)
        }
    }

    private static func documents(
        _ kind: PolicyDocument.Kind,
        in database: Database
    ) throws -> [PolicyDocument] {
        let row = try PreparedStatement(
            "SELECT line FROM record WHERE kind = 'policy_document' AND line IS NOT NULL",
            in: database
        )
        defer { row.reset() }
        var documents: [PolicyDocument] = []
        while try row.step() {
            let document = PolicyDocument(values: try RecordRows.record(row).values)
            if let document, document.kind == kind { documents.append(document) }
        }
        return documents.sorted { $0.number > $1.number }
    }
}

extension AuthorityDraft {
    /// Whether the op of this draft is one that a site takes.
    fileprivate var fitsAnOp: Bool {
        let body = OpBody(author: author, reason: reason, patches: patches)
        return body.canonical.count <= PushBatch.bodyMax
    }
}
