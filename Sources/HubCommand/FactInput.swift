import Evaluation
import Glibc
import Policy
import Terminal

/// A file of facts that an operator hands in.
enum FactInput {
    /// So much that it still goes through the server's socket as one request.
    private static let bytesMax = 1 << 18

    /// Reads a file, or standard input for `-`.
    static func read(_ path: String, pack: RulePack) throws -> FactFile {
        let bytes = try bytes(of: path)
        do throws(FactFileError) { return try FactFile(bytes, pack: pack) } catch {
            throw Failure.factFile(path, error)
        }
    }

    private static func bytes(of path: String) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= bytesMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path, errno: errno) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        throw .factFileTooLarge(path, max: bytesMax)
    }
}
