import LocalStore
package import Logging
import ServiceLifecycle
import Signing
package import SyncCore

// An organisation that sees much of the log is not sent it entry by entry. The hub makes the tables that a site of it
// would have, once for all sites that come, and keeps them until too much has come behind.
//
// What is kept can be made again at any time, so nothing here is precious: whatever is in doubt is thrown away, and
// the reader gets pages, or waits for the next one. It is thrown away at once where words had to go from the log by
// law, and where it is of a log that is not this one's.

/// The snapshots of a hub.
package actor HubSnapshots: Service {
    let home: HubHome
    let store: any HubStore
    let limits: SnapshotLimits
    let clock: @Sendable () -> Instant
    let logger: Logger
    let folder: SnapshotFolder
    /// Tells who waits for a snapshot that its making has ended.
    let ended = FeedSignal()
    private let queue = FileQueue("snapshots")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        queue.asUnownedSerialExecutor()
    }

    /// What is given to an organisation, as far as somebody has asked since the hub was started.
    private var kept: [String: Kept] = [:]
    /// Organisations for which one is to be made, in the order in which they have asked.
    private var wanted: [String] = []
    private var build: SnapshotBuild?
    /// Until when none is tried again.
    private var failed: [String: Instant] = [:]
    private let (wakes, wake) = AsyncStream.makeStream(
        of: Void.self,
        bufferingPolicy: .bufferingNewest(1)
    )

    private struct Kept {
        let signed: SignedSnapshotManifest
        /// Of the one before as well.
        let chunks: [String: SnapshotChunk]
    }

    /// What an organisation gets that asks for a snapshot.
    package enum Answer: Sendable {
        case manifest(SignedSnapshotManifest)
        /// It is being made; so many others come before it.
        case preparing(percent: Int, waiting: Int)
        /// It sees too little, or none could be made.
        case none
    }

    package init(
        home: HubHome,
        store: any HubStore,
        limits: SnapshotLimits,
        clock: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.home = home
        self.store = store
        self.limits = limits
        self.clock = clock
        self.logger = logger
        folder = SnapshotFolder(path: home.path + "/snapshots")
    }

    // MARK: Asking

    /// What an organisation is given. Whoever asks first makes the hub begin.
    package func answer(to organisation: String) async throws -> Answer {
        if let kept = load(organisation) {
            let standing = try await store.standing(
                of: kept.signed.manifest.cursor,
                for: organisation,
                upTo: limits.entriesMin
            )
            // Another one may have come while that was read.
            let isPresent = self.kept[organisation]?.signed == kept.signed
            if let standing {
                if isPresent, standing.isDue(limits.entriesMin) { want(organisation) }
                return .manifest(kept.signed)
            }
            if isPresent { discard(organisation) }
        }
        let entriesMin = limits.entriesMin
        guard try await store.reach(of: organisation, upTo: entriesMin + 1) > entriesMin,
            failed[organisation].map({ $0 <= clock() }) ?? true
        else { return .none }
        if let kept = kept[organisation] { return .manifest(kept.signed) }
        want(organisation)
        if let build, build.organisation == organisation {
            return .preparing(percent: build.percent, waiting: 0)
        }
        return .preparing(percent: 0, waiting: wanted.firstIndex(of: organisation) ?? 0)
    }

    /// A piece of the organisation's present snapshot or of the one before. One that is damaged is a reason to make
    /// all anew.
    func chunk(_ digest: String, for organisation: String) throws -> StoredFile? {
        guard let chunk = load(organisation)?.chunks[digest] else { return nil }
        let shelf = folder.shelf(of: organisation)
        guard try shelf.isWhole(chunk) else {
            logger.error("a piece of a snapshot is damaged", metadata: ["chunk": "\(digest)"])
            discard(organisation)
            want(organisation)
            return nil
        }
        return shelf.file(of: digest)
    }

    /// Bytes of a piece from a place on.
    func bytes(of file: StoredFile, at offset: Int64, count: Int) throws -> [UInt8] {
        try file.read(at: offset, count: count)
    }

    private func load(_ organisation: String) -> Kept? {
        if let known = kept[organisation] { return known }
        let (shelf, keys) = (folder.shelf(of: organisation), home.keyring.keys)
        guard let signed = shelf.manifest(by: keys), isOfThisProgram(signed.manifest),
            signed.manifest.organisation == organisation
        else { return nil }
        let found = Kept(signed: signed, chunks: shelf.chunks(by: keys))
        kept[organisation] = found
        return found
    }

    private func isOfThisProgram(_ manifest: SnapshotManifest) -> Bool {
        manifest.hub == home.hub && manifest.schema == SnapshotWriter.schema
            && manifest.ranks == AuthorityHistory.builtIn.digest
    }

    // MARK: Throwing away

    /// Throws a snapshot away, and the one that is being made.
    package func discard(_ organisation: String) {
        kept[organisation] = nil
        if build?.organisation == organisation { build?.giveUp() }
        folder.shelf(of: organisation).remove()
    }

    /// Throws all of them away.
    package func discardAll() {
        kept = [:]
        build?.giveUp()
        for shelf in folder.shelves() { shelf.remove() }
    }

    // MARK: Checking

    /// Holds every piece against its name. What is damaged is thrown away with its snapshot, and made anew when
    /// somebody asks.
    package func check() throws -> (chunks: Int64, damaged: [String]) {
        var (count, damaged): (Int64, [String]) = (0, [])
        let keys = home.keyring.keys
        for shelf in folder.shelves() {
            let chunks = shelf.chunks(by: keys).values
            count += Int64(chunks.count)
            let bad = try chunks.filter { try !shelf.isWhole($0) }.map(\.digest)
            damaged += bad.sorted()
            guard !bad.isEmpty else { continue }
            shelf.remove()
            kept = kept.filter { folder.shelf(of: $0.key).path != shelf.path }
        }
        return (count, damaged)
    }

    // MARK: Making

    private func want(_ organisation: String) {
        let isComing = build?.organisation == organisation && build?.isGivenUp == false
        guard !isComing, !wanted.contains(organisation) else { return }
        wanted.append(organisation)
        wake.yield()
    }

    /// Makes what is wanted, one after another, until the server stops.
    package func run() async throws {
        await sweep()
        for await _ in wakes.cancelOnGracefulShutdown() {
            while let build = next() {
                await withTaskCancellationOrGracefulShutdownHandler {
                    await make(build)
                } onCancelOrGracefulShutdown: {
                    build.giveUp()
                }
                self.build = nil
                await ended.tell([build.organisation])
            }
        }
    }

    private func next() -> SnapshotBuild? {
        guard !Task.isShuttingDownGracefully, !wanted.isEmpty else { return nil }
        build = SnapshotBuild(of: wanted.removeFirst())
        return build
    }

    /// Removes what a hub has left that was killed, and snapshots that are not to be given any more.
    package func sweep() async {
        folder.removeUnfinished()
        let keys = home.keyring.keys
        for shelf in folder.shelves() {
            guard let manifest = shelf.manifest(by: keys)?.manifest, isOfThisProgram(manifest)
            else {
                shelf.remove()
                continue
            }
            let standing = try? await store.standing(
                of: manifest.cursor,
                for: manifest.organisation,
                upTo: 1
            )
            if standing == nil { shelf.remove() } else { shelf.tidy(by: keys) }
        }
    }

    private func make(_ build: SnapshotBuild) async {
        let organisation = build.organisation
        do {
            let signed = try await manifest(of: build)
            let (shelf, keys) = (folder.shelf(of: organisation), home.keyring.keys)
            // Nobody throws it away between this and its publication.
            try build.note(percent: 100)
            try shelf.publish(signed, by: keys)
            kept[organisation] = Kept(signed: signed, chunks: shelf.chunks(by: keys))
            failed[organisation] = nil
        } catch {
            folder.removeUnfinished()
            folder.shelf(of: organisation).tidy(by: home.keyring.keys)
            guard !build.isGivenUp else { return }
            let pause = limits.pause * 1000
            failed[organisation] = Instant(milliseconds: clock().milliseconds + pause)
            logger.error("a snapshot could not be made", metadata: ["error": "\(error)"])
        }
    }
}
