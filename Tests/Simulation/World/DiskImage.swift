import Foundation
import GRDB
import GRDBSQLite
import Glibc

/// A database as it lies on the disk at one moment: its file and the write-ahead log, without the shared
/// memory that dies with its process.
struct DiskImage {
    var file: [UInt8]?
    var log: [UInt8]?

    /// No file at all.
    static let nothing = DiskImage(file: nil, log: nil)

    /// What a process that dies now would leave of a database.
    static func taken(of path: String) -> DiskImage {
        DiskImage(file: bytes(of: path), log: bytes(of: path + "-wal"))
    }

    /// What a backup has of an open database: the newest of each page in one file, a fifth of what file and
    /// write-ahead log take.
    static func backedUp(_ schema: String = "main", of database: Database) throws -> DiskImage {
        var size: sqlite3_int64 = 0
        guard let start = sqlite3_serialize(database.sqliteConnection, schema, &size, 0) else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        defer { sqlite3_free(start) }
        return DiskImage(file: Array(UnsafeBufferPointer(start: start, count: Int(size))))
    }

    /// The bytes of a file; `nil` where there is none.
    static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while count < buffer.count {
                let rest = buffer.count - count
                let length = read(descriptor, buffer.baseAddress.map { $0 + count }, rest)
                guard length > 0 else { break }
                count += length
            }
        }
    }

    /// Puts the image where the database was.
    func put(at path: String) throws {
        let files = FileManager.default
        for ending in ["", "-wal", "-shm"] where files.fileExists(atPath: path + ending) {
            try files.removeItem(atPath: path + ending)
        }
        if let file { try Data(file).write(to: URL(fileURLWithPath: path)) }
        if let log { try Data(log).write(to: URL(fileURLWithPath: path + "-wal")) }
    }

    /// Loses the end of the write-ahead log, as a power cut may where it was not synced.
    ///
    /// What a checkpoint has moved into the file was synced before, so a log that is long enough for
    /// one is left alone.
    mutating func tear(to length: Int) {
        guard let log, log.count < 8 << 20, length < log.count else { return }
        self.log = Array(log.prefix(length))
    }

    /// Leaves half-written bytes behind the last commit.
    mutating func append(_ bytes: [UInt8]) {
        guard log != nil else { return }
        log?.append(contentsOf: bytes)
    }

    var logLength: Int { log?.count ?? 0 }
}

extension [UInt8] {
    /// Whether a word stands somewhere in these bytes (Horspool's search: what does not fit skips as far as
    /// its last byte allows).
    func contain(_ word: String) -> Bool {
        let word = Array(word.utf8)
        guard let last = word.indices.last, count >= word.count else { return word.isEmpty }
        var skip = [Int](repeating: word.count, count: 256)
        for (index, byte) in word.dropLast().enumerated() { skip[Int(byte)] = last - index }
        return withUnsafeBufferPointer { bytes in
            var end = last
            while end < bytes.count {
                if bytes[end] == word[last], bytes[(end - last)...end].elementsEqual(word) {
                    return true
                }
                end += skip[Int(bytes[end])]
            }
            return false
        }
    }
}
