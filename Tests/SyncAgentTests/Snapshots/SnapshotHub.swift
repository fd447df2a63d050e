import Foundation
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport

/// A hub that gives the beginning of its log as a snapshot: instruments that another site has registered.
final class SnapshotHub: HubClient, SnapshotClient {
    private let base: StandInHub
    let snapshots: ScriptedSnapshots
    let frames: [FeedFrame]
    let end: Cursor
    private let state = Mutex(State())

    private struct State {
        /// Pulls from the start that would take no snapshot.
        var pages = 0
        var isPreparing = 0
    }

    /// `urgent` of the instruments are in a first part.
    init(_ fixture: HubFixture, site: RecordID, instruments: Int, urgent: Int = 0) throws {
        base = StandInHub(fixture, site: site)
        let folder = try TemporaryFolder()
        let author = folder.file("author")
        try Self.make(author, seed: 5).close()
        try MemberHome.edit(at: author, count: instruments)
        let ops = try Self.ops(of: author).enumerated().map { index, op in
            let body = op.body.flatMap { try? JSONParser.parse($0) }.flatMap(OpBody.init(json:))
            let stamp = OpStamp(
                seq: Int64(index + 1),
                receivedAt: HubFixture.now,
                organisation: HubFixture.organisation,
                party: .userUnit
            )
            return StampedOp(header: op.header, body: body, stamp: stamp)
        }
        frames = ops.map { .change($0) }
        let end = Cursor(epoch: 1, seq: Int64(ops.count), mark: .origin)
        self.end = end
        let part = Array(ops.suffix(urgent))
        snapshots = ScriptedSnapshots(
            fixture,
            plain: try Self.pieces(of: ops, standingAt: end, in: folder),
            urgent: urgent > 0 ? try Self.pieces(of: part, standingAt: nil, in: folder) : [],
            cursor: end
        )
    }

    /// The tables with some registrations, in pieces.
    private static func pieces(
        of ops: [StampedOp],
        standingAt cursor: Cursor?,
        in folder: TemporaryFolder
    ) throws -> [[UInt8]] {
        let path = folder.file(cursor == nil ? "urgent.db" : "whole.db")
        // By rules of its own all are green: what counts is what the site finds.
        let day = Day(secondsSince1970: HubFixture.now.seconds)
        let judge: Store.Judge = { _ in (.green, ViolationSet()) }
        try SnapshotWriter.write(to: path, on: day, by: judge) { writer in
            let sha256 = SHA256()
            for op in ops {
                try writer.write(
                    SnapshotEntry(
                        op,
                        op.body?.canonical,
                        at: op.stamp.seq,
                        beginning: [op],
                        by: sha256
                    )
                )
            }
            return cursor
        }
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return stride(from: 0, to: bytes.count, by: 8192).map {
            [UInt8](bytes[$0..<min($0 + 8192, bytes.count)])
        }
    }

    private static func make(_ path: String, seed: UInt64) throws -> Store {
        var random = SeededGenerator(seed: seed)
        return try Store.create(
            home: path,
            role: .userUnit,
            organisation: HubFixture.organisation,
            name: "示例企业",
            region: nil,
            at: HubFixture.now,
            patience: .zero,
            random: &random
        ).store
    }

    private static func ops(of home: String) throws -> [WireOp] {
        let store = try MemberHome.open(at: home)
        defer { try? store.close() }
        return try store.waitingOps()
    }

    var pages: Int { state.withLock { $0.pages } }
    var waitingPulls: Int { base.waitingPulls }
    /// For so many questions the snapshot is not there yet.
    func prepare(for questions: Int) { state.withLock { $0.isPreparing = questions } }

    // MARK: Snapshots

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
        let isPreparing = state.withLock { state in
            state.isPreparing -= 1
            return state.isPreparing >= 0
        }
        if isPreparing { throw .preparing("40 %", retryAfter: 1) }
        return try await snapshots.snapshotManifest(waitSeconds: waitSeconds)
    }

    func bytes(
        of chunk: SnapshotChunk,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> [UInt8]? {
        try await snapshots.bytes(of: chunk, at: offset, count: count)
    }

    // MARK: The feed

    func keys() async throws(HubFault) -> HubKeys { try await base.keys() }

    func pull(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?,
        waitSeconds: Int
    ) async throws(HubFault) -> FeedPage {
        guard cursor.seq == 0 else {
            return try await base.pull(
                after: cursor,
                having: own,
                showing: heads,
                waitSeconds: waitSeconds
            )
        }
        state.withLock { $0.pages += 1 }
        return FeedPage(frames: frames, cursor: end, isLast: true)
    }

    func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer {
        try await base.push(batch)
    }

    func status(of ops: [OpID]) async throws(HubFault) -> StatusAnswer {
        try await base.status(of: ops)
    }

    func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer {
        try await base.enrol(request)
    }

    func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer {
        try await base.renew(request)
    }

    func time(nonce: String) async throws(HubFault) -> SignedTime {
        try await base.time(nonce: nonce)
    }
}
