import Glibc
import Terminal

/// A file that is read whole: a receipt, a key.
enum SmallFile {
    private static let bytesMax = 1 << 20

    /// The bytes of a file, or of standard input for `-`; what is longer than the limit is cut, and then
    /// is nothing that a reader accepts.
    static func read(
        _ path: String,
        bytesMax: Int = SmallFile.bytesMax
    ) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= bytesMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path, errno: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
