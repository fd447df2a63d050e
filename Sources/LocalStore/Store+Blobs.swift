private import Glibc
import Signing
import SyncCore

/// The name of a file's content: what an op says of it, while its bytes travel on their own.
package struct BlobReference: Hashable, Sendable {
    /// SHA-256 in hexadecimal.
    package let digest: String
    /// Length in bytes.
    package let size: Int

    /// The reference of some bytes.
    package init(of bytes: [UInt8]) {
        digest = SHA256().digest(bytes).hex
        size = bytes.count
    }
}

extension Store {
    /// Keeps the bytes under their digest, durably, before this returns: an op that names them may
    /// follow. Bytes that are there already are not written again.
    ///
    /// - Throws: `StoreError`.
    package func keepBlob(_ bytes: [UInt8]) throws -> BlobReference {
        let blob = BlobReference(of: bytes)
        let folder = blobFolder(blob.digest)
        let path = folder + "/" + blob.digest
        var status = stat()
        if stat(path, &status) == 0, status.st_size == blob.size { return blob }
        try Self.makeFolder(folder)
        let partial = "\(folder)/.\(blob.digest).\(getpid()).part"
        do {
            try Self.write(bytes, to: partial)
            guard rename(partial, path) == 0 else {
                throw StoreError.fromErrno(errno, path: path)
            }
        } catch {
            unlink(partial)
            throw error
        }
        for folder in [folder, home + "/blobs/sha256", home + "/blobs", home] {
            try Self.synchronise(folder: folder)
        }
        return blob
    }

    /// Where the bytes with this digest are, or will be.
    package func blobPath(_ digest: String) -> String {
        blobFolder(digest) + "/" + digest
    }

    /// Where the bytes with this digest are while they come piece by piece.
    package func blobPartPath(_ digest: String) -> String {
        "\(blobFolder(digest))/.\(digest).part"
    }

    /// Writes the next bytes of a file that comes piece by piece. They need not survive a power cut: the digest is
    /// checked in the end.
    ///
    /// - Throws: `StoreError`.
    package func appendToBlob(_ digest: String, _ bytes: [UInt8], at offset: Int64) throws {
        try Self.makeFolder(blobFolder(digest))
        let path = blobPartPath(digest)
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromErrno(errno, path: path) }
        defer { Glibc.close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) == offset else {
            throw StoreError.fromErrno(errno, path: path)
        }
        try Self.write(bytes, to: descriptor, path)
    }

    /// Gives a file that has come whole its name, durably; `false`, and the file is gone, where its bytes are not
    /// those of the digest.
    ///
    /// - Throws: `StoreError`.
    package func finishBlob(_ digest: String) throws -> Bool {
        let part = blobPartPath(digest)
        guard BlobFile(path: part).digest == digest else {
            unlink(part)
            return false
        }
        guard rename(part, blobPath(digest)) == 0 else {
            throw StoreError.fromErrno(errno, path: part)
        }
        try Self.synchronise(folder: blobFolder(digest))
        return true
    }

    private func blobFolder(_ digest: String) -> String {
        home + "/blobs/sha256/" + digest.prefix(2)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fromErrno(errno, path: path) }
        defer { Glibc.close(descriptor) }
        try write(bytes, to: descriptor, path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError.fromErrno(errno, path: path) }
            start += count
        }
        guard fsync(descriptor) == 0 else { throw StoreError.fromErrno(errno, path: path) }
    }

    /// A new name in a folder survives a power cut only once the folder itself is written.
    static func synchronise(folder: String) throws {
        try synchronise(folder, O_DIRECTORY)
    }

    /// Makes the bytes of a file durable that another descriptor has written.
    static func synchronise(file: String) throws {
        try synchronise(file, 0)
    }

    private static func synchronise(_ path: String, _ flags: Int32) throws {
        let descriptor = Glibc.open(path, O_RDONLY | flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.fromErrno(errno, path: path) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError.fromErrno(errno, path: path) }
    }
}
