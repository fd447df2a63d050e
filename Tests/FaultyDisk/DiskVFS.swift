import GRDBSQLite
import Synchronization

/// SQLite's own VFS with ours before it, as the default of this process.
///
/// A file in the folder of a `FaultyDisk` is opened through that disk; every other file is opened by
/// SQLite's VFS directly, so tests beside it notice nothing. The product does not know of it.
enum DiskVFS {
    private static let disks = Mutex<[FaultyDisk]>([])

    /// SQLite's VFS of this system.
    // Written by SQLite once, at its start.
    nonisolated(unsafe) static let system: UnsafeMutablePointer<sqlite3_vfs> = {
        guard let found = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has no VFS") }
        return found
    }()

    // Written here once, before SQLite knows it.
    nonisolated private static let isInstalled: Bool = {
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        // The rest, such as random bytes and the time, stays as it is.
        vfs.initialize(to: system.pointee)
        vfs.pointee.pNext = nil
        vfs.pointee.zName = UnsafePointer(name.utf8Start).withMemoryRebound(
            to: CChar.self,
            capacity: name.utf8CodeUnitCount + 1
        ) { $0 }
        vfs.pointee.szOsFile = Int32(DiskFile.headerSize) + system.pointee.szOsFile
        vfs.pointee.xOpen = { _, path, file, flags, flagsOut in
            DiskVFS.open(path, file, flags, flagsOut)
        }
        vfs.pointee.xDelete = { _, path, syncsFolder in DiskVFS.delete(path, syncsFolder) }
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()

    private static let name: StaticString = "faulty-disk"

    /// Lets a disk have its folder from now on.
    static func mount(_ disk: FaultyDisk) {
        precondition(isInstalled, "SQLite takes no VFS")
        disks.withLock { $0.append(disk) }
    }

    static func unmount(_ disk: FaultyDisk) {
        disks.withLock { $0.removeAll { $0 === disk } }
    }

    /// The disk that has a file, and the file's name on it.
    private static func disk(
        of path: UnsafePointer<CChar>?
    ) -> (disk: FaultyDisk, name: String)? {
        guard let path else { return nil }
        let text = String(cString: path)
        let disk = disks.withLock { $0.first { text.hasPrefix($0.prefix) } }
        return disk.map { ($0, String(text.dropFirst($0.prefix.count))) }
    }

    private static func open(
        _ path: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ flags: Int32,
        _ flagsOut: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let file, let found = disk(of: path) else {
            return system.pointee.xOpen(system, path, file, flags, flagsOut)
        }
        let real = DiskFile.real(file)
        let isNew = path.flatMap { FaultyDisk.inode(String(cString: $0)) } == nil
        let status = system.pointee.xOpen(system, path, real, flags, flagsOut)
        guard status == SQLITE_OK else {
            file.pointee.pMethods = nil
            return status
        }
        // SQLite syncs the folder with the first sync of a new journal or write-ahead log.
        let journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL
        let open = DiskFile(
            on: found.disk,
            number: found.disk.opened(found.name, isNew: isNew),
            owesFolderSync: isNew && flags & journals != 0
        )
        open.install(in: file)
        return SQLITE_OK
    }

    private static func delete(_ path: UnsafePointer<CChar>?, _ syncsFolder: Int32) -> Int32 {
        let status = system.pointee.xDelete(system, path, 0)
        if status == SQLITE_OK, let found = disk(of: path) {
            found.disk.deleted(found.name, syncsFolder: syncsFolder != 0)
        }
        return status
    }
}
