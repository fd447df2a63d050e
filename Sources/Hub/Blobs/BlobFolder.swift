private import Glibc
import Signing
import SyncCore

/// The files of a hub under `blobs/` in its home: whole ones in `sha256/xx/`, named by their digest, and those
/// that are on their way in `uploads/`, named by the upload.
struct BlobFolder {
    let path: String

    func file(of digest: String) -> StoredFile {
        StoredFile(path: "\(shelf(of: digest))/\(digest)")
    }

    func partial(of id: String) -> StoredFile { StoredFile(path: "\(path)/uploads/\(id)") }
    private func shelf(of digest: String) -> String { "\(path)/sha256/\(digest.prefix(2))" }

    // MARK: Uploads

    /// Writes bytes at a place of an upload and syncs them: what has returned survives a power cut.
    func write(_ bytes: ArraySlice<UInt8>, to id: String, at offset: Int64) throws(HubError) {
        let partial = partial(of: id).path
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

    /// Removes a whole file. That it is gone need not survive a power cut.
    func remove(_ digest: String) {
        unlink(file(of: digest).path)
    }

    func removePartial(_ id: String) {
        unlink(partial(of: id).path)
    }

    /// Gives a finished upload the name of its digest, durably; one that has it already is left.
    func keep(_ id: String, as digest: String) throws(HubError) {
        try makeFolder("sha256")
        try makeFolder("sha256/" + digest.prefix(2))
        let file = file(of: digest).path
        guard rename(partial(of: id).path, file) == 0 || errno == ENOENT else {
            throw .system(errno, path: file)
        }
        try sync(folder: shelf(of: digest))
    }

    /// Copies a whole file, durably; one that is not there is left out, and told by whoever checks the copy.
    func copy(_ digest: String, to target: BlobFolder) throws(HubError) {
        let file = file(of: digest)
        guard let size = file.size else { return }
        var offset: Int64 = 0
        while offset < size {
            let piece = try file.read(at: offset, count: StoredFile.pieceLength)
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
}
