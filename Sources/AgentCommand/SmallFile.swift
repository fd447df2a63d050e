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
        do throws(FileUnreadable) {
            return try WholeFile.read(path, bytesMax: bytesMax)
        } catch { throw .unreadable(path, errno: error.errno) }
    }
}
