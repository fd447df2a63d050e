import GRDBSQLite

/// One file that SQLite has open on a `FaultyDisk`.
///
/// SQLite gives us a piece of memory: first the table of our functions, then this object, then what
/// SQLite's own VFS keeps for the real file.
final class DiskFile {
    private let disk: FaultyDisk
    private let number: Int
    private var owesFolderSync: Bool

    /// Two pointers: the functions and the object.
    static let headerSize = 2 * MemoryLayout<UnsafeRawPointer>.stride

    init(on disk: FaultyDisk, number: Int, owesFolderSync: Bool) {
        self.disk = disk
        self.number = number
        self.owesFolderSync = owesFolderSync
    }

    typealias Handle = UnsafeMutablePointer<sqlite3_file>

    static func real(_ file: Handle) -> Handle {
        (UnsafeMutableRawPointer(file) + headerSize).assumingMemoryBound(to: sqlite3_file.self)
    }

    private static func slot(_ file: Handle) -> UnsafeMutablePointer<Unmanaged<DiskFile>> {
        (UnsafeMutableRawPointer(file) + headerSize / 2)
            .assumingMemoryBound(to: Unmanaged<DiskFile>.self)
    }

    /// Puts the object into the memory; it stays there until SQLite closes the file.
    func install(in file: Handle) {
        Self.slot(file).initialize(to: Unmanaged.passRetained(self))
        file.pointee.pMethods = Self.methods
    }

    // MARK: What SQLite asks

    private func write(
        _ file: Handle,
        _ bytes: UnsafeRawPointer?,
        _ count: Int32,
        _ offset: sqlite3_int64
    ) -> Int32 {
        let chunk = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        var length = count
        let fault = disk.fault(.write(number, end: Int(offset) + Int(count)))
        if fault != SQLITE_OK {
            // A write that fails may have written something all the same.
            length = count / 2 / 512 * 512
            guard length > 0 else { return fault }
        }
        let status = Self.forward(file) { $0.pointee.xWrite($1, bytes, length, offset) }
        guard status == SQLITE_OK else { return status }
        disk.note(.write(number, at: Int(offset), [UInt8](chunk.prefix(Int(length)))))
        return fault
    }

    private func truncate(_ file: Handle, _ length: sqlite3_int64) -> Int32 {
        let status = Self.forward(file) { $0.pointee.xTruncate($1, length) }
        if status == SQLITE_OK { disk.note(.truncate(number, to: Int(length))) }
        return status
    }

    /// The real file is never synced: what is durable is the disk's to say.
    private func sync() -> Int32 {
        let fault = disk.fault(.sync(number))
        guard fault == SQLITE_OK else { return fault }
        disk.note(.sync(number))
        if owesFolderSync {
            owesFolderSync = false
            disk.note(.syncFolder)
        }
        return SQLITE_OK
    }

    private static func close(_ file: Handle) -> Int32 {
        let status = forward(file) { $0.pointee.xClose($1) }
        slot(file).pointee.release()
        file.pointee.pMethods = nil
        return status
    }

    private static func forward(
        _ file: Handle,
        _ call: (UnsafePointer<sqlite3_io_methods>, Handle) -> Int32
    ) -> Int32 {
        let real = real(file)
        guard let methods = real.pointee.pMethods else { return SQLITE_MISUSE }
        return call(methods, real)
    }

    /// Passes a call on to the real file, or to the object.
    private static func with(
        _ file: Handle?,
        _ call: (DiskFile, Handle) -> Int32
    ) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        return call(slot(file).pointee.takeUnretainedValue(), file)
    }

    private static func pass(
        _ file: Handle?,
        _ call: (UnsafePointer<sqlite3_io_methods>, Handle) -> Int32
    ) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        return forward(file, call)
    }

    // Written once; SQLite only reads it.
    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        var table = sqlite3_io_methods()
        // With shared memory for the write-ahead log, without files mapped into memory.
        table.iVersion = 2
        table.xClose = { file in file.map(close) ?? SQLITE_MISUSE }
        table.xRead = { file, bytes, count, offset in
            pass(file) { $0.pointee.xRead($1, bytes, count, offset) }
        }
        table.xWrite = { file, bytes, count, offset in
            with(file) { $0.write($1, bytes, count, offset) }
        }
        table.xTruncate = { file, length in with(file) { $0.truncate($1, length) } }
        table.xSync = { file, _ in with(file) { open, _ in open.sync() } }
        table.xFileSize = { file, size in pass(file) { $0.pointee.xFileSize($1, size) } }
        table.xLock = { file, level in pass(file) { $0.pointee.xLock($1, level) } }
        table.xUnlock = { file, level in pass(file) { $0.pointee.xUnlock($1, level) } }
        table.xCheckReservedLock = { file, result in
            pass(file) { $0.pointee.xCheckReservedLock($1, result) }
        }
        table.xFileControl = { file, operation, argument in
            pass(file) { $0.pointee.xFileControl($1, operation, argument) }
        }
        table.xSectorSize = { file in pass(file) { $0.pointee.xSectorSize($1) } }
        table.xDeviceCharacteristics = { file in
            pass(file) { $0.pointee.xDeviceCharacteristics($1) }
        }
        table.xShmMap = { file, region, size, extends, memory in
            pass(file) { $0.pointee.xShmMap($1, region, size, extends, memory) }
        }
        table.xShmLock = { file, offset, count, flags in
            pass(file) { $0.pointee.xShmLock($1, offset, count, flags) }
        }
        table.xShmBarrier = { file in
            _ = pass(file) {
                $0.pointee.xShmBarrier($1)
                return SQLITE_OK
            }
        }
        table.xShmUnmap = { file, deletes in
            pass(file) { $0.pointee.xShmUnmap($1, deletes) }
        }
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: table)
        return UnsafePointer(methods)
    }()
}
