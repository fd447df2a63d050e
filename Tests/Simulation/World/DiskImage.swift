import Foundation

/// A database as it lies on the disk at one moment: its file and the write-ahead log, without the shared
/// memory that dies with its process.
struct DiskImage {
    var file: Data?
    var log: Data?

    /// No file at all.
    static let nothing = DiskImage(file: nil, log: nil)

    /// What a process that dies now would leave of a database.
    static func taken(of path: String) -> DiskImage {
        let files = FileManager.default
        return DiskImage(
            file: files.contents(atPath: path),
            log: files.contents(atPath: path + "-wal")
        )
    }

    /// Puts the image where the database was.
    func put(at path: String) throws {
        let files = FileManager.default
        for ending in ["", "-wal", "-shm"] where files.fileExists(atPath: path + ending) {
            try files.removeItem(atPath: path + ending)
        }
        if let file { try file.write(to: URL(fileURLWithPath: path)) }
        if let log { try log.write(to: URL(fileURLWithPath: path + "-wal")) }
    }

    /// Loses the end of the write-ahead log, as a power cut may where it was not synced.
    ///
    /// What a checkpoint has moved into the file was synced before, so a log that is long enough for
    /// one is left alone.
    mutating func tear(to length: Int) {
        guard let log, log.count < 8 << 20, length < log.count else { return }
        self.log = log.prefix(length)
    }

    /// Leaves half-written bytes behind the last commit.
    mutating func append(_ bytes: [UInt8]) {
        guard log != nil else { return }
        log?.append(contentsOf: bytes)
    }

    var logLength: Int { log?.count ?? 0 }
}
