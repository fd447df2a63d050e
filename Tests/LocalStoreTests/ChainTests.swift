import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// The journal shows every hand laid on it.
struct ChainTests {
    static let tampering: [(label: String, sql: String, brokenAt: Int64)] = [
        (
            "a body is edited",
            "UPDATE outbox SET body = replace(body, '3号仓', '4号仓') WHERE op_seq = 2", 2
        ),
        ("a time is edited", "UPDATE outbox SET time = '0000000000000001' WHERE op_seq = 2", 2),
        ("a kind is edited", "UPDATE outbox SET kind = 'withdraw' WHERE op_seq = 3", 3),
        ("a hash is edited", "UPDATE outbox SET hash = zeroblob(32) WHERE op_seq = 1", 1),
        ("an op is taken out", "DELETE FROM outbox WHERE op_seq = 2", 2),
        (
            "an op moves to another record",
            "UPDATE outbox SET aggregate_id = 'x' WHERE op_seq = 3", 3
        ),
        (
            "something is added to a body",
            "UPDATE outbox SET body = replace(body, '{\"author\"', '{\"x\":1,\"author\"') WHERE op_seq = 2",
            2
        ),
        ("a claimed time is edited", "UPDATE outbox SET claimed_at = 5 WHERE op_seq = 2", 2),
        ("a body is no body", "UPDATE outbox SET body = '{}' WHERE op_seq = 2", 2),
    ]

    private func fixture() throws -> StoreFixture {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "location", to: "3号仓")
        try fixture.change(id, "location", to: "5号仓")
        return fixture
    }

    private func execute(_ sql: String, _ fixture: StoreFixture) throws {
        let queue = try DatabaseQueue(path: fixture.folder.file("journal.db"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `an untouched journal holds`() throws {
        var fixture = try fixture()
        let report = try fixture.use { (store, _) throws in try store.checkIntegrity() }
        #expect(report.isSound && report.ops == 3 && report.erased == 0)
    }

    @Test(arguments: tampering)
    func `a tampered journal names the first op that does not hold`(
        _ example: (label: String, sql: String, brokenAt: Int64)
    ) throws {
        var fixture = try fixture()
        try execute(example.sql, fixture)
        let report = try fixture.use { (store, _) throws in try store.checkIntegrity() }
        #expect(report.brokenAt == example.brokenAt, "\(example.label)")
        #expect(!report.isSound)
    }

    @Test func `an op that the tables do not have yet is not folded where it does not hold`() throws
    {
        var fixture = try fixture()
        try execute("UPDATE outbox SET op_seq = 9 WHERE op_seq = 3", fixture)
        #expect(throws: StoreError.brokenChain(seq: 9)) { try fixture.use { _, _ in } }
    }

    @Test func `a body erased by law leaves the chain whole`() throws {
        var fixture = try fixture()
        try execute("UPDATE outbox SET body = NULL, salt = NULL WHERE op_seq = 2", fixture)
        let report = try fixture.use { (store, _) throws in try store.checkIntegrity() }
        #expect(report.isSound && report.erased == 1)
    }

    @Test func `a body cannot go without its salt`() throws {
        let fixture = try fixture()
        #expect(throws: DatabaseError.self) {
            try execute("UPDATE outbox SET body = NULL WHERE op_seq = 2", fixture)
        }
    }

    @Test func `a row that somebody has edited is not what the journal says`() throws {
        var fixture = try fixture()
        let queue = try DatabaseQueue(path: fixture.folder.file("replica.db"))
        try queue.write { try $0.execute(sql: "UPDATE instrument SET valid_until = '2099-01-01'") }
        try queue.close()
        let report = try fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.brokenAt == nil && report.rowsThatDiffer == 2 && !report.isSound)
    }
}
