import Hub
import SyncCore
import Testing

/// What `stats` says of a hub.
struct StatisticsTests {
    private static func statistics(of hub: RunningHub) async throws -> JSONValue {
        let lines = Lines()
        try await hub.control.perform(.statistics) { lines.append($0.canonicalText) }
        return try JSONParser.parse(Array(lines.all[0].utf8))
    }

    @Test func `a new hub has nothing`() async throws {
        try await RunningHub.run { hub in
            let answer = try await Self.statistics(of: hub)
            #expect(answer["log"]?["entries"] == 0 && answer["log"]?["latestAt"] == .null)
            #expect(answer["sites"]?["nextExpires"] == .null)
            #expect(answer["records"]?["instrument"] == 0)
            #expect((answer["database"]?["bytes"]?.integer ?? 0) > 0)
        }
    }

    @Test func `it counts members, records, and what waits`() async throws {
        try await RunningHub.run { hub in
            var unit = try await hub.member(1)
            let leaving = try await hub.member(2)
            _ = try await hub.member(3, of: HubStoreFixture.body, .verificationBody)
            try await hub.control.perform(.revoke(leaving.ops.id)) { _ in }
            let ids = (1...3).map(HubTestSite.record)
            let ops =
                ids.map { unit.ops.register($0, serial: $0.description) }
                + [
                    unit.ops.change(ids[0], ["filing": "filed"]),
                    unit.ops.apply(HubTestSite.record(50), for: ids[1]),
                    unit.ops.op(.withdraw, ids[2], [.instrument(ids[2], [:])]),
                ]
            let batch = unit.batch(ops, for: hub.home.hub).encoded
            #expect(try await hub.call("POST", "/v1/ops", as: unit, body: batch).status == 200)
            let answer = try await Self.statistics(of: hub)
            #expect(
                answer["organisations"]?.canonicalText
                    == #"{"authority":0,"user-unit":1,"verification-body":1}"#
            )
            let sites = try #require(answer["sites"])
            #expect(sites["active"] == 2 && sites["revoked"] == 1 && sites["expired"] == 0)
            #expect(sites["nextToExpire"]?.recordID.map { $0 != leaving.ops.id } == true)
            #expect(answer["log"]?["entries"] == 6 && answer["log"]?["epoch"] == 1)
            // What was taken back is in the log only.
            #expect(answer["records"]?["instrument"] == 2)
            #expect(answer["records"]?["application"] == 1)
            #expect(answer["filingsWaiting"] == 1 && answer["applicationsWaiting"] == 1)
        }
    }
}
