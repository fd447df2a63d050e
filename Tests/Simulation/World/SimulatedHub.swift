import FaultyDisk
import Foundation
import Hub
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport

/// The one hub: its real store, and in front of it what its routes do with a request.
final class SimulatedHub {
    static let id = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")

    let folder: String
    let receiptKey: Ed25519PrivateKey
    var keys: HubKeys { HubKeys(hub: Self.id, first: .ed25519(receiptKey.publicKey)) }
    /// `nil` between two lives.
    private var running: Running?
    /// Milliseconds that the clock has been set back by.
    var isBehindBy: Int64 = 0
    /// Counts how often it was put back; what was sent to it before does not arrive any more.
    private(set) var life = 0
    var isDownUntil: Int64 = 0
    /// Whether it was put back and nobody has recovered it since.
    var awaitsRecovery = false
    /// How many entries it had when it was put back last.
    var entriesWhenRestored = 0
    /// Whether it may have signed two histories of one epoch: it has worked between being put back and being
    /// recovered, or nobody could know that an epoch had been opened before.
    var mayBeAccused = false
    private var highestEpoch = 1
    /// Copies of its file, oldest first.
    var backups: [HubBackup] = []
    /// The disk under its database, in a run where that fails.
    private(set) var disk: FaultyDisk?
    /// Whether its disk takes nothing new from sites now; an operator makes room before he does anything.
    var isFull = false
    /// What else its disk refuses while it answers sites.
    var failing = DiskFaults()
    /// Who has sent the newest batch that its disk refused, and when that came.
    var refused: (site: Int, time: Instant)?
    /// Requests that wait for news.
    var held: [Flight] = []
    private let salts: SaltSource
    /// Callers as the store has told of them, as long as nothing has changed there.
    private var members: [RecordID: HubSite] = [:]

    init(folder: String, seed: UInt64, hasDisk: Bool) throws {
        self.folder = folder
        var draw = Draw(seed, for: "hub")
        receiptKey = try Ed25519PrivateKey(raw: draw.bytes(32))
        salts = SaltSource(Draw(seed, for: "salts"))
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        if hasDisk { disk = try FaultyDisk(at: folder) }
        try start()
    }

    /// What a running hub has open.
    private struct Running {
        let store: SQLiteHubStore
        let eyes: HubEyes
    }

    /// The store, for whoever may change something.
    var store: SQLiteHubStore {
        get throws {
            members = [:]
            return try process.store
        }
    }

    var eyes: HubEyes { get throws { try process.eyes } }

    private var process: Running {
        get throws {
            guard let running else { throw Violation(.noUnexpectedError, "no hub runs") }
            return running
        }
    }

    private func start() throws {
        let salts = salts
        let store = try SQLiteHubStore(
            folder: folder,
            hub: Self.id,
            receiptKey: receiptKey,
            salt: { salts.next() }
        )
        running = Running(store: store, eyes: try HubEyes(folder: folder))
    }

    var path: String { folder + "/hub.db" }

    func isDown(at now: Int64) -> Bool { now < isDownUntil }

    /// Dies and starts again on what lies on the disk.
    func crash(leaving bytes: [UInt8]) throws {
        var image = DiskImage.taken(of: path)
        image.append(bytes)
        try begin(with: image)
    }

    /// Begins another life with what a backup had.
    func restore(_ image: DiskImage) throws {
        life += 1
        try begin(with: image)
    }

    /// An operator has recovered it, when its log had so many entries.
    func noteRecovery(_ opened: OpenedEpoch, entries: Int) {
        let hasWorkedOn = awaitsRecovery && entries > entriesWhenRestored
        let isEpochKnown = opened.isNew ? opened.epoch <= highestEpoch : awaitsRecovery
        mayBeAccused = mayBeAccused || hasWorkedOn || isEpochKnown
        highestEpoch = max(highestEpoch, opened.epoch)
        awaitsRecovery = false
    }

    private func begin(with image: DiskImage) throws {
        try change { try image.put(at: path) }
    }

