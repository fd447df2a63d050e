private import Glibc
private import Storage
package import SyncCore

// A snapshot on its way, in `snapshot/` of the home:
//
//   manifest.json    what the hub has signed, of which a file is being fetched
//   progress.json    how much of the file is durable
//   tables.partial   the file as far as it has come, in order
//   tables.db        the same once it has come whole; it may have been prepared for the swap
//
// What `progress.json` says is written after the bytes that it speaks of are on the disk, and replaced as a whole.
// So a crash costs at most what came since; a new manifest costs what is behind the first piece that differs.

/// How far a file of a snapshot has come.
package struct SnapshotProgress: Hashable, Sendable {
    package let slice: SnapshotFile.Slice
    /// The pieces that are here, from the first on.
    package internal(set) var chunks: [SnapshotChunk]
    /// Bytes of all pieces, as they travel.
    package let size: Int64

    package init(slice: SnapshotFile.Slice, chunks: [SnapshotChunk] = [], size: Int64) {
        self.slice = slice
        self.chunks = chunks
        self.size = size
    }

    /// Bytes that have come, as they travel.
    package var received: Int64 { chunks.reduce(0) { $0 + $1.size } }
    /// Bytes of the file that are here.
    package var length: Int64 { chunks.reduce(0) { $0 + $1.length } }

    fileprivate var json: JSONValue {
        [
            "chunks": .array(chunks.map(\.json)), "size": .integer(size),
            "slice": .string(slice.rawValue),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let slice = json["slice"]?.string.flatMap(SnapshotFile.Slice.init(rawValue:)),
            let elements = json["chunks"]?.elements, let size = json["size"]?.integer
        else { return nil }
        let chunks = elements.compactMap(SnapshotChunk.init(json:))
        guard chunks.count == elements.count else { return nil }
        self.init(slice: slice, chunks: chunks, size: size)
    }
}

/// The folder of a home in which a snapshot is while it comes. Needs no store.
package struct SnapshotInbox: Sendable {
    package let path: String

    /// What has come whole, from the home.
    package static let tables = "snapshot/tables.db"

    package init(home: String) {
        path = home + "/snapshot"
    }

    private var partial: String { path + "/tables.partial" }
    private var whole: String { path + "/tables.db" }

    /// Whether there is anything.
    package var isThere: Bool { access(path, F_OK) == 0 }

    /// Deletes it, with whatever has come. What cannot be deleted is in nobody's way.
    package func remove() {
        guard isThere else { return }
        for name in [
            "tables.db", "tables.db-wal", "tables.db-shm", "tables.db-journal", "tables.partial",
            "progress.json", "progress.json.part", "manifest.json", "manifest.json.part", "lock",
        ] { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// Makes this process the one that fetches, as long as the value lives. A running agent fetches while a command
    /// has its store, which may want to fetch as well.
    ///
    /// - Throws: `StoreError.locked` where another does.
    package func lock() throws -> InboxLock {
        try Store.makeFolder(path)
        return try InboxLock(path: path)
    }

    // MARK: What is here

    /// How far a file has come; `nil` where nothing has.
    package var progress: SnapshotProgress? {
        json("progress.json").flatMap(SnapshotProgress.init(json:))
    }

    /// What the hub has signed of what is here.
    package var manifest: SignedSnapshotManifest? {
        json("manifest.json").flatMap(SignedSnapshotManifest.init(json:))
    }

    /// Whether a file has come whole.
    package var isWhole: Bool { access(whole, F_OK) == 0 }

    /// Bytes that the disk has left for us; `nil` where the system does not say.
    package var free: Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (bytes, isTooMuch) = status.f_bavail.multipliedReportingOverflow(by: status.f_frsize)
        return isTooMuch ? .max : Int64(clamping: bytes)
    }

    private func json(_ name: String) -> JSONValue? {
        let file = BlobFile(path: path + "/" + name)
        guard let size = file.size, size > 0, size < 64 << 20,
            let bytes = file.bytes(at: 0, count: Int(size))
        else { return nil }
        return try? JSONParser.parse(bytes)
    }

    // MARK: Writing

    /// Begins with a file, or goes on: keeps the pieces that are the same in what is here already.
    ///
    /// - Throws: `StoreError`.
    package func begin(
        _ file: SnapshotFile,
        of manifest: SignedSnapshotManifest
    ) throws -> InboxWriter {
        try Store.makeFolder(path)
        var kept = SnapshotProgress(slice: file.slice, size: file.size)
        if let progress, progress.slice == file.slice, !isWhole {
            let same = zip(progress.chunks, file.chunks).prefix { $0 == $1 }.map(\.0)
            kept.chunks = same
            // Somebody may have deleted it.
            if BlobFile(path: partial).size ?? 0 < kept.length { kept.chunks = [] }
        }
        unlink(whole)
        // In this order, so that no progress speaks of pieces that another manifest has.
        try save(kept)
        try write(manifest.json, to: "manifest.json")
        return try InboxWriter(path: partial, progress: kept, folder: self)
    }

    /// Notes what is durable.
    func save(_ progress: SnapshotProgress) throws {
        try write(progress.json, to: "progress.json")
    }

    /// Gives a file that has come whole its name.
    func finish() throws {
        guard rename(partial, whole) == 0 else { throw StoreError.fromErrno(errno, path: whole) }
        try Store.synchronise(folder: path)
    }

    private func write(_ json: JSONValue, to name: String) throws {
        let path = path + "/" + name
        let part = path + ".part"
        try Store.write(json.canonical, to: part)
        guard rename(part, path) == 0 else { throw StoreError.fromErrno(errno, path: path) }
        try Store.synchronise(folder: self.path)
    }
}

/// The right to fetch a snapshot into a home.
package struct InboxLock: ~Copyable {
    private let lock: FileLock

    fileprivate init(path: String) throws {
        do throws(FileLock.Failure) {
            lock = try FileLock(path: path + "/lock", patience: .zero)
        } catch { throw StoreError(error, home: path) }
    }
}

/// A file of a snapshot that is being written, piece after piece.
package struct InboxWriter: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let folder: SnapshotInbox
    /// With the pieces that are written, durable or not.
    package private(set) var progress: SnapshotProgress
    private var length: Int64
    private var unsynced: (bytes: Int64, chunks: Int) = (0, 0)

    /// How much may come before it is made durable.
    private static let syncBytes: Int64 = 64 << 20
    private static let syncChunks = 8

    fileprivate init(path: String, progress: SnapshotProgress, folder: SnapshotInbox) throws {
        (self.path, self.progress, self.folder) = (path, progress, folder)
        length = progress.length
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromErrno(errno, path: path) }
        guard ftruncate(descriptor, off_t(length)) == 0 else {
            throw StoreError.fromErrno(errno, path: path)
        }
    }

    deinit { close(descriptor) }

    /// Writes the bytes of the next piece.
    ///
    /// - Throws: `StoreError`.
    package mutating func append(_ chunk: SnapshotChunk, _ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let place = off_t(length + Int64(done))
            let count = pwrite(descriptor, rest.baseAddress, rest.count, place)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError.fromErrno(errno, path: path) }
            done += count
        }
        length += Int64(bytes.count)
        progress.chunks.append(chunk)
        unsynced = (unsynced.bytes + Int64(bytes.count), unsynced.chunks + 1)
        if unsynced.bytes >= Self.syncBytes || unsynced.chunks >= Self.syncChunks { try sync() }
    }

    /// Makes durable what is written, and notes it.
    ///
    /// - Throws: `StoreError`.
    package mutating func sync() throws {
        guard unsynced.chunks > 0 else { return }
        guard fdatasync(descriptor) == 0 else { throw StoreError.fromErrno(errno, path: path) }
        try folder.save(progress)
        unsynced = (0, 0)
    }

    /// The file has come whole.
    ///
    /// - Throws: `StoreError`.
    package mutating func finish() throws {
        try sync()
        try folder.finish()
    }
}
