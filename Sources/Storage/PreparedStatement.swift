package import GRDB
import GRDBSQLite

/// A cached SQL statement, bound and read column by column.
///
/// Bulk work writes and reads millions of values; GRDB's rows and `Codable` cost more than SQLite
/// itself there. Everything else goes through GRDB as usual.
package struct PreparedStatement {
    private let handle: OpaquePointer
    private let database: Database

    /// Prepares a statement, or takes it from the connection's cache, ready for new values.
    package init(_ sql: String, in database: Database) throws {
        self.handle = try database.cachedStatement(sql: sql).sqliteStatement
        self.database = database
        clear()
    }

    /// Makes every parameter NULL, for a statement that is used again without being looked up.
    package func clear() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds a text, or NULL; parameters count from 1.
    package func bind(_ index: Int32, _ text: String?) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        text.withUTF8 { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(handle, index, start ?? Self.empty, Int32(bytes.count), Self.copied)
        }
    }

    /// Binds canonical JSON, which is UTF-8 text.
    package func bind(_ index: Int32, utf8 bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw in
            let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(handle, index, start ?? Self.empty, Int32(raw.count), Self.copied)
        }
    }

    /// Binds bytes.
    package func bind(_ index: Int32, blob bytes: [UInt8]) {
        sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), Self.copied)
    }

    /// Binds a number.
    package func bind(_ index: Int32, _ number: Int64) {
        sqlite3_bind_int64(handle, index, number)
    }

    /// Binds NULL.
    package func bindNull(_ index: Int32) {
        sqlite3_bind_null(handle, index)
    }

    /// Steps to the next row; `false` at the end, where the statement is ready for new values.
    package func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW:
            return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        default:
            let code = sqlite3_extended_errcode(sqlite3_db_handle(handle))
            let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map(String.init(cString:))
            sqlite3_reset(handle)
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    /// Runs a statement that gives no rows.
    package func run() throws {
        while try step() {}
    }

    /// Gives up the rows that are left. A statement that still stands on a row keeps its snapshot of the
    /// database, so whoever does not step to the end resets.
    package func reset() {
        sqlite3_reset(handle)
    }

    /// The text of a column of the current row, counted from 0; `nil` for NULL.
    package func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Whether a column has this text, or NULL where there is none.
    package func says(_ text: String?, _ column: Int32) -> Bool {
        guard var text else { return isNull(column) }
        return !isNull(column)
            && text.withUTF8 { wanted in withBytes(column) { $0.elementsEqual(wanted) } }
    }

    /// The bytes of a column; empty for NULL.
    package func blob(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(handle, column))
        guard count > 0, let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The bytes of a text column while `body` runs; empty for NULL.
    package func withBytes<Result>(
        _ column: Int32,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = sqlite3_column_text(handle, column)
        return body(
            UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        )
    }

    /// The number in a column.
    package func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// Whether a column is NULL.
    package func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// SQLite's SQLITE_TRANSIENT, a macro that Swift cannot import: copy before returning.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    /// An empty text needs an address, or SQLite would bind NULL.
    private static var empty: UnsafePointer<CChar> {
        UnsafePointer(UnsafeRawPointer(emptyText.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    private static let emptyText: StaticString = ""
}
