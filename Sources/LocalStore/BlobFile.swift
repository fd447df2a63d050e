private import Glibc
import Signing
import SyncCore

/// A file with the bytes of a blob, read piece by piece; needs no store.
package struct BlobFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Its length in bytes; `nil` where there is no such file.
    package var size: Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// So many bytes from a place on; `nil` where they are not there, or cannot be read.
    package func bytes(at offset: Int64, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                let place = off_t(offset + Int64(filled))
                let read = pread(descriptor, rest.baseAddress, rest.count, place)
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { return }
                filled += read
            }
        }
        return bytes.count == count ? bytes : nil
    }

    /// SHA-256 in hexadecimal; `nil` where there is no file that can be read.
    package var digest: String? {
        guard let size else { return nil }
        let hash = SHA256()
        hash.begin()
        var offset: Int64 = 0
        while offset < size {
            let count = Int(min(1 << 20, size - offset))
            guard let piece = bytes(at: offset, count: count) else { return nil }
            hash.update(piece[...])
            offset += Int64(count)
        }
        return hash.finish().hex
    }
}
