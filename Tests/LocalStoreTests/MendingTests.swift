import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// Rows that are not what the log makes of them are named, and mended only where somebody wants it.
struct MendingTests {
    private func edit(_ fixture: StoreFixture, _ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let database = try DatabaseQueue(
            path: fixture.folder.file("replica.db"),
            configuration: configuration
        )
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    /// The differences as words, for one instrument.
    private func mend(
        _ fixture: inout StoreFixture,
        _ ids: RecordID...,
        keeps: Bool
    ) throws -> [String] {
        try fixture.use { store, _ in
            try store.mend(ids.map { Mending($0) }, keeps: keeps).map { row in
                "\(row.kind.rawValue) \(row.table) \(row.serial ?? "-")"
            }
        }
    }

    @Test(arguments: [
        ("UPDATE instrument SET name = 'x'", ["changed instrument 00123"]),
        ("UPDATE instrument SET valid_until = '2036-01-01'", ["changed instrument 00123"]),
        ("UPDATE verification SET verified_on = '2026-01-03'", ["changed verification 00123"]),
        ("DELETE FROM instrument", ["missing instrument 00123"]),
        ("DELETE FROM verification", ["missing verification 00123"]),
        (
            "UPDATE verification SET id = '019ab000-0000-7000-8000-000000000001'",
            ["extra verification 00123", "missing verification 00123"]
        ),
    ])
    func `a row that was edited by hand`(sql: String, wanted: [String]) throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        #expect(try mend(&fixture, id, keeps: false) == [])
        try edit(fixture, sql)
        #expect(try mend(&fixture, id, keeps: false) == wanted)
        #expect(try mend(&fixture, id, keeps: true) == wanted)
        #expect(try mend(&fixture, id, keeps: false) == [])
        let report = try fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.isSound)
    }

    @Test func `two instruments whose verifications were exchanged`() throws {
        var fixture = try StoreFixture()
        let (one, two) = (try fixture.register(serial: "1"), try fixture.register(serial: "2"))
        try edit(
            fixture,
            """
            UPDATE verification SET instrument_id = iif(instrument_id = '\(one)', '\(two)', '\(one)')
            """
        )
        let wanted = ["1", "2"].flatMap { serial in
            ["extra verification \(serial)", "missing verification \(serial)"]
        }
        #expect(try mend(&fixture, one, two, keeps: true).sorted() == wanted.sorted())
        #expect(try mend(&fixture, one, two, keeps: false) == [])
    }

    @Test func `what an instrument repeats is looked at where no sum speaks of it`() throws {
        var fixture = try StoreFixture()
        let (one, two) = (try fixture.register(serial: "1"), try fixture.register(serial: "2"))
        let whole = try fixture.use { store, _ in try store.unsummedAggregates() }
        #expect(whole == [])
        try edit(fixture, "UPDATE instrument SET valid_until = '2036-01-01' WHERE serial = '1'")
        try edit(fixture, "UPDATE instrument SET identity = 'x' WHERE serial = '2'")
        let found = try fixture.use { store, _ in try store.unsummedAggregates() }
        #expect(found == [one, two])
    }

    @Test func `a sum is the same however the rows came about`() throws {
        var fixture = try StoreFixture()
        let ids = try (0..<5).map { try fixture.register(serial: "\($0)") }
        try fixture.change(ids[1], "location", to: "一车间")
        let before = try fixture.use { store, _ in try store.stateSum() }
        #expect(before.records == 10)
        #expect(try fixture.use { store, _ in try store.stateIndex().total } == before)
        for name in ["replica.db", "replica.db-wal", "replica.db-shm"] {
            unlink(fixture.folder.file(name))
        }
        #expect(try fixture.use { store, _ in try store.stateSum() } == before)
    }
}
