import Compression
package import LocalStore
package import SyncCore

/// Fetches the next file of a hub's snapshot into the home, from wherever it has come to so far.
///
/// It needs no store. Some pieces are under way at once; they are checked and written in their order, so that what is
/// here is always a beginning of the file. Memory does not grow with it.
package struct SnapshotDownload: Sendable {
    /// Pieces under way, or waiting for one before them.
    private static let chunksAtOnce = 4
    /// So often the hub may have made another snapshot while one was fetched.
    private static let manifestsMax = 4
    /// What has to be left on the disk for everything else.
    private static let reserve: Int64 = 64 << 20
    /// The first part is worth its way where the whole is so many times as much.
    private static let urgentRatio: Int64 = 4

    private let folder: SnapshotInbox
    private let check: ManifestCheck
    private let hasPart: Bool
    private let hub: any SnapshotClient
    private let pause: @Sendable (Int) async -> Void
    private let tell: @Sendable (SnapshotProgress) -> Void

    /// `hasPart` is whether the first part is swapped in already; `tell` hears of every piece.
    package init(
        into folder: SnapshotInbox,
        from hub: any SnapshotClient,
        check: ManifestCheck,
        hasPart: Bool,
        pause: @escaping @Sendable (Int) async -> Void = CertificateUpload.shortPause,
        tell: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }
    ) {
        self.folder = folder
        self.hub = hub
        self.check = check
        self.hasPart = hasPart
        self.pause = pause
        self.tell = tell
    }

    /// Brings the file, and says which it is.
    package func run() async throws(HubFault) -> FetchedTables {
        do { return try await fetched() } catch let fault as HubFault {
            throw fault
        } catch StoreError.diskFull {
            let free = folder.free ?? 0
            // What has come would keep the site from its own work.
            folder.remove()
            throw .noRoom(needed: Self.reserve, free: free)
        } catch StoreError.locked {
            // The other brings it to the end, or leaves it to us.
            throw .preparing(nil, retryAfter: 2)
        } catch { throw .snapshotUnusable(.notWritten) }
    }

    private func fetched() async throws -> FetchedTables {
        try await fetched(holding: try folder.lock())
    }

    private func fetched(holding lock: borrowing InboxLock) async throws -> FetchedTables {
        if let tables = try whatIsHere() { return tables }
        for _ in 0..<Self.manifestsMax {
            let signed = try await hub.snapshotManifest(
                waitSeconds: SyncMachine.preparationHoldSeconds
            )
            try check.run(signed)
            guard let file = next(of: signed.manifest) else { break }
            if try await bring(file, of: signed) {
                return FetchedTables(manifest: signed.manifest, slice: file.slice)
            }
        }
        throw HubFault.snapshotUnusable(.incomplete)
    }

    /// A file that has come whole before, and was not swapped in.
    private func whatIsHere() throws -> FetchedTables? {
        guard folder.isWhole, let slice = folder.progress?.slice, let signed = folder.manifest,
            !(hasPart && slice == .urgent)
        else { return nil }
        try check.run(signed)
        return FetchedTables(manifest: signed.manifest, slice: slice)
    }

    private func next(of manifest: SnapshotManifest) -> SnapshotFile? {
        let whole = manifest.file(.whole)
        guard !hasPart, let urgent = manifest.file(.urgent), let whole,
            urgent.size * Self.urgentRatio < whole.size
        else { return whole }
        return urgent
    }

    /// `false` where the hub has a piece no more.
    private func bring(_ file: SnapshotFile, of signed: SignedSnapshotManifest) async throws -> Bool
    {
        var writer = try folder.begin(file, of: signed)
        tell(writer.progress)
        let needed = file.length - writer.progress.length + Self.reserve
        if let free = folder.free, free < needed {
            folder.remove()
            throw HubFault.noRoom(needed: needed, free: free)
        }
        do {
            let isWhole = try await bring(file.chunks, into: &writer)
            if isWhole { try writer.finish() } else { try writer.sync() }
            return isWhole
        } catch {
            // What has come need not come again.
            try? writer.sync()
            throw error
        }
    }

    private func bring(
        _ chunks: [SnapshotChunk],
        into writer: inout InboxWriter
    ) async throws -> Bool {
        guard let reader = FrameReader() else { throw HubFault.snapshotUnusable(.notWritten) }
        return try await withThrowingTaskGroup(of: (Int, [UInt8]?).self) { group in
            var begun = writer.progress.chunks.count
            var arrived: [Int: [UInt8]] = [:]
            while writer.progress.chunks.count < chunks.count {
                let last = min(writer.progress.chunks.count + Self.chunksAtOnce, chunks.count)
                while begun < last {
                    let fetch = ChunkDownload(chunks[begun], from: hub, pause: pause)
                    group.addTask { [begun] in (begun, try await fetch.run()) }
                    begun += 1
                }
                guard let (index, bytes) = try await group.next() else { return false }
                guard let bytes else {
                    group.cancelAll()
                    return false
                }
                arrived[index] = bytes
                while let next = arrived.removeValue(forKey: writer.progress.chunks.count) {
                    try write(next, of: chunks[writer.progress.chunks.count], &writer, reader)
                }
            }
            return true
        }
    }

    private func write(
        _ frame: [UInt8],
        of chunk: SnapshotChunk,
        _ writer: inout InboxWriter,
        _ reader: FrameReader
    ) throws {
        do {
            try reader.read(frame, length: Int(chunk.length)) { try writer.append(chunk, $0) }
        } catch is Inflation.Fault { throw HubFault.snapshotUnusable(.damaged) }
        tell(writer.progress)
    }
}

/// Whether a manifest is one whose tables this site can take in.
package struct ManifestCheck: Sendable {
    let hub: RecordID
    let keys: HubKeys
    let organisation: String
    let epoch: Int

    /// For the member of a hub; `organisation` is the site's, which stands at the start of an epoch.
    package init(of joined: Joined, organisation: String, epoch: Int) {
        hub = joined.membership.hub
        keys = joined.hubKeys
        self.epoch = epoch
        self.organisation = organisation
    }

    func run(_ signed: SignedSnapshotManifest) throws(HubFault) {
        let manifest = signed.manifest
        guard manifest.hub == hub, manifest.organisation == organisation,
            signed.isGenuine(by: keys)
        else { throw .snapshotUnusable(.notSigned) }
        guard manifest.schema <= SnapshotWriter.schema else { throw .snapshotUnusable(.newer) }
        guard manifest.ranks == AuthorityHistory.builtIn.digest else {
            throw .snapshotUnusable(.otherRanks)
        }
        guard manifest.cursor.epoch == epoch, manifest.cursor.shard == Cursor.cityShard else {
            throw .snapshotUnusable(.otherEpoch)
        }
    }
}
