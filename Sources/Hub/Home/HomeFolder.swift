private import Glibc
import Storage

/// The files by which a folder is a hub. All are for the owner's account only.
enum HomeFile: String, CaseIterable {
    case authorityKey = "ca-key.pem"
    case authority = "ca.pem"
    case serverKey = "server-key.pem"
    case server = "server.pem"
    case receiptKey = "receipt-key.hex"
    /// Written last: a folder without it is no hub yet.
    case identity = "hub.json"
    /// Held while keys are made.
    case lock
    /// Says that the folder is a backup, or was put back from one and not recovered yet.
    case backup = "backup.json"

    /// What a backup has of a hub besides its store.
    static let backedUp: [HomeFile] = [
        .authorityKey, .authority, .serverKey, .server, .receiptKey, .identity,
    ]
}

/// A folder with the files of a hub; a file is replaced whole or not at all.
struct HomeFolder {
    let path: String

    /// What a file is called until it is whole.
    static let partialEnding = ".part"

    func path(of file: HomeFile) -> String { path + "/" + file.rawValue }

    /// Makes the folder, if need be, for this account only.
    func create() throws(HubError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .system(errno, path: path)
    }

    /// Keeps a second `create` out while the lock lives.
    func lock() throws(HubError) -> FileLock {
        do throws(FileLock.Failure) {
            return try FileLock(path: path(of: .lock), patience: .zero)
        } catch {
            switch error {
            case .held(let owner): throw .locked(home: path, owner: owner)
            case .file(let path, let code): throw .system(code, path: path)
            }
        }
    }

    /// The name of something in the folder that no `create` could have left there.
    func foreignEntry() throws(HubError) -> String? {
        guard let folder = opendir(path) else { throw .system(errno, path: path) }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let isPartial = name.hasSuffix(Self.partialEnding)
            let own = isPartial ? String(name.dropLast(Self.partialEnding.count)) : name
            if name != ".", name != "..", HomeFile(rawValue: own) == nil { return name }
        }
        return nil
    }

    func readText(_ file: HomeFile) throws(HubError) -> String {
        guard let bytes = try readIfPresent(file) else {
            throw .damaged(file: file.rawValue, detail: "missing")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of a file; `nil` where there is none.
    func readIfPresent(_ file: HomeFile) throws(HubError) -> [UInt8]? {
        try readIfPresent(file.rawValue)
    }

    func readIfPresent(_ name: String) throws(HubError) -> [UInt8]? {
        let file = path + "/" + name
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system(errno, path: file)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno, path: file) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }

    /// Writes a file beside its name, syncs it, and gives it the name; a crash leaves the old one or
    /// the new one.
    func write(_ text: String, to file: HomeFile) throws(HubError) {
        try write(Array(text.utf8), to: file.rawValue)
    }

    func write(_ bytes: [UInt8], to name: String) throws(HubError) {
        let file = path + "/" + name
        let partial = file + Self.partialEnding
        unlink(partial)
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(errno, path: partial) }
        let code = Self.fill(descriptor, with: bytes)
        close(descriptor)
        guard code == 0 else { throw .system(code, path: partial) }
        guard rename(partial, file) == 0 else { throw .system(errno, path: file) }
        try sync()
    }

    /// Writes a file, and wipes what had the name before, as far as the file system lets that be done.
    func replaceSecret(_ text: String, in file: HomeFile) throws(HubError) {
        let former = open(path(of: file), O_WRONLY | O_CLOEXEC)
        defer { if former >= 0 { close(former) } }
        try write(text, to: file)
        var status = stat()
        guard former >= 0, fstat(former, &status) == 0 else { return }
        _ = Self.fill(former, with: [UInt8](repeating: 0, count: Int(status.st_size)))
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Int32 {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return errno }
            start += written
        }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    /// Makes names in the folder durable.
    func sync() throws(HubError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(errno, path: path) }
    }
}

extension HubError {
    /// The error for a failed system call on a path.
    static func system(_ code: Int32, path: String) -> HubError {
        switch code {
        case EACCES, EPERM, EROFS: .notPermitted(path: path)
        case ENOSPC, EDQUOT: .diskFull
        default: .cannotCreate(path: path, errno: code)
        }
    }
}
