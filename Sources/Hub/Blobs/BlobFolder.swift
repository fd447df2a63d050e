private import Glibc
import Signing
import SyncCore

/// The files of a hub under `blobs/` in its home: whole ones in `sha256/xx/`, named by their digest, and those
/// that are on their way in `uploads/`, named by the upload.
struct BlobFolder {
    let path: String

    func file(of digest: String) -> String { "\(shelf(of: digest))/\(digest)" }
    func partial(of id: String) -> String { "\(path)/uploads/\(id)" }
    private func shelf(of digest: String) -> String { "\(path)/sha256/\(digest.prefix(2))" }

    /// The length of a file; `nil` where there is none.
    func size(of file: String) -> Int64? {
        var status = stat()
        return stat(file, &status) == 0 ? Int64(status.st_size) : nil
    }

    // MARK: Uploads

    /// Writes bytes at a place of an upload and syncs them: what has returned survives a power cut.
    func write(_ bytes: ArraySlice<UInt8>, to id: String, at offset: Int64) throws(HubError) {
        let partial = partial(of: id)
        var descriptor = open(partial, O_WRONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT {
            try makeFolder("uploads")
            descriptor = open(partial, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            if descriptor >= 0 { try sync(folder: path + "/uploads") }
        }
        guard descriptor >= 0 else { throw .system(errno, path: partial) }
        defer { close(descriptor) }
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let place = offset + Int64(start - bytes.startIndex)
            let count = bytes[start...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(place))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(errno, path: partial) }
            start += count
        }
        guard fsync(descriptor) == 0 else { throw .system(errno, path: partial) }
    }

    func removePartial(_ id: String) {
        unlink(partial(of: id))
    }

    /// Gives a finished upload the name of its digest, durably; one that has it already is left.
    func keep(_ id: String, as digest: String) throws(HubError) {
        try makeFolder("sha256")
        try makeFolder("sha256/" + digest.prefix(2))
        guard rename(partial(of: id), file(of: digest)) == 0 || errno == ENOENT else {
            throw .system(errno, path: file(of: digest))
        }
        try sync(folder: shelf(of: digest))
    }

    /// Copies a whole file, durably; one that is not there is left out, and told by whoever checks the copy.
    func copy(_ digest: String, to target: BlobFolder) throws(HubError) {
        guard let size = size(of: file(of: digest)) else { return }
        var offset: Int64 = 0
        while offset < size {
            let piece = try read(file(of: digest), at: offset, count: 1 << 20)
            guard !piece.isEmpty else { break }
            try target.write(piece[...], to: digest, at: offset)
            offset += Int64(piece.count)
        }
        try target.keep(digest, as: digest)
    }

    private func makeFolder(_ name: String) throws(HubError) {
        for folder in [path, "\(path)/\(name)"] {
            if mkdir(folder, 0o700) == 0 {
                try sync(folder: String(folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]))
            } else if errno != EEXIST {
                throw .system(errno, path: folder)
            }
        }
    }

    /// A new name in a folder survives a power cut only once the folder itself is written.
    private func sync(folder: String) throws(HubError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(errno, path: folder) }
    }

    // MARK: Reading

    /// Bytes of a file from a place on: so many, or those up to its end.
    func read(_ file: String, at offset: Int64, count: Int) throws(HubError) -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: file) }
        defer { close(descriptor) }
        return try Self.read(descriptor, file, at: offset, count: count)
    }

    /// SHA-256 of a file, in hexadecimal; `nil` where there is none.
    func digest(of file: String) throws(HubError) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno, path: file)
        }
        defer { close(descriptor) }
        let hash = SHA256()
        hash.begin()
        var offset: Int64 = 0
        while true {
            let piece = try Self.read(descriptor, file, at: offset, count: 1 << 20)
            if piece.isEmpty { return hash.finish().hex }
            hash.update(piece[...])
            offset += Int64(piece.count)
        }
    }

    private static func read(
        _ descriptor: Int32,
        _ file: String,
        at offset: Int64,
        count: Int
    ) throws(HubError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let place = off_t(offset + Int64(filled))
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                let read = pread(descriptor, rest.baseAddress, rest.count, place)
                if read < 0, errno == EINTR { continue }
                if read < 0 { code = errno }
                guard read > 0 else { return }
                filled += read
            }
        }
        guard code == 0 else { throw .system(code, path: file) }
        return bytes
    }
}
