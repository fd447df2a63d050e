import Compression
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport

/// A hub's snapshot in memory, whose pieces fail to come by a script.
final class ScriptedSnapshots: SnapshotClient {
    /// What can be wrong with it.
    enum Lie: CaseIterable, Sendable {
        case signature, organisation, schema, ranks, epoch, bytes, length, part

        var fault: HubFault {
            switch self {
            case .signature, .organisation: .snapshotUnusable(.notSigned)
            case .schema: .snapshotUnusable(.newer)
            case .ranks: .snapshotUnusable(.otherRanks)
            case .epoch: .snapshotUnusable(.otherEpoch)
            case .bytes, .length: .snapshotUnusable(.damaged)
            case .part: .garbled("another part of a file than was asked for")
            }
        }
    }

    private let fixture: HubFixture
    private let state: Mutex<State>

    private struct State {
        /// The pieces of the whole, plain, and those of the first part.
        var plain: [[UInt8]]
        var urgent: [[UInt8]]
        var frames: [String: [UInt8]] = [:]
        var manifests = 0
        var asked: [String] = []
        var delivered: [String] = []
        var bytesSent = 0
        var cut: Int?
        var change: (piece: Int, at: Int)?
        var lost: Int?
        var lie: Lie?
        var spoilt: (piece: Int, times: Int) = (0, 0)
        var limit = Int.max
        let cursor: Cursor
    }

    /// Pieces of nothing that means anything.
    convenience init(_ fixture: HubFixture, pieces: Int, length: Int = 3000, urgent: Int = 0) {
        func piece(_ number: Int) -> [UInt8] {
            var random = SeededGenerator(seed: UInt64(number))
            return (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        self.init(
            fixture,
            plain: (0..<pieces).map(piece),
            urgent: (0..<urgent).map { piece(1000 + $0) },
            cursor: .start(epoch: 1)
        )
    }

    init(_ fixture: HubFixture, plain: [[UInt8]], urgent: [[UInt8]], cursor: Cursor) {
        self.fixture = fixture
        state = Mutex(State(plain: plain, urgent: urgent, cursor: cursor))
    }

    /// The file that has all.
    var plain: [UInt8] { state.withLock { $0.plain.flatMap(\.self) } }
    var manifests: Int { state.withLock { $0.manifests } }
    /// Pieces as they were asked for, and as they went out whole.
    var asked: [String] { state.withLock { $0.asked } }
    var delivered: [String] { state.withLock { $0.delivered } }
    var bytesSent: Int { state.withLock { $0.bytesSent } }
    var manifest: SnapshotManifest { state.withLock { Self.manifest(&$0) } }

    /// The line is cut once so many pieces have gone out.
    func cut(after count: Int) { state.withLock { $0.cut = count } }
    func mend() { state.withLock { $0.cut = nil } }
    /// Once so many pieces have gone out the hub has another snapshot, in which one piece differs.
    func change(piece: Int, at count: Int) { state.withLock { $0.change = (piece, count) } }
    /// The hub has a piece no more, and signs it all the same.
    func lose(piece: Int) { state.withLock { $0.lost = piece } }
    func lie(_ lie: Lie) { state.withLock { $0.lie = lie } }
    /// A piece is spoilt on its way so often.
    func spoil(piece: Int, times: Int) { state.withLock { $0.spoilt = (piece, times) } }
    /// No answer of more bytes gets through.
    func limit(to bytes: Int) { state.withLock { $0.limit = bytes } }

    private static func file(
        _ slice: SnapshotFile.Slice,
        _ pieces: [[UInt8]],
        _ state: inout State
    ) -> SnapshotFile {
        let chunks = pieces.map { piece in
            let frame = Zstd.compressed(piece) ?? Self.stored(piece)
            let digest = SHA256().digest(frame).hex
            state.frames[digest] = frame
            let length = Int64(piece.count) + (state.lie == .length ? 1 : 0)
            return SnapshotChunk(digest: digest, size: Int64(frame.count), length: length)
        }
        return SnapshotFile(slice: slice, chunks: chunks)
    }

    /// A frame of blocks as they are (RFC 8878), for what cannot be compressed.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        // Magic, a header for a single segment with four bytes of length, then blocks of 100,000 bytes at the most.
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xA0]
        for shift in [0, 8, 16, 24] { frame.append(UInt8(bytes.count >> shift & 255)) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let block = rest.prefix(100_000)
            rest = rest.dropFirst(block.count)
            let header = block.count << 3 | (rest.isEmpty ? 1 : 0)
            for shift in [0, 8, 16] { frame.append(UInt8(header >> shift & 255)) }
            frame += block
        }
        return frame
    }

    private static func manifest(_ state: inout State) -> SnapshotManifest {
        let whole = file(.whole, state.plain, &state)
        let urgent = state.urgent.isEmpty ? [] : [file(.urgent, state.urgent, &state)]
        return SnapshotManifest(
            hub: HubFixture.hub,
            organisation: state.lie == .organisation ? "another" : HubFixture.organisation,
            schema: state.lie == .schema ? 1000 : 1,
            ranks: state.lie == .ranks ? "other" : AuthorityHistory.builtIn.digest,
            cursor: state.lie == .epoch ? .start(epoch: 2) : state.cursor,
            files: urgent + [whole]
        )
    }

    func pullFirst(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?
    ) async throws(HubFault) -> FeedPage {
        throw .resync
    }

    func snapshotManifest(
        waitSeconds: Int
    ) async throws(HubFault) -> SignedSnapshotManifest {
        state.withLock { state in
            state.manifests += 1
            let key = state.lie == .signature ? Ed25519PrivateKey.generate() : fixture.receiptKey
            return .sign(Self.manifest(&state), with: key)
        }
    }

    func bytes(
        of chunk: SnapshotChunk,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> [UInt8]? {
        let answer: Result<[UInt8]?, HubFault> = state.withLock { state in
            state.asked.append(chunk.digest)
            if let cut = state.cut, state.delivered.count >= cut {
                return .failure(.unreachable("cut"))
            }
            guard count <= state.limit else { return .failure(.unreachable("cut")) }
            if let change = state.change, state.delivered.count >= change.at {
                state.plain[change.piece][0] ^= 1
                state.change = nil
                state.frames = [:]
            }
            let number = Self.manifest(&state).file(.whole)?.chunks.firstIndex(of: chunk)
            if let lost = state.lost, number == lost { return .success(nil) }
            guard let frame = state.frames[chunk.digest] else { return .success(nil) }
            var part = Array(frame[Int(offset)..<(Int(offset) + count)])
            if state.lie == .bytes { part[0] ^= 1 }
            if state.lie == .part { part.removeLast() }
            if number == state.spoilt.piece, state.spoilt.times > 0 {
                state.spoilt.times -= 1
                part[0] ^= 1
            }
            state.bytesSent += part.count
            if offset + Int64(part.count) == chunk.size { state.delivered.append(chunk.digest) }
            return .success(part)
        }
        return try answer.get()
    }
}
