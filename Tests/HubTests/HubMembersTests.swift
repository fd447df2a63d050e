import Hub
import Signing
import SyncCore
import Testing

/// Who may join.
@Suite struct HubMembersTests {
    private let digest = [UInt8](repeating: 5, count: 32)

    private func token(
        _ organisation: String = HubStoreFixture.enterprise,
        uses: Int = 1
    ) -> EnrolmentToken {
        EnrolmentToken(
            digest: digest,
            organisation: organisation,
            party: .userUnit,
            uses: uses,
            expires: Instant(milliseconds: HubStoreFixture.now.milliseconds + 1000)
        )
    }

    @Test func `a token for one site lets one of many in that race for it`() async throws {
        let hub = try await HubStoreFixture()
        try await hub.store.add(token())
        let digest = digest
        let now = HubStoreFixture.now
        let outcomes = await withTaskGroup(of: HubError?.self) { group in
            for number in 1...24 {
                let site = HubTestSite(number, of: HubStoreFixture.enterprise)
                    .member(fingerprint: "\(number)")
                group.addTask {
                    do {
                        try await hub.store.enrol(site, tokenDigest: digest, at: now)
                        return nil
                    } catch { return error as? HubError }
                }
            }
            return await group.reduce(into: [HubError?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        let used = HubError.tokenUsed(at: now, from: "192.0.2.7")
        #expect(outcomes.filter { $0 == used }.count == 23)
        #expect(try await hub.store.sites().count == 1)
    }

    @Test func `an answer that was lost is given again, and uses nothing up`() async throws {
        let hub = try await HubStoreFixture()
        try await hub.store.add(token())
        let now = HubStoreFixture.now
        let der: [UInt8] = [1, 2, 3]
        let site = HubTestSite(1, of: HubStoreFixture.enterprise)
            .member(fingerprint: SHA256().digest(der).hex)
        func use(_ certificate: [UInt8], key: String = "one") -> TokenUse {
            TokenUse(
                token: digest,
                key: key,
                certificate: certificate,
                at: now,
                address: nil
            )
        }
        #expect(try await hub.store.enrol(site, using: use(der)) == der)
        // Another certificate was made for it meanwhile; the first one is the site's.
        #expect(try await hub.store.enrol(site, using: use([4])) == der)
        #expect(try await hub.store.site(site.id) == site)
        let used = HubError.tokenUsed(at: now, from: nil)
        await #expect(throws: used) {
            try await hub.store.enrol(site, using: use(der, key: "two"))
        }
        // It lets nobody back in.
        try await hub.store.revoke(site.id, at: now)
        await #expect(throws: used) { try await hub.store.enrol(site, using: use(der)) }
        #expect(try await hub.store.site(site.id)?.revokedAt == now)
    }

    static let flaws: [(String, HubTestSite, UInt8, Int64, HubError)] = [
        (
            "unknown", HubTestSite(1, of: HubStoreFixture.enterprise), 6, 0, .badToken(.unknown)
        ),
        (
            "expired", HubTestSite(1, of: HubStoreFixture.enterprise), 5, 1000,
            .badToken(.expired)
        ),
        (
            "another organisation", HubTestSite(1, of: HubStoreFixture.stranger), 5, 0,
            .badToken(.otherOrganisation)
        ),
        (
            "another role", HubTestSite(1, of: HubStoreFixture.enterprise, .verificationBody), 5,
            0, .badToken(.otherRole)
        ),
    ]

    @Test(arguments: flaws.indices)
    func `a token that is not good for a site is not used up`(index: Int) async throws {
        let (name, site, byte, delay, error) = Self.flaws[index]
        let hub = try await HubStoreFixture()
        try await hub.store.add(token())
        let now = Instant(milliseconds: HubStoreFixture.now.milliseconds + delay)
        await #expect(throws: error, Comment(rawValue: name)) {
            let digest = [UInt8](repeating: byte, count: 32)
            try await hub.store.enrol(site.member, tokenDigest: digest, at: now)
        }
        let good = HubTestSite(4, of: HubStoreFixture.enterprise).member
        try await hub.store.enrol(good, tokenDigest: digest, at: HubStoreFixture.now)
        #expect(try await hub.store.site(good.id) == good)
    }

    @Test func `a site cannot join under the hub's own id, whose chain is the authority's`()
        async throws
    {
        let hub = try await HubStoreFixture()
        try await hub.store.add(token())
        let site = HubSite(
            id: HubStoreFixture.hub,
            organisation: HubStoreFixture.enterprise,
            party: .userUnit,
            name: "示例站点",
            incarnation: 1,
            signingKey: [UInt8](repeating: 1, count: 32),
            certificateFingerprint: "ab",
            certificateExpires: HubStoreFixture.now,
            enrolledAt: HubStoreFixture.now
        )
        await #expect(throws: HubError.siteTaken) {
            try await hub.store.enrol(site, tokenDigest: digest, at: HubStoreFixture.now)
        }
    }

    @Test func `a site joins again with its own key only, and is then revoked no more`()
        async throws
    {
        let hub = try await HubStoreFixture()
        try await hub.store.add(token(uses: 2))
        let now = HubStoreFixture.now
        let site = HubTestSite(1, of: HubStoreFixture.enterprise)
        try await hub.store.enrol(site.member, tokenDigest: digest, at: now)
        try await hub.store.revoke(site.id, at: now)
        #expect(try await hub.store.site(site.id)?.revokedAt == now)
        await #expect(throws: HubError.siteTaken) {
            let other = site.member(fingerprint: "cd", key: 2)
            try await hub.store.enrol(other, tokenDigest: digest, at: now)
        }
        let renewed = site.member(fingerprint: "cd")
        try await hub.store.enrol(renewed, tokenDigest: digest, at: now)
        #expect(try await hub.store.site(site.id) == renewed)
        let unknown = HubTestSite.record(8)
        await #expect(throws: HubError.unknownSite(unknown.description)) {
            try await hub.store.revoke(unknown, at: now)
        }
    }

    @Test func `an organisation keeps its role, and only a known one gets tokens`() async throws {
        let hub = try await HubStoreFixture()
        let renamed = HubOrganisation(
            code: HubStoreFixture.enterprise,
            name: "新名称",
            party: .userUnit,
            region: nil
        )
        try await hub.store.add(renamed)
        #expect(try await hub.store.organisations().contains(renamed))
        let code = HubStoreFixture.enterprise
        await #expect(throws: HubError.otherRole(code)) {
            try await hub.store.add(HubStoreFixture.organisation(code, .verificationBody))
        }
        await #expect(throws: HubError.unknownOrganisation("91330106MA00000099")) {
            try await hub.store.add(token("91330106MA00000099"))
        }
    }
}