    /// Dies on its disk and starts again on what a power cut leaves of it.
    func crash(leaving image: FolderImage) throws {
        try change { try image.write(to: folder) }
    }

    /// Dies and starts again on what a disk has made of its file.
    func crash(after work: () throws -> Void) throws { try change(work) }

    /// Closes the store, changes what lies in the folder, and starts again; what a disk knew of it is over.
    private func change(_ work: () throws -> Void) throws {
        try close()
        disk?.unmount()
        try work()
        if disk != nil { disk = try FaultyDisk(at: folder) }
        try start()
    }

    func close() throws {
        members = [:]
        try running?.eyes.close()
        try running?.store.close()
        running = nil
    }

    /// What the routes answer to a request of a site.
    func answer(_ flight: Flight, from id: RecordID, at now: Instant) async -> HubAnswer {
        failing.isFull = isFull
        disk?.faults = failing
        defer {
            failing = disk?.faults ?? failing
            disk?.faults = DiskFaults()
        }
        // What of the caller's this log may not have.
        var place = flight.cursor
        do {
            let store = try process.store
            guard let site = try await member(id, of: store) else {
                throw Problem(401, "unknown-caller", "this call needs the certificate of a site")
            }
            guard site.revokedAt == nil else {
                throw Problem(403, "revoked", "the site has been revoked")
            }
            switch flight.call {
            case .push:
                // What it brings may begin another life.
                members[id] = nil
                let bytes = flight.request.body
                let batch = try OpsRoute.batch(in: bytes, from: site, to: Self.id)
                let accepted = try await store.accept(batch, from: site, at: now)
                let body = accepted.answer.json.canonical
                return HubAnswer(HTTPResponse(status: 200, body: body), accepted.readers)
            case .pull(let cursor, let own, let heads, _):
                var page = try await store.page(
                    for: site,
                    after: cursor,
                    having: own,
                    limit: Self.pageMax
                )
                place = heads?.place
                page.treeHead = try await store.treeHead(showing: heads)
                return HubAnswer(HTTPResponse(status: 200, body: page.encoded), page: page)
            }
        } catch {
            let problem = Problem(answering: error)
            if case .push = flight.call, problem.status == 503 { refused = (flight.site, now) }
            var answer = HubAnswer(.refusing(problem))
            answer.unknown = error as? HubError == .otherHistory ? place : nil
            if case .inputOutput? = error as? HubError { answer.hasFailedDisk = true }
            answer.failure = problem.status == 500 ? error : nil
            return answer
        }
    }

    private func member(_ id: RecordID, of store: SQLiteHubStore) async throws -> HubSite? {
        if let known = members[id] { return known }
        members[id] = try await store.site(id)
        return members[id]
    }

    /// Small, so that longer histories come in several pages.
    private static let pageMax = 3
}

/// An answer of the hub, before the network has it.
struct HubAnswer {
    let response: HTTPResponse
    /// Organisations that have something new to read.
    let readers: Set<String>
    /// What a pull has found.
    let page: FeedPage?
    /// What the caller has read and this hub does not have.
    var unknown: Cursor?
    var hasFailedDisk = false
    /// What the hub could not cope with.
    var failure: (any Error)?

    init(_ response: HTTPResponse, _ readers: Set<String> = [], page: FeedPage? = nil) {
        self.response = response
        self.readers = readers
        self.page = page
    }
}

extension HTTPResponse {
    /// A refusal as the hub sends it.
    static func refusing(_ problem: Problem) -> HTTPResponse {
        HTTPResponse(
            status: problem.status,
            headers: problem.retryAfter.map { ["retry-after": "\($0)"] } ?? [:],
            body: problem.json.canonical
        )
    }
}

/// Salts from the seed, for a store that may ask from any thread.
private final class SaltSource: Sendable {
    private let draw: Mutex<Draw>

    init(_ draw: Draw) {
        self.draw = Mutex(draw)
    }

    func next() -> [UInt8] {
        draw.withLock { $0.bytes(OpSeal.saltLength) }
    }
}
