import Signing
import SyncCore

/// Fetches one piece of a snapshot: whole where the line holds, else by ranges that get through between two breaks.
struct ChunkDownload: Sendable {
    /// What is asked for at once where the line has broken.
    private static let rangeLength: Int64 = 64 << 10
    /// So often in a row a request may fail without anything having arrived.
    private static let triesMax = 5
    /// So often a piece may turn out to be another than the hub has signed.
    private static let mismatchesMax = 2

    private let chunk: SnapshotChunk
    private let hub: any SnapshotClient
    private let pause: @Sendable (Int) async -> Void

    init(
        _ chunk: SnapshotChunk,
        from hub: any SnapshotClient,
        pause: @escaping @Sendable (Int) async -> Void
    ) {
        self.chunk = chunk
        self.hub = hub
        self.pause = pause
    }

    /// The bytes as they travel; `nil` where the hub has them no more.
    func run() async throws(HubFault) -> [UInt8]? {
        for _ in 0..<Self.mismatchesMax {
            guard let bytes = try await fetch() else { return nil }
            if SHA256().digest(bytes).hex == chunk.digest { return bytes }
        }
        throw .snapshotUnusable(.damaged)
    }

    private func fetch() async throws(HubFault) -> [UInt8]? {
        var bytes: [UInt8] = []
        var most = chunk.size
        var failures = 0
        while bytes.count < chunk.size {
            let offset = Int64(bytes.count)
            let count = Int(min(most, chunk.size - offset))
            do throws(HubFault) {
                guard let part = try await hub.bytes(of: chunk, at: offset, count: count)
                else { return nil }
                guard part.count == count else {
                    throw .garbled("another part of a file than was asked for")
                }
                if bytes.isEmpty { bytes = part } else { bytes += part }
                failures = 0
            } catch {
                failures += 1
                guard error.isOfTheLine, failures < Self.triesMax, !Task.isCancelled else {
                    throw error
                }
                most = Self.rangeLength
                await pause(failures)
            }
        }
        return bytes
    }
}
