import GRDB
import Signing
import Synchronization
package import SyncCore

extension SQLiteHubStore {
    package func treeHead(showing shown: ShownTreeHeads?) async throws -> ProvenTreeHead? {
        let found = try await read { [hub] database -> Found? in
            let head = try TreeRows.head(of: hub, in: database)
            guard let shown else { return Found(head: head, from: 0, proof: []) }
            if try Self.isNewest(shown, in: head, database) { return nil }
            return try Self.found(head, from: shown.base(for: head), in: database)
        }
        return found.map(signed)
    }

    package func treeHead(from count: Int64) async throws -> ProvenTreeHead? {
        let found = try await read { [hub] database -> Found? in
            let head = try TreeRows.head(of: hub, in: database)
            guard (0...head.count).contains(count) else { return nil }
            return try Self.found(head, from: count, in: database)
        }
        return found.map(signed)
    }

    package func inclusion(
        of seq: Int64,
        in count: Int64,
        for organisation: String
    ) async throws -> [[UInt8]]? {
        try await read { database in
            let sql = """
                SELECT count(*) FROM log JOIN aggregate ON aggregate.id = log.aggregate
                WHERE log.seq = ? AND (owner IN (?, 'authority') OR EXISTS (
                    SELECT * FROM reader
                    WHERE reader.aggregate = aggregate.id AND organisation = ?))
                """
            let arguments: StatementArguments = [seq, organisation, organisation]
            guard try Int.fetchOne(database, sql: sql, arguments: arguments) == 1,
                (seq...(try LogRows.head(database).seq)).contains(count)
            else { return nil }
            return try TreeRows.log(in: database).path(to: seq - 1, in: count)
        }
    }

    private struct Found {
        let head: TreeHead
        let from: Int64
        let proof: [[UInt8]]
    }

    private static func found(
        _ head: TreeHead,
        from count: Int64,
        in database: Database
    ) throws -> Found {
        let proof = try TreeRows.log(in: database).proof(from: count, to: head.count)
        return Found(head: head, from: count, proof: proof)
    }

    /// Whether the newest head shown is the present one. A head of this epoch that the log does not have was
    /// given by a hub that was put back since, and nobody has said so.
    private static func isNewest(
        _ shown: ShownTreeHeads,
        in head: TreeHead,
        _ database: Database
    ) throws -> Bool {
        let newest = shown.newest
        guard newest.epoch >= head.epoch else { return false }
        guard newest.epoch == head.epoch, newest.count <= head.count else {
            throw HubError.otherHistory
        }
        let isHead = newest.count == head.count
        let root = isHead ? head.root : try TreeRows.log(in: database).root(of: newest.count)
        guard root == shown.root else { throw HubError.otherHistory }
        return isHead
    }

    /// The same head always has the same signature, as long as the key is the same.
    private func signed(_ found: Found) -> ProvenTreeHead {
        let signed = signedHead.withLock { kept in
            let key = keyring.key
            let head = found.head.signed(by: key.suite)
            if let kept, kept.head == head, kept.keyID == key.keyID { return kept }
            let new = SignedTreeHead.sign(head, with: key)
            kept = new
            return new
        }
        return ProvenTreeHead(signed, from: found.from, proof: found.proof)
    }
}
