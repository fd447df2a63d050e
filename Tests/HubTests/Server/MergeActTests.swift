import Hub
import SyncCore
import Testing

/// What an operator says about registrations, and what the hub answers.
struct MergeActTests {
    private static let (first, second, third) = (
        HubTestSite.record(1), HubTestSite.record(2), HubTestSite.record(3)
    )

    /// A hub with registrations of these serial numbers, by one enterprise.
    private func running(
        _ serials: [String],
        _ body: (RunningHub, inout MemberSite) async throws -> Void
    ) async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let ops = serials.enumerated().map { index, serial in
                site.ops.register(HubTestSite.record(index + 1), serial: serial)
            }
            try await push(ops, of: site, to: hub)
            try await body(hub, &site)
        }
    }

    private func push(_ ops: [WireOp], of site: MemberSite, to hub: RunningHub) async throws {
        let batch = site.batch(ops, for: hub.home.hub).encoded
        _ = try await hub.call("POST", "/v1/ops", as: site, body: batch)
    }

    private func merge(
        _ first: RecordID,
        _ second: RecordID,
        isDryRun: Bool = false,
        at hub: RunningHub
    ) async throws -> JSONValue {
        try await answer(
            .merge(first, second, reason: "同一台", author: "李科长", isDryRun: isDryRun),
            at: hub
        )
    }

    private func split(
        _ id: RecordID,
        isDryRun: Bool = false,
        at hub: RunningHub
    ) async throws -> JSONValue {
        try await answer(
            .split(id, reason: "两台", author: "李科长", isDryRun: isDryRun),
            at: hub
        )
    }

    private func answer(_ request: DuplicateRequest, at hub: RunningHub) async throws -> JSONValue {
        let lines = Lines()
        try await hub.control.perform(.duplicate(request)) { lines.append($0.canonicalText) }
        return try JSONParser.parse(Array(lines.all[0].utf8))
    }

    private func groups(at hub: RunningHub) async throws -> Int {
        let lines = Lines()
        let request = ControlRequest.duplicate(.list(organisation: nil))
        try await hub.control.perform(request) { lines.append($0.canonicalText) }
        return lines.all.count
    }

    @Test func `whichever is named first, the one that came first stays`() async throws {
        for isTurned in [false, true] {
            try await running(["00123", "00123"]) { hub, _ in
                #expect(try await groups(at: hub) == 1)
                let ids = isTurned ? [Self.second, Self.first] : [Self.first, Self.second]
                let told = try await merge(ids[0], ids[1], isDryRun: true, at: hub)
                #expect(try await groups(at: hub) == 1)
                let done = try await merge(ids[0], ids[1], at: hub)
                for answer in [told, done] {
                    #expect(answer["canonical"]?.recordID == Self.first)
                    #expect(answer["absorbed"]?.recordID == Self.second)
                    #expect(answer["because"] == "first")
                    #expect(answer["changed"] == true)
                }
                // A merged group is no duplicate any more, and merging again does nothing.
                #expect(try await groups(at: hub) == 0)
                let head = try await hub.surroundings.store.head()
                #expect(try await merge(ids[0], ids[1], at: hub)["changed"] == false)
                #expect(try await hub.surroundings.store.head() == head)
                _ = try await split(Self.second, at: hub)
                #expect(try await groups(at: hub) == 1)
            }
        }
    }

    @Test func `fields that differ are told; another serial number is refused`() async throws {
        try await running(["00123", "００123", "00124"]) { hub, site in
            let change = site.ops.change(Self.second, ["model": "ACS-30"])
            try await push([change], of: site, to: hub)
            let told = try await merge(Self.first, Self.second, isDryRun: true, at: hub)
            #expect(told["differing"] == ["model"])
            #expect(told["evidence"] == ["manufacturer", "owner", "serial"])
            await #expect(throws: HubError.otherSerial("00123, 00124")) {
                _ = try await merge(Self.first, Self.third, at: hub)
            }
        }
    }

    @Test func `registrations of two owners are never merged`() async throws {
        try await running(["00123"]) { hub, _ in
            var stranger = try await hub.member(2, of: HubStoreFixture.stranger)
            try await push([stranger.ops.register(Self.second)], of: stranger, to: hub)
            await #expect(throws: HubError.self) {
                _ = try await merge(Self.first, Self.second, at: hub)
            }
            let unknown = HubError.unknownRecord(Self.third.description)
            await #expect(throws: unknown) {
                _ = try await merge(Self.first, Self.third, at: hub)
            }
        }
    }

    @Test func `what is merged already is merged through the one that stands for it`() async throws
    {
        try await running(["00123", "00123", "00123"]) { hub, _ in
            _ = try await merge(Self.second, Self.third, at: hub)
            let both = "\(Self.third) → \(Self.second)"
            await #expect(throws: HubError.alreadyMerged(both)) {
                _ = try await merge(Self.first, Self.third, at: hub)
            }
            _ = try await merge(Self.first, Self.second, at: hub)
            // The third comes through the second to the first.
            #expect(try await merge(Self.first, Self.third, at: hub)["changed"] == false)
            #expect(try await split(Self.second, isDryRun: true, at: hub)["dryRun"] == true)
            _ = try await split(Self.second, at: hub)
            #expect(try await merge(Self.second, Self.third, at: hub)["changed"] == false)
            await #expect(throws: HubError.notMerged(Self.second.description)) {
                _ = try await split(Self.second, at: hub)
            }
        }
    }

    @Test func `a scrapped one does not stay for one that is not`() async throws {
        try await running(["00123", "00123"]) { hub, site in
            let change = site.ops.change(Self.first, ["status": "scrapped"])
            try await push([change], of: site, to: hub)
            await #expect(throws: HubError.notPossible("\(Self.first): scrapped")) {
                _ = try await merge(Self.first, Self.second, at: hub)
            }
        }
    }
}
