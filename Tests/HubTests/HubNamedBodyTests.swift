import Hub
import SyncCore
import TestSupport
import Testing

/// What a body reads that the authority names when applications have asked it already.
@Suite struct HubNamedBodyTests {
    private let other = "12330000470000002M"

    @Test(arguments: 0...7)
    func `it reads from every place what it would read, had it been known from the start`(
        _ named: Int
    ) async throws {
        let early = try await HubStoreFixture()
        let late = try await HubStoreFixture(knowsBody: false)
        for hub in [early, late] {
            try await hub.store.add(HubStoreFixture.organisation(other, .verificationBody))
        }
        for (number, step) in try steps().enumerated() {
            if number == named { try await name(at: late) }
            for hub in [early, late] { try await step(hub) }
        }
        if named == 7 { try await name(at: late) }
        for place in Int64(0)...7 {
            #expect(try await read(after: place, at: late) == read(after: place, at: early))
        }
        #expect(try await read(after: 0, at: late) == [1, 3, 5, 2, 4, 6, 7])
        #expect(try await read(after: 4, at: late) == [1, 3, 5, 2, 4, 6, 7])
        #expect(try await read(after: 5, at: late) == [2, 4, 6, 7])
    }

    private func name(at hub: HubStoreFixture) async throws {
        try await hub.store.add(
            HubStoreFixture.organisation(HubStoreFixture.body, .verificationBody)
        )
    }

    /// Seven entries about two instruments: the second is asked of the body by the enterprise, and later
    /// of another; the first is assigned to it by the authority.
    private func steps() throws -> [(HubStoreFixture) async throws -> Void] {
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let (second, first) = (HubTestSite.record(1), HubTestSite.record(2))
        let (job, assigned) = (HubTestSite.record(50), HubTestSite.record(51))
        let ops = [
            site.register(first), site.register(second, serial: "2"),
            site.apply(assigned, for: first, to: "12330106MA00000099"),
            site.change(second, ["location": "一车间"]),
        ]
        let application = site.apply(job, for: second)
        func push(_ op: WireOp) -> (HubStoreFixture) async throws -> Void {
            { [site] in _ = try await $0.push([op], of: site) }
        }
        func assign(
            _ application: RecordID,
            of instrument: RecordID,
            to body: String
        ) -> (HubStoreFixture) async throws -> Void {
            let draft = AuthorityDraft(
                aggregate: instrument,
                patches: [.of(.application, application, ["body": body])],
                author: "李科长",
                reason: nil
            )
            return { _ = try await $0.store.act([draft], at: HubStoreFixture.now) }
        }
        return ops.map(push) + [
            assign(assigned, of: first, to: HubStoreFixture.body), push(application),
            assign(job, of: second, to: other),
        ]
    }

    /// The numbers of what the body reads behind a place, in its order.
    private func read(after seq: Int64, at hub: HubStoreFixture) async throws -> [Int64] {
        // The enterprise sees every entry, so its cursors stop at each.
        let (site, body) = (
            HubTestSite(3, of: HubStoreFixture.enterprise),
            HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        )
        var cursor = Cursor.start(epoch: 1)
        while cursor.seq < seq {
            cursor = try await page(after: cursor, limit: 1, for: site, at: hub).cursor
        }
        let page = try await page(after: cursor, limit: 100, for: body, at: hub)
        return page.frames.compactMap(\.stamp?.seq)
    }

    private func page(
        after cursor: Cursor,
        limit: Int,
        for site: HubTestSite,
        at hub: HubStoreFixture
    ) async throws -> FeedPage {
        try await hub.store.page(
            for: site.member,
            after: cursor,
            having: .everything,
            limit: limit
        )
    }
}
