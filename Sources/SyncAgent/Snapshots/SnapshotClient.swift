package import SyncCore

/// What a site asks of a hub that has snapshots.
package protocol SnapshotClient: Sendable {
    /// The first page of the log; `HubFault.resync` where there is so much to read that the hub gives a snapshot
    /// instead.
    func pullFirst(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?
    ) async throws(HubFault) -> FeedPage
    /// What the hub gives; nobody has checked its signature. `HubFault.preparing` while it is made and for so long
    /// was not ready.
    func snapshotManifest(waitSeconds: Int) async throws(HubFault) -> SignedSnapshotManifest
    /// Bytes of a piece, as they travel, from a place on; `nil` where the hub has it no more.
    func bytes(
        of chunk: SnapshotChunk,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> [UInt8]?
}

extension WireHubClient: SnapshotClient {
    /// A piece takes its time on a slow line.
    private static let pieceTimeout = Duration.seconds(300)

    package func pullFirst(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?
    ) async throws(HubFault) -> FeedPage {
        try await pull(after: cursor, own, heads, waitSeconds: 0, takesSnapshot: true)
    }

    package func snapshotManifest(
        waitSeconds: Int
    ) async throws(HubFault) -> SignedSnapshotManifest {
        let request = HTTPRequest(
            path: "/v1/snapshots/manifest?wait=\(waitSeconds)",
            headers: [("Accept", "application/json")],
            timeout: timeout + .seconds(waitSeconds),
            hold: .seconds(waitSeconds),
            responseMax: 16 << 20
        )
        let json = try await send(request).json()
        guard let manifest = SignedSnapshotManifest(json: json)
        else { throw HubFault(unread: json, "the description of a snapshot has another shape") }
        return manifest
    }

    package func bytes(
        of chunk: SnapshotChunk,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> [UInt8]? {
        // Whole it can be kept by whatever is on the way.
        let isWhole = offset == 0 && count == chunk.size
        let range = ("Range", "bytes=\(offset)-\(offset + Int64(count) - 1)")
        let request = HTTPRequest(
            path: "/v1/chunks/\(chunk.digest)",
            headers: isWhole ? [] : [range],
            timeout: max(timeout, Self.pieceTimeout),
            responseMax: count
        )
        let response = try await send(request) { response in
            response.status == 404 ? nil : HubFault(refusing: response)
        }
        if response.status == 404 { return nil }
        guard response.status == (isWhole ? 200 : 206), response.body.count == count
        else { throw .garbled(response.description(of: "the part of a file that was asked for")) }
        return response.body
    }
}
