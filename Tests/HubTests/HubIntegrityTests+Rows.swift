import Hub
import SyncCore
import Testing

/// Rows that follow from the log: one that says something else is noticed.
extension HubIntegrityTests {
    static let recordChanges: [(sql: String, differing: Int64)] = [
        ("UPDATE record SET line = replace(line, '一车间', '三车间')", 1),
        ("UPDATE log SET organisation = '\(HubStoreFixture.stranger)' WHERE seq = 3", 1),
        ("UPDATE record SET line = NULL WHERE id = '\(HubTestSite.record(2))'", 1),
        ("UPDATE record SET owner = '1' || owner WHERE id = '\(HubTestSite.record(2))'", 1),
        ("UPDATE record SET id = replace(id, '-7000-', '-7001-') WHERE id = '\(one)'", 2),
        (
            "UPDATE record SET aggregate = replace(aggregate, '-7000-', '-6000-') WHERE id = '\(one)'",
            2
        ),
        ("UPDATE record SET aggregate = replace(aggregate, '-7000-', '-8000-')", 4),
        ("UPDATE record SET aggregate = '\(HubTestSite.record(2))'", 2),
        (
            """
            INSERT INTO record SELECT kind, '9' || id, '9' || aggregate, owner, state, body, line,
                merged_into FROM record
            """, 2
        ),
        ("UPDATE record SET state = 'x'", 2), ("UPDATE record SET body = 'x'", 2),
        ("UPDATE record SET merged_into = '\(one)' WHERE id = '\(HubTestSite.record(2))'", 1),
    ]

    @Test(arguments: recordChanges)
    func `a record that is not what the log makes of it is counted`(
        _ sql: String,
        _ differing: Int64
    ) async throws {
        let hub = try await hub()
        try edit(hub, sql)
        let report = try await hub.store.checkIntegrity()
        #expect(report.recordsThatDiffer == differing && !report.isSound)
    }

    /// Whose an instrument is, who reads what, and what the records come to: SQLite's own check passes all.
    static let scopeChanges = [
        "UPDATE aggregate SET owner = '\(HubStoreFixture.stranger)' WHERE id = '\(one)'",
        "UPDATE aggregate SET id = replace(id, '-7000-', '-7001-') WHERE id = '\(one)'",
        "INSERT INTO reader VALUES ('\(one)', '\(HubStoreFixture.stranger)')",
        "UPDATE reader SET aggregate = replace(aggregate, '-7000-', '-7001-')",
        "DELETE FROM reader", "DELETE FROM visible WHERE log_seq = 3",
        "UPDATE visible SET at_seq = 4 WHERE log_seq = 3",
        "UPDATE visible SET organisation = '1' || organisation WHERE log_seq = 1",
        "UPDATE digest SET records = 2", "UPDATE digest SET sum = zeroblob(16)",
        "INSERT INTO digest SELECT '\(HubStoreFixture.stranger)', aggregate, records, sum FROM digest LIMIT 1",
    ]

    @Test(arguments: scopeChanges)
    func `whoever reads, owns or sums otherwise than by the log is noticed`(
        _ sql: String
    ) async throws {
        var site = site
        let hub = try await hub(of: &site)
        _ = try await hub.push([site.apply(HubTestSite.record(3), for: Self.two)], of: site)
        #expect(try await hub.store.checkIntegrity().isSound)
        try edit(hub, sql)
        let report = try await hub.store.checkIntegrity()
        #expect(report.scopesThatDiffer > 0 && !report.isSound, "\(sql)")
        #expect(report.fileCheck == "ok" && report.damagedCount == 0, "\(sql)")
    }
}
