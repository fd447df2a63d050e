import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport

/// The files of a home that has its tables, and no site yet.
///
/// A city has some ten homes. Every migration of both files, ten times over, would take as long as a day of the
/// city, and comes to the same each time.
struct EmptyHome {
    private let journal: DiskImage
    private let tables: DiskImage

    /// Makes one in a folder that goes again. Throws `StoreError`, and what the file system says.
    init(by folder: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var draw = Draw(0, for: "empty home")
        let store = try Store.create(
            home: folder,
            role: .userUnit,
            organisation: "",
            name: "",
            region: nil,
            at: Instant(milliseconds: 0),
            patience: .zero,
            random: &draw.random
        ).store
        try store.close()
        let queue = try DatabaseQueue(path: folder + "/journal.db")
        try queue.write { try $0.execute(sql: "DELETE FROM site") }
        try queue.close()
        journal = DiskImage.taken(of: folder + "/journal.db")
        tables = DiskImage.taken(of: folder + "/replica.db")
    }

    /// Puts the files into a folder, which is made where there is none.
    func put(at home: String) throws {
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: true
        )
        try journal.put(at: home + "/journal.db")
        try tables.put(at: home + "/replica.db")
    }
}
