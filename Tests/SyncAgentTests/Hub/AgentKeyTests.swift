import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// A hub that signs with another key than the site knows.
struct AgentKeyTests {
    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let hub: StandInHub
    private let joined: Joined
    private let next = Ed25519PrivateKey.generate()

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.path, in: fixture)
        joined = try #require(try Joined(of: store))
        hub = StandInHub(fixture, site: joined.site)
        try store.close()
        try MemberHome.edit(at: folder.path, count: 2)
    }

    /// The keys of the hub with one more.
    private func keys(
        adding key: Ed25519PrivateKey,
        by signer: Ed25519PrivateKey? = nil,
        from: Instant = HubFixture.now.adding(milliseconds: -60_000)
    ) -> KeySuccession {
        .sign(
            .ed25519(key.publicKey),
            number: 2,
            from: from,
            of: HubFixture.hub,
            with: signer ?? fixture.receiptKey
        )
    }

    private func round(push: Bool = true, pull: Bool = true) async throws -> RoundReport {
        let store = try MemberHome.open(at: folder.path)
        let member = try #require(try Joined(of: store))
        return try await Agent(
            store: store,
            joined: member,
            settings: AgentSettings(patience: .seconds(5)) { [hub] _ in hub },
            mode: .round(push: push, pull: pull),
            clock: { HubFixture.now }
        ).run()
    }

    private func known() throws -> HubKeys? {
        try MemberHome.open(at: folder.path).membership()?.keys
    }

    @Test(arguments: [(true, false), (false, true), (true, true)])
    func `a new key that the former introduces is followed without a person`(
        _ push: Bool,
        _ pull: Bool
    ) async throws {
        let keys = try fixture.keys.adding(keys(adding: next))
        hub.sign(with: next, telling: keys)
        let report = try await round(push: push, pull: pull)
        #expect(report.fault == nil && report.received == (push ? 2 : 0))
        #expect(try known() == keys)
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.receipts().allSatisfy { $0.receipt.root.keyID == next.keyID })
        #expect(try store.checkIntegrity().isSound)
    }

    @Test func `receipts of both keys stay good`() async throws {
        #expect(try await round().received == 2)
        hub.sign(with: next, telling: try fixture.keys.adding(keys(adding: next)))
        try MemberHome.edit(at: folder.path, count: 1)
        #expect(try await round().received == 1)
        let store = try MemberHome.open(at: folder.path)
        #expect(Set(try store.receipts().map(\.receipt.root.keyID)).count == 2)
        #expect(try store.checkIntegrity().isSound)
    }

    @Test func `nothing is taken of a hub whose keys are not in a chain with ours`() async throws {
        let other = Ed25519PrivateKey.generate()
        let known = try fixture.keys.adding(keys(adding: next))
        let forked = try fixture.keys.adding(keys(adding: other))
        let stranger = HubKeys(hub: HubFixture.hub, first: .ed25519(other.publicKey))
        let lies: [(String, HubKeys, Ed25519PrivateKey, HubKeyFault?)] = [
            ("another first key", stranger, other, nil),
            ("another successor", forked, other, nil),
            ("not in the list", known, other, .unknown(other.keyID)),
            ("fewer keys", fixture.keys, fixture.receiptKey, .shrunk(known: 2, told: 1)),
        ]
        hub.sign(with: next, telling: known)
        #expect(try await round().received == 2)
        try MemberHome.edit(at: folder.path, count: 1)
        for (name, told, signer, fault) in lies {
            hub.sign(with: signer, telling: told)
            let report = try await round()
            guard case .keys(let found)? = report.fault else {
                Issue.record("\(name): \(String(describing: report.fault))")
                continue
            }
            #expect(fault == nil || found == fault, "\(name): \(found)")
            #expect(try self.known() == known, "\(name)")
            #expect(try MemberHome.open(at: folder.path).receipts().count == 2, "\(name)")
        }
    }

    @Test func `a key that was replaced gives no receipt of a later time`() async throws {
        let keys = try fixture.keys.adding(keys(adding: next))
        let store = try MemberHome.open(at: folder.path)
        let membership = try #require(try store.membership())
        try store.join(membership.with(keys))
        try store.close()
        hub.sign(with: fixture.receiptKey, telling: keys)
        let report = try await round(pull: false)
        #expect(report.fault == .keys(.ended(fixture.receiptKey.keyID)))
        #expect(try MemberHome.open(at: folder.path).receipts().isEmpty)
    }
}
