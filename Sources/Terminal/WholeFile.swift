import Glibc

/// A file that is read whole: a key, a receipt, a table of days.
package enum WholeFile {
    /// The bytes of a file, or of standard input for `-`. Of a longer one more than `bytesMax` come, and
    /// not all.
    package static func read(
        _ path: String,
        bytesMax: Int
    ) throws(FileUnreadable) -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileUnreadable(errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= bytesMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileUnreadable(errno: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}

/// Why a file cannot be read, by the number of the operating system.
package struct FileUnreadable: Error {
    package let errno: Int32
}
