import Hub
import SyncCore
import Testing

/// What the hub makes of a site whose home was copied or put back.
struct HubLivesTests {
    private let instrument = HubTestSite.record(1)

    @Test func `own ops come without their bodies only as far as the site says that it has them`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push(
            [site.register(instrument), site.change(instrument, ["location": "一车间"])],
            of: site
        )
        func whole(_ own: OwnOps) async throws -> [Bool] {
            let page = try await hub.store.page(
                for: site.member,
                after: .start(epoch: 1),
                having: own,
                limit: 10
            )
            return page.frames.map { if case .change = $0 { true } else { false } }
        }
        #expect(try await whole(.everything) == [false, false])
        #expect(try await whole(OwnOps(incarnation: 1, head: 1)) == [false, true])
        #expect(try await whole(OwnOps(incarnation: 2, head: 9)) == [true, true])
        #expect(try await whole(.none) == [true, true])
    }
}
