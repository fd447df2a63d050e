import Evaluation
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
        let bytes: [UInt8]
        do throws(FileUnreadable) {
            bytes = try WholeFile.read(path, bytesMax: bytesMax)
        } catch { throw .unreadable(path, errno: error.errno) }
        guard bytes.count <= bytesMax else { throw .factFileTooLarge(path, max: bytesMax) }
        return bytes
    }
}
