private import Glibc
import Signing

/// A file in a hub's folder, read piece by piece: it need not fit into memory.
struct StoredFile {
    let path: String
    /// So much is read at once.
    static let pieceLength = 1 << 20

    /// Its length; `nil` where there is none.
    var size: Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// Bytes of a file from a place on: so many, or those up to its end.
    func read(at offset: Int64, count: Int) throws(HubError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: path) }
        defer { close(descriptor) }
        return try read(descriptor, at: offset, count: count)
    }

    /// Its SHA-256; `nil` where there is none.
    func digest() throws(HubError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno, path: path)
        }
        defer { close(descriptor) }
        let hash = SHA256()
        hash.begin()
        var offset: Int64 = 0
        while true {
            let piece = try read(descriptor, at: offset, count: Self.pieceLength)
            if piece.isEmpty { return hash.finish() }
            hash.update(piece[...])
            offset += Int64(piece.count)
        }
    }

    private func read(
        _ descriptor: Int32,
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
        guard code == 0 else { throw .system(code, path: path) }
        return bytes
    }
}
