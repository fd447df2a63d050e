import Glibc

/// The bytes of a file that a person brought, read in order and, after `rewind`, once more.
///
/// The encoding can only be known after a look at the whole file, so a source is read twice; a
/// pipe, which cannot be, is refused as unreadable.
package final class ByteSource {
    private enum Origin {
        case descriptor(Int32)
        case memory([UInt8], chunkSize: () -> Int)
    }

    private let origin: Origin

    /// The size of the file when it was opened.
    package let byteCount: Int

    /// How far the file has been read since the last `rewind`, for showing progress.
    package private(set) var bytesRead = 0

    /// Opens a file.
    package init(path: String) throws(TableError) {
        // Without O_NONBLOCK a named pipe with nobody at its other end would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = errno
            close(descriptor)
            throw .unreadable(errno: reason)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .isDirectory
        }
        self.byteCount = Int(status.st_size)
        self.origin = .descriptor(descriptor)
    }

    /// Bytes already in memory. A test gives `chunkSize` to have them handed out in odd pieces.
    package init(bytes: [UInt8], chunkSize: @escaping () -> Int = { .max }) {
        self.byteCount = bytes.count
        self.origin = .memory(bytes, chunkSize: chunkSize)
    }

    deinit {
        if case .descriptor(let descriptor) = origin { close(descriptor) }
    }

    /// Fills the front of the buffer and returns how many bytes it put there: 0 at the end.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(TableError) -> Int {
        let count =
            switch origin {
            case .descriptor(let descriptor): try read(descriptor, into: buffer)
            case .memory(let bytes, let chunkSize): copy(bytes, atMost: chunkSize(), to: buffer)
            }
        bytesRead += count
        return count
    }

    /// The whole file, or `nil` when it is longer than `max` bytes.
    package func bytes(max: Int) throws(TableError) -> [UInt8]? {
        rewind()
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { chunk.deallocate() }
        while bytes.count <= max {
            let count = try read(into: chunk)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
        return nil
    }

    /// Starts again from the first byte.
    func rewind() {
        bytesRead = 0
    }

    private func read(
        _ descriptor: Int32,
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(TableError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, bytesRead)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .unreadable(errno: errno) }
        }
    }

    private func copy(
        _ bytes: [UInt8],
        atMost limit: Int,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        let count = min(bytes.count - bytesRead, buffer.count, max(limit, 1))
        _ = buffer.update(fromContentsOf: bytes[bytesRead..<bytesRead + count])
        return count
    }
}
