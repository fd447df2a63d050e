import Hub
import Policy
import SyncCore
import TestSupport
import Testing

/// The days of facts, their codes and their terms, as the hub takes them.
struct FactDayTests {
    private static let subject = HubStoreFixture.enterprise

    private func fact(
        _ name: String,
        code: String = "N11",
        _ more: [CreditFactField: String] = [:]
    ) -> [CreditFactField: String] {
        let values: [CreditFactField: String] = [
            .subject: Self.subject, .reference: name, .code: code, .class: "bad",
            .determinedOn: "2024-05-06", .procedure: "ordinary", .final: "true",
        ]
        return values.merging(more) { $1 }
    }

    private func answers(_ request: FactRequest, _ hub: RunningHub) async throws -> [JSONValue] {
        let lines = Lines()
        try await hub.control.perform(.fact(request)) { lines.append($0.orderedText) }
        return try lines.all.map { try JSONParser.parse(Array($0.utf8)) }
    }

    @discardableResult private func add(
        _ facts: [CreditFactField: String]...,
        to hub: RunningHub
    ) async throws -> [JSONValue] {
        try await answers(.add(subject: Self.subject, facts, author: "李科长"), hub)
    }

    @Test func `a fact that is handed in has its days in order, as one that is repaired`()
        async throws
    {
        try await RunningHub.run { hub in
            for (more, error) in [
                ([.repairedOn: "2024-05-05"], HubError.repairTooEarly("f1: 2024-05-05")),
                ([.repairedOn: "2099-01-01"], .repairAhead("f1: 2099-01-01")),
                ([.retainUntil: "2024-05-05"], .retentionTooEarly("f1: 2024-05-05")),
            ] as [([CreditFactField: String], HubError)] {
                await #expect(throws: error) { try await add(fact("f1", more), to: hub) }
            }
            try await add(fact("f1", [.repairedOn: "2024-05-06"]), fact("f2"), to: hub)
            await #expect(throws: HubError.retentionTooEarly("f2: 2024-05-05")) {
                try await add(fact("f2", [.retainUntil: "2024-05-05"]), to: hub)
            }
            await #expect(throws: HubError.repairAhead("f2: 2099-01-01")) {
                let repair = FactRequest.repair(FactName("f2"), on: "2099-01-01", author: "x")
                _ = try await answers(repair, hub)
            }
        }
    }

    @Test func `another day of a repair has to be meant, and the answer names the former`()
        async throws
    {
        try await RunningHub.run { hub in
            try await add(fact("f1", [.repairedOn: "2025-01-01"]), to: hub)
            await #expect(throws: HubError.repairChanges("f1: 2025-01-01 → 2025-02-01")) {
                let repair = FactRequest.repair(FactName("f1"), on: "2025-02-01", author: "x")
                _ = try await answers(repair, hub)
            }
            for former: JSONValue in ["2025-01-01", .null] {
                let repair = FactRequest.repair(
                    FactName("f1"),
                    on: "2025-02-01",
                    author: "x",
                    changesDay: true
                )
                #expect(try await answers(repair, hub).map { $0["formerDay"] } == [former])
            }
        }
    }

    @Test func `a new fact needs a code of the pack in force, a known one does not`() async throws {
        try await RunningHub.run { hub in
            try await add(fact("f1", code: "N08"), to: hub)
            let text = SamplePolicy.pack(version: "p", validFrom: "2026-01-02", n11: -5)
            let load = DocumentLoad(text, by: "李科长", in: .english)
            try await hub.control.perform(.document(.load(.rulePack, load))) { _ in }
            await #expect(throws: HubError.unknownItemCode("N08 (p)")) {
                try await add(fact("f2", code: "N08"), to: hub)
            }
            let again = try await add(fact("f1", code: "N08"), fact("f2"), to: hub)
            #expect(again.map { $0["outcome"] } == ["unchanged", "added"])
        }
    }

    @Test func `only what is due expires, and what is past its term is remarked upon`()
        async throws
    {
        try await RunningHub.run { hub in
            let added = try await add(
                fact("old", [.determinedOn: "2019-05-06"]),
                fact("new"),
                to: hub
            )
            #expect(added.map { $0["pastTerm"] } == [true, false])
            let due = try await answers(.due(on: "2026-01-01", language: .english), hub)
            #expect(due.map { $0["fact"] } == ["old"])
            #expect(due.first?["keptUntil"] == "2024-05-06")
            for names in [["new"], ["old", "new"]] {
                await #expect(throws: HubError.notDue("new")) {
                    let names = names.map { FactName($0) }
                    _ = try await answers(.expire(names, on: "2026-01-01", author: "x"), hub)
                }
            }
            await #expect(throws: HubError.expiryAhead("2099-01-01")) {
                let names = [FactName("old")]
                _ = try await answers(.expire(names, on: "2099-01-01", author: "x"), hub)
            }
            let gone = try await answers(
                .expire([FactName("old")], on: "2026-01-01", author: "x"),
                hub
            )
            #expect(gone.map { $0["fact"] } == ["old"])
            #expect(try await hub.surroundings.store.creditFacts(of: nil).map(\.name) == ["new"])
        }
    }
}
