import GRDB
import Storage
import Testing

/// Checks of columns that are written otherwise while rows are there.
struct CheckTests {
    private func queue() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE scale (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN
                        ('in_use', 'stopped', 'scrapped'))) STRICT;
                    INSERT INTO scale VALUES (1, 'in_use'), (2, NULL);
                    """
            )
            try database.compareInCheck(of: "scale", "state")
        }
        return queue
    }

    @Test func `what a check let in it lets in, and what it refused it refuses`() throws {
        try queue().write { database in
            try database.execute(sql: "INSERT INTO scale VALUES (3, 'scrapped'), (4, NULL)")
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "INSERT INTO scale VALUES (5, 'sold')")
            }
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM scale") == 4)
            #expect(try String.fetchAll(database, sql: "PRAGMA integrity_check") == ["ok"])
        }
    }

    @Test func `the schema says so from then on, and can be changed no more`() throws {
        try queue().write { database in
            let sql = "SELECT sql FROM sqlite_master WHERE name = 'scale'"
            let text = try #require(try String.fetchOne(database, sql: sql))
            #expect(text.contains("state = 'in_use' OR state = 'stopped' OR state = 'scrapped'"))
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "UPDATE sqlite_master SET sql = ''")
            }
        }
    }

    @Test func `a reference that is dropped is asked for no more, and no other is touched`() throws
    {
        try queue().write { database in
            try database.execute(
                sql: """
                    CREATE TABLE weighing (id INTEGER PRIMARY KEY,
                        scale INTEGER NOT NULL REFERENCES scale (id),
                        other INTEGER REFERENCES scale (id)) STRICT;
                    """
            )
            try database.dropReference(of: "weighing", "scale")
            try database.execute(sql: "INSERT INTO weighing VALUES (1, 9, 1)")
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "INSERT INTO weighing VALUES (2, 1, 9)")
            }
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "INSERT INTO weighing VALUES (3, NULL, 1)")
            }
            #expect(throws: DatabaseError.self) {
                try database.dropReference(of: "weighing", "scale")
            }
        }
    }

    @Test func `a check that is not there is an error`() throws {
        try queue().write { database in
            _ = #expect(throws: DatabaseError.self) {
                try database.compareInCheck(of: "scale", "colour")
            }
        }
    }
}
