package import GRDB
import GRDBSQLite

extension Database {
    /// How many pages this connection has written into its write-ahead log since it was opened.
    package var pagesWritten: Int {
        var (count, highest) = (Int32(0), Int32(0))
        sqlite3_db_status(sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &count, &highest, 0)
        return Int(count)
    }
}
