import GRDB
import Policy
import Storage
package import SyncCore

/// One import, as it can be taken back.
package struct ImportBatch: Hashable, Sendable {
    package let id: RecordID
    /// What a user types: `IMP-20261123-1`.
    package let name: String
    /// The name of the file that was imported, without its folder.
    package let file: String
    package let isUndone: Bool
}

extension Store {
    /// The import with this name.
    ///
    /// - Throws: `StoreError.unknownBatch`.
    package func batch(named name: String) throws -> ImportBatch {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = "SELECT id, name, file, undone_at FROM import_batch WHERE name = upper(?)"
                guard let row = try Row.fetchOne(database, sql: sql, arguments: [name]) else {
                    throw StoreError.unknownBatch(name)
                }
                return ImportBatch(
                    id: RecordID(trusted: try row.read("id")),
                    name: try row.read("name"),
                    file: try row.read("file"),
                    isUndone: try row.read("undone_at") as String? != nil
                )
            }
        }
    }

    /// The records that an import touched, in the order in which it did.
    package func aggregates(in batch: ImportBatch) throws -> [RecordID] {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT aggregate_id FROM outbox WHERE batch_id = ?
                        GROUP BY aggregate_id ORDER BY min(op_seq)
                        """,
                    arguments: [batch.id.description]
                ).map(RecordID.init(trusted:))
            }
        }
    }

    /// The name of an import by its id.
    package func batchName(_ id: RecordID) throws -> String? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                try String.fetchOne(
                    database,
                    sql: "SELECT name FROM import_batch WHERE id = ?",
                    arguments: [id.description]
                )
            }
        }
    }
}

extension StoreWriter {
    /// Opens an import of a file; its ops name it. Kept or discarded with the ops.
    package func beginBatch(file: String) throws -> ImportBatch {
        try Store.translating(Journal.file) {
            let day = Day(secondsSince1970: now.seconds).description.filter { $0 != "-" }
            let sql = "SELECT count(*) FROM import_batch WHERE name LIKE ?"
            let earlier = try Int.fetchOne(journal, sql: sql, arguments: ["IMP-\(day)-%"]) ?? 0
            let batch = ImportBatch(
                id: newID(),
                name: "IMP-\(day)-\(earlier + 1)",
                file: file,
                isUndone: false
            )
            try journal.execute(
                sql: "INSERT INTO import_batch (id, name, file, imported_at) VALUES (?, ?, ?, ?)",
                arguments: [
                    batch.id.description, batch.name, file,
                    ShanghaiTime.text(secondsSince1970: now.seconds),
                ]
            )
            return batch
        }
    }

    /// The imports that have been taken back whole.
    package func undoneBatches() throws -> Set<RecordID> {
        try Store.translating(Journal.file) {
            let sql = "SELECT id FROM import_batch WHERE undone_at IS NOT NULL"
            return Set(try String.fetchAll(journal, sql: sql).map(RecordID.init(trusted:)))
        }
    }

    /// Notes that an import has been taken back.
    package func endUndo(of batch: ImportBatch) throws {
        try Store.translating(Journal.file) {
            try journal.execute(
                sql: "UPDATE import_batch SET undone_at = ? WHERE id = ?",
                arguments: [
                    ShanghaiTime.text(secondsSince1970: now.seconds), batch.id.description,
                ]
            )
        }
    }
}
