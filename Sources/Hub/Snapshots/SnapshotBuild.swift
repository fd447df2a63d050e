import Compression
import Synchronization
import SyncCore

/// A snapshot that is being made: how far it is, and whether anybody still wants it.
final class SnapshotBuild: Sendable {
    let organisation: String
    private let state = Mutex((percent: 0, isGivenUp: false))

    /// Nobody wants it any more.
    struct GivenUp: Error {}

    init(of organisation: String) { self.organisation = organisation }

    var percent: Int { state.withLock(\.percent) }
    var isGivenUp: Bool { state.withLock(\.isGivenUp) }

    func giveUp() { state.withLock { $0.isGivenUp = true } }

    /// Notes how far it is. Throws `GivenUp`.
    func note(percent: Int) throws {
        let isGivenUp = state.withLock { state in
            state.percent = max(state.percent, percent)
            return state.isGivenUp
        }
        if isGivenUp { throw GivenUp() }
    }

    // MARK: Pieces

    /// Pieces that are compressed at the same time; the hub has other work too.
    private static let atOnce = 2

    /// Cuts the file of a slice into pieces and keeps each under its digest. Behind the last of them so many
    /// hundredths are done.
    func pack(
        _ slice: SnapshotFile.Slice,
        in folder: SnapshotFolder,
        _ length: Int,
        to shelf: SnapshotShelf,
        _ percentAfterwards: Int
    ) async throws -> SnapshotFile {
        let file = StoredFile(path: folder.unfinished(slice))
        let percentBefore = percent
        let size = file.size ?? 0
        let starts = Array(stride(from: 0, to: size, by: length))
        var chunks = [SnapshotChunk?](repeating: nil, count: starts.count)
        try await withThrowingTaskGroup(of: (Int, SnapshotChunk).self) { group in
            var (next, done) = (0, 0)
            func add() {
                guard next < starts.count else { return }
                let index = next
                next += 1
                group.addTask {
                    let chunk = try await FileQueue.run {
                        try Self.pack(file, at: starts[index], length, into: shelf)
                    }
                    return (index, chunk)
                }
            }
            for _ in 0..<Self.atOnce { add() }
            for try await (index, chunk) in group {
                chunks[index] = chunk
                done += 1
                let share = (percentAfterwards - percentBefore) * done / starts.count
                try note(percent: percentBefore + share)
                add()
            }
        }
        return SnapshotFile(slice: slice, chunks: chunks.compactMap(\.self))
    }

    private static func pack(
        _ file: StoredFile,
        at offset: Int64,
        _ length: Int,
        into shelf: SnapshotShelf
    ) throws -> SnapshotChunk {
        let piece = try file.read(at: offset, count: length)
        guard let frame = Zstd.frame(piece) else {
            throw HubError.storage(detail: "snapshot: no memory to compress")
        }
        return try shelf.keep(frame, of: piece.count)
    }
}
