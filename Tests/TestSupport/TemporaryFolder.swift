import Foundation

/// A folder that a test has to itself; it goes with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Makes the folder, in memory if wished and where the machine has such a place.
    ///
    /// - Throws: what the file system says.
    package init(isInMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let root =
            isInMemory && FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        path = root + "/jiliang-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the folder.
    package func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Makes a folder in it, where there is none.
    package func folder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: file(name),
            withIntermediateDirectories: true
        )
    }

    /// Writes a file and gives its path.
    package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)), options: .atomic)
        return file(name)
    }
}
