import Foundation

/// The files of a folder as they lie on a disk at one moment, by name.
package struct FolderImage: Sendable {
    package var files: [String: [UInt8]]

    /// Puts the files into a folder, which has nothing else afterwards.
    package func write(to folder: String) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder) { try manager.removeItem(atPath: folder) }
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, bytes) in files {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
    }
}
