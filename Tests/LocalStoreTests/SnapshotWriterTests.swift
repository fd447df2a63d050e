import GRDB
import LocalStore
import Policy
import TestSupport
import Testing

/// A file of tables that is made for others.
struct SnapshotWriterTests {
    @Test func `a value that its column does not take is found before anybody is given the file`()
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("tables.db")
        let judge: Store.Judge = { _ in (.none, ViolationSet()) }
        try SnapshotWriter.write(to: path, on: Day(secondsSince1970: 0), by: judge) { _ in nil }
        try SnapshotWriter.check(path)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA ignore_check_constraints = ON;
                    INSERT INTO instrument (id, serial, status, compulsory, regime, identity)
                        VALUES ('1', '1', 'lost', 1, 'periodic', '')
                    """
            )
        }
        try queue.close()
        #expect(throws: StoreError.self) { try SnapshotWriter.check(path) }
    }
}
