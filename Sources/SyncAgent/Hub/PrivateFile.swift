private import Glibc
import SyncCore

/// A small file that only this account may read, whole under its name or not there.
enum PrivateFile {
    private static let sizeMax = 64 << 10

    /// The text of a file; `nil` when there is none.
    static func read(_ path: String) throws(SiteKeys.KeysError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: path, errno: errno)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: sizeMax)
        let count = Glibc.read(descriptor, &bytes, sizeMax)
        guard count >= 0 else { throw .unreadable(path: path, errno: errno) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Writes beside the file and renames, so that a power cut leaves the old or the new one.
    static func write(_ text: String, to path: String) throws(SiteKeys.KeysError) {
        let partial = path + ".part"
        unlink(partial)
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, Glibc.rename(partial, path) == 0
        else { throw .cannotWrite(path: path, errno: errno) }
        try syncFolder(of: path)
    }

    /// Gives a file the name of another, which goes.
    static func rename(_ path: String, to other: String) throws(SiteKeys.KeysError) {
        guard Glibc.rename(path, other) == 0 else { throw .cannotWrite(path: other, errno: errno) }
        try syncFolder(of: other)
    }

    /// Makes the new name durable.
    private static func syncFolder(of path: String) throws(SiteKeys.KeysError) {
        let folder = open(path.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .cannotWrite(path: path, errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    }
}

extension [UInt8] {
    /// Hexadecimal digits as a line of a file.
    var hexLine: String { hex + "\n" }

    init?(hexLine text: String) {
        self.init(hex: String(text.prefix { !$0.isWhitespace }))
    }
}
