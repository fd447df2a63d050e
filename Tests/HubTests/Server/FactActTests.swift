import Foundation
import Hub
import SyncCore
import Testing

/// The acts of the authority on credit files, by the path that every command takes.
struct FactActTests {
    private static let subject = HubStoreFixture.enterprise

    private func fact(
        _ name: String?,
        code: String = "N11",
        _ more: [CreditFactField: String] = [:],
        of subject: String = subject
    ) -> [CreditFactField: String] {
        var values: [CreditFactField: String] = [
            .subject: subject, .code: code, .class: "bad", .determinedOn: "2024-05-06",
            .procedure: "ordinary", .final: "true",
        ]
        values[.reference] = name
        return values.merging(more) { $1 }
    }

    /// What a hub answers, by one member of each object.
    private func answers(
        _ request: FactRequest,
        _ member: String,
        _ hub: RunningHub
    ) async throws -> [String] {
        let lines = Lines()
        try await hub.control.perform(.fact(request)) { lines.append($0[member]?.string ?? "") }
        return lines.all
    }

    private func add(
        _ facts: [CreditFactField: String]...,
        to hub: RunningHub,
        of subject: String = subject
    ) async throws -> [String] {
        try await answers(.add(subject: subject, facts, author: "李科长"), "outcome", hub)
    }

    private func running(_ body: (RunningHub) async throws -> Void) async throws {
        try await RunningHub.run { hub in
            for (code, party) in [
                (Self.subject, Party.userUnit), (HubStoreFixture.body, .verificationBody),
            ] {
                let organisation = HubStoreFixture.organisation(code, party)
                try await hub.control.perform(.addOrganisation(organisation)) { _ in }
            }
            try await body(hub)
        }
    }

    @Test func `the same fact again changes nothing, and never takes a repair back`() async throws {
        try await running { hub in
            #expect(try await add(fact("f1"), fact(nil), to: hub) == ["added", "added"])
            #expect(try await add(fact("f1"), fact(nil), to: hub) == ["unchanged", "unchanged"])
            let repair = FactRequest.repair(FactName("f1"), on: "2025-01-01", author: "李科长")
            #expect(try await answers(repair, "outcome", hub) == ["changed"])
            #expect(try await answers(repair, "outcome", hub) == ["unchanged"])
            #expect(try await add(fact("f1"), to: hub) == ["unchanged"])
            #expect(try await add(fact("f1", [.retainUntil: "2027-01-01"]), to: hub) == ["changed"])
            let facts = try await hub.surroundings.store.creditFacts(of: Self.subject)
            #expect(facts.count == 2)
            let named = try #require(facts.first { $0.name == "f1" })
            #expect(named.values[.repairedOn] == "2025-01-01")
            #expect(named.values[.retainUntil] == "2027-01-01")
        }
    }

    @Test func `what was determined is not changed under its name, and then nothing is written`()
        async throws
    {
        try await running { hub in
            _ = try await add(fact("f1"), to: hub)
            await #expect(throws: HubError.factDetermined("f1: code")) {
                _ = try await add(fact("f2"), fact("f1", code: "N12"), to: hub)
            }
            #expect(try await answers(.list(subject: nil), "fact", hub) == ["f1"])
        }
    }

    @Test func `only user units have facts, also one that has not been named yet`() async throws {
        try await running { hub in
            let body = HubStoreFixture.body
            await #expect(throws: HubError.notGraded(body)) {
                _ = try await add(fact("f1", of: body), to: hub, of: body)
            }
            let stranger = HubStoreFixture.stranger
            let outcomes = try await add(fact("f1", of: stranger), to: hub, of: stranger)
            #expect(outcomes == ["added"])
        }
    }

    @Test func `a name that several facts have needs the subject or an id`() async throws {
        try await running { hub in
            let stranger = HubStoreFixture.stranger
            _ = try await add(fact("f1"), to: hub)
            _ = try await add(fact("f1", of: stranger), to: hub, of: stranger)
            let facts = try await hub.surroundings.store.creditFacts(of: nil)
            let candidates = facts.map { "\($0.values[.subject] ?? "") \($0.id)" }
                .joined(separator: ", ")
            await #expect(throws: HubError.ambiguousFact("f1: \(candidates)")) {
                let request = FactRequest.delete([FactName("f1")], ground: "x", author: "李科长")
                try await hub.control.perform(.fact(request)) { _ in }
            }
            let first = try #require(facts.first { $0.values[.subject] == Self.subject })
            let names = [FactName("f1", subject: stranger), FactName(first.id.description)]
            let request = FactRequest.delete(names, ground: "期限届满", author: "李科长")
            #expect(try await answers(request, "fact", hub) == ["f1", "f1"])
            #expect(try await answers(.list(subject: nil), "fact", hub).isEmpty)
            await #expect(throws: HubError.unknownFact("f1")) {
                _ = try await answers(request, "fact", hub)
            }
        }
    }

    @Test func `a repair is not earlier than the determination`() async throws {
        try await running { hub in
            _ = try await add(fact("f1"), to: hub)
            await #expect(throws: HubError.repairTooEarly("f1: 2024-05-05")) {
                let request = FactRequest.repair(FactName("f1"), on: "2024-05-05", author: "x")
                try await hub.control.perform(.fact(request)) { _ in }
            }
        }
    }

    @Test func `a deleted fact is in no byte of the hub's files, while it runs`() async throws {
        try await running { hub in
            let name = "案号-7f3a91"
            _ = try await add(fact(name, [.retainUntil: "2031-07-19"]), fact("f2"), to: hub)
            let words = [name, "2031-07-19"]
            #expect(try Self.files(of: hub, with: words[0]).isEmpty == false)
            let request = FactRequest.delete([FactName(name)], ground: "期限届满", author: "李科长")
            _ = try await answers(request, "fact", hub)
            for word in words { #expect(try Self.files(of: hub, with: word) == [], "\(word)") }
            #expect(try await answers(.list(subject: nil), "fact", hub) == ["f2"])
        }
    }

    /// The files of a hub that hold a text.
    private static func files(of hub: RunningHub, with text: String) throws -> [String] {
        let word = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: hub.home.path).filter { file in
            let path = hub.home.path + "/" + file
            guard let bytes = FileManager.default.contents(atPath: path) else { return false }
            return bytes.range(of: word) != nil
        }
    }
}
