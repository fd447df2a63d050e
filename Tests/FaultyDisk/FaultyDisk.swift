import Foundation
import GRDBSQLite
import Synchronization

/// The disk under the databases of one folder: knows what of them is durable, and can fail.
///
/// Databases that are opened in the folder while it is mounted go through it, whoever opens them.
package final class FaultyDisk: Sendable {
    /// The folder's real path with a slash behind it.
    let prefix: String
    /// What lay in the folder when the disk was mounted.
    package let initial: DiskContents
    private let state: Mutex<State>

    fileprivate struct State {
        /// The number of the file that has a name now, and of that with an inode.
        var names: [String: Int] = [:]
        var inodes: [UInt64: Int] = [:]
        var contents = DiskContents()
        /// `nil` where nobody wants to know what happened.
        var events: [DiskEvent]?
        var faults = DiskFaults()
        var sizes: [Int: Int] = [:]
    }

    /// Mounts a disk at a folder, creating it; what lies there is durable. `events` are kept where it
    /// `records`.
    ///
    /// - Throws: what the file system says.
    package init(at folder: String, records: Bool = false) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        prefix = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/"
        var found = State()
        if records { found.events = [] }
        for name in try files.contentsOfDirectory(atPath: folder).sorted() {
            // Locks and shared memory are nobody's data.
            guard !name.hasSuffix("-shm"), let bytes = files.contents(atPath: prefix + name) else {
                continue
            }
            let number = found.contents.adopt(name, [UInt8](bytes))
            found.names[name] = number
            found.sizes[number] = bytes.count
            if let inode = Self.inode(prefix + name) { found.inodes[inode] = number }
        }
        initial = found.contents
        state = Mutex(found)
        DiskVFS.mount(self)
    }

    /// Lets go of the folder. Databases that are open keep their disk.
    package func unmount() { DiskVFS.unmount(self) }

    /// Everything that has happened, where that is recorded.
    package var events: [DiskEvent] { state.withLock { $0.events ?? [] } }

    /// What is durable now, and what is not yet.
    package var contents: DiskContents { state.withLock { $0.contents } }

    /// Notes that something has been acknowledged.
    package func mark(_ number: Int) { note(.mark(number)) }

    /// What the disk refuses from now on.
    package var faults: DiskFaults {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    // MARK: What SQLite does

    /// SQLite's code for what becomes of an operation.
    func fault(_ operation: DiskFaults.Operation) -> Int32 {
        state.withLock { state in
            let status = state.faults.judge(operation) { [sizes = state.sizes] in sizes[$0] ?? 0 }
            if status != SQLITE_OK, state.faults.failedSyncForgets, case .sync(let file) = operation
            {
                state.note(.forget(file))
            }
            return status
        }
    }

    /// The number of the file behind a path; `nil` where there is none.
    static func inode(_ path: String) -> UInt64? {
        var found = stat()
        return stat(path, &found) == 0 ? UInt64(found.st_ino) : nil
    }

    /// The number of a file that SQLite has opened. Files that came to their name without SQLite are
    /// durable.
    func opened(_ name: String, isNew: Bool) -> Int {
        let inode = Self.inode(prefix + name) ?? 0
        return state.withLock { state in
            if !isNew, let known = state.inodes[inode] {
                state.rename(known, to: name)
                return known
            }
            let number = state.contents.nextFile
            state.names[name] = number
            state.inodes[inode] = number
            state.note(.create(number, name: name))
            if !isNew {
                let bytes = FileManager.default.contents(atPath: prefix + name) ?? Data()
                state.note(.write(number, at: 0, [UInt8](bytes)))
                state.note(.sync(number))
                state.note(.syncFolder)
            }
            return number
        }
    }

    func deleted(_ name: String, syncsFolder: Bool) {
        state.withLock { state in
            guard let number = state.names.removeValue(forKey: name) else { return }
            state.sizes[number] = nil
            state.inodes = state.inodes.filter { $0.value != number }
            state.note(.delete(name: name))
            if syncsFolder { state.note(.syncFolder) }
        }
    }

    func note(_ event: DiskEvent) { state.withLock { $0.note(event) } }
}

extension FaultyDisk.State {
    /// A file may have got another name without SQLite.
    fileprivate mutating func rename(_ file: Int, to name: String) {
        guard names[name] != file else { return }
        for (old, number) in names where number == file {
            names[old] = nil
            note(.delete(name: old))
        }
        names[name] = file
        note(.create(file, name: name))
    }

    fileprivate mutating func note(_ event: DiskEvent) {
        contents.apply(event)
        events?.append(event)
        switch event {
        case .write(let file, let offset, let bytes):
            sizes[file] = max(sizes[file] ?? 0, offset + bytes.count)
        case .truncate(let file, let length): sizes[file] = length
        default: break
        }
    }
}
