import GRDBSQLite

/// What a disk refuses, and when.
package struct DiskFaults: Sendable {
    /// No file can grow any more; what a file has already can still be overwritten.
    package var isFull = false
    /// Counts down to the one operation that fails.
    package var failsIn: Int?
    /// Whether a sync that fails loses for good what it should have made durable.
    package var failedSyncForgets = false

    package init() {}

    /// What SQLite asks of a disk.
    enum Operation {
        case write(Int, end: Int)
        case sync(Int)
    }
}

extension DiskFaults {
    /// SQLite's code for what becomes of an operation.
    mutating func judge(_ operation: Operation, size: (Int) -> Int) -> Int32 {
        if let left = failsIn {
            failsIn = left > 0 ? left - 1 : nil
            if left == 0 {
                switch operation {
                case .write: return SQLITE_IOERR | 3 << 8
                case .sync: return SQLITE_IOERR | 4 << 8
                }
            }
        }
        if isFull, case .write(let file, let end) = operation, end > size(file) {
            return SQLITE_FULL
        }
        return SQLITE_OK
    }
}
