import Foundation
import LocalStore
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// How a site stays a member: the next certificate, and what is left when something goes wrong.
struct RenewalTests {
    private static let day: Int64 = 86_400_000
    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let hub: StandInHub
    private let site: RecordID

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.path, in: fixture)
        site = try store.site().id
        try store.close()
        hub = StandInHub(fixture, site: site)
    }

    /// A certificate that is so many days old.
    @discardableResult
    private func age(_ days: Int64) throws -> String {
        let begin = HubFixture.now.adding(milliseconds: -days * Self.day)
        return try MemberHome.certify(at: folder.path, in: fixture, from: begin)
    }

    private func joined() throws -> Joined {
        let store = try MemberHome.open(at: folder.path)
        defer { try? store.close() }
        return try #require(try Joined(of: store))
    }

    private func agent(_ mode: SyncMachine.Mode, _ joined: Joined) throws -> Agent {
        Agent(
            store: try MemberHome.open(at: folder.path),
            joined: joined,
            settings: AgentSettings(patience: .seconds(5)) { [hub] _ in hub },
            mode: mode,
            clock: { HubFixture.now }
        )
    }

    private func round() async throws -> RoundReport {
        try await agent(.round(push: true, pull: true), joined()).run()
    }

    private func grant() {
        hub.renew { [fixture, site] in try fixture.renewed($0, of: site) }
    }

    /// Whether the key that the site loads is that of its certificate.
    private func fits() throws -> Bool {
        let joined = try joined()
        let key = try P256PrivateKey(pem: joined.trust.clientKeyPEM ?? "")
        return try Certificate(pem: joined.membership.certificate).isFor(key)
    }

    @Test(
        arguments: [(59, false), (60, true), (89, true), (90, true), (91, false)] as [(Int64, Bool)]
    )
    func `a certificate is renewed when two thirds of its life are over, and before it ends`(
        _ days: Int64,
        _ isDue: Bool
    ) async throws {
        try age(days)
        grant()
        let before = try joined().membership
        let report = try await round()
        #expect(hub.renewals.count == (isDue ? 1 : 0))
        let after = try joined().membership
        #expect((after.certificate != before.certificate) == isDue)
        let end = HubFixture.now.adding(milliseconds: 90 * Self.day)
        #expect(report.renewal == (isDue ? .success(end) : nil))
        #expect(report.fault == nil && report.upToDate == true)
        if isDue { #expect(after.certificateExpires == end) }
        #expect(try fits())
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("keys"))
        #expect(names.sorted() == ["certificate.key", "signing.key"])
    }

    @Test
    func `a renewal that fails leaves everything as it was, and the same key is asked for again`()
        async throws
    {
        try age(70)
        let before = try joined()
        for fault: HubFault in [.unreachable("cut"), .busy(retryAfter: 5), .identity("401")] {
            hub.renew { _ in throw fault }
            let report = try await round()
            #expect(report.renewal == .failure(.hub(fault)) && report.fault == nil)
            let now = try joined()
            #expect(now.membership == before.membership)
            #expect(now.trust.clientKeyPEM == before.trust.clientKeyPEM)
        }
        grant()
        _ = try await round()
        let keys = try hub.renewals.map { try fixture.renewed($0, of: site).certificate }
            .map { try Certificate(pem: $0).publicKeyPin }
        #expect(keys.count == 4 && Set(keys).count == 1)
        #expect(try fits())
    }

    @Test func `a revocation is kept until the hub takes the word of the site again`() async throws
    {
        func revokedAt() throws -> Instant? {
            let store = try MemberHome.open(at: folder.path)
            defer { try? store.close() }
            return try store.revokedAt()
        }
        hub.fail(with: .revoked)
        #expect(try await round().fault == .revoked)
        #expect(try revokedAt() == HubFixture.now)
        hub.fail(with: .unreachable("x"))
        #expect(try await round().fault == .unreachable("x"))
        #expect(try revokedAt() == HubFixture.now)
        try age(0)
        #expect(try revokedAt() == nil)
    }

    @Test(arguments: [HubFault.identity("x"), .cut("x")])
    func
        `a hub that refuses a certificate which has ended is understood, also where its word is lost`(
            _ fault: HubFault
        ) async throws
    {
        hub.fail(with: fault)
        for days: Int64 in [20, 91] {
            try age(days)
            let end = try joined().membership.certificateExpires
            #expect(try await round().fault == (days > 90 ? .expired(at: end) : fault))
        }
    }

    @Test
    func `an agent tells that the end comes nearer, unless the next certificate is on its way`()
        async throws
    {
        for (days, told) in [(50, []), (75, [30]), (85, [7]), (95, [0])] as [(Int64, [Int])] {
            try age(days)
            let steps = Mutex<[Int]>([])
            let joined = try joined()
            let agent = Agent(
                store: try MemberHome.open(at: folder.path),
                joined: joined,
                settings: AgentSettings(patience: .seconds(5)) { [hub] _ in hub },
                mode: .round(push: true, pull: true),
                clock: { HubFixture.now },
                onEnding: { life, now in
                    steps.withLock { $0.append(life.step(at: now) ?? -1) }
                }
            )
            _ = try await agent.run()
            #expect(steps.withLock { $0 } == told, "\(days)")
        }
    }

    @Test func `a certificate that is not for us is refused`() async throws {
        try age(70)
        let other = try CertificateAuthority.create(
            name: "别的平台",
            at: HubFixture.now.seconds,
            years: 10,
            serial: [1]
        )
        let foreign = try CertificateRequest.make(
            key: .generate(),
            commonName: "x",
            organisation: "",
            unit: ""
        )
        typealias Granting = @Sendable (RenewalRequest) throws -> RenewalAnswer
        let lies: [(String, Granting)] = [
            ("another site", { [fixture] in try fixture.renewed($0, of: HubFixture.hub) }),
            (
                "another name",
                { [fixture, site] in try fixture.renewed($0, of: site, name: HubFixture.hub) }
            ),
            (
                "another key",
                { [fixture, site] in
                    try fixture.renewed($0, of: site, certificateRequest: foreign)
                }
            ),
            ("another issuer", { [fixture, site] in try fixture.renewed($0, of: site, by: other) }),
        ]
        let before = try joined().membership
        for (name, granting) in lies {
            hub.renew(granting)
            guard case .failure(.hub(.garbled)) = try await round().renewal else {
                Issue.record("\(name) was taken")
                continue
            }
            #expect(try joined().membership == before, "\(name)")
        }
    }

    @Test func `whatever a crash leaves, the key fits the certificate`() async throws {
        try age(70)
        let before = try joined()
        // The key was made, and nothing was asked yet.
        let renewal = try Renewal(of: before, home: folder.path)
        #expect(try fits() && joined().membership == before.membership)
        // The answer is in the journal, and its key has not got its name.
        grant()
        let membership = try await renewal.run(hub)
        let store = try MemberHome.open(at: folder.path)
        try store.join(membership)
        try store.close()
        let next = folder.file("keys/next.key")
        #expect(FileManager.default.fileExists(atPath: next))
        #expect(try fits() && joined().membership == membership)
        #expect(!FileManager.default.fileExists(atPath: next))
        #expect(try fits())
    }

    @Test func `a site that joins again needs its signing key only, and takes a new one beside it`()
        async throws
    {
        try age(10)
        let before = try joined()
        try FileManager.default.removeItem(atPath: folder.file("keys/certificate.key"))
        let store = try MemberHome.open(at: folder.path)
        #expect(throws: SiteKeys.KeysError.self) { try Joined(of: store) }
        let again = try Enrolment(
            of: store.site(),
            home: folder.path,
            at: try #require(HubAddress("https://127.0.0.1:8443")),
            pin: try #require(AuthorityPin(of: before.membership)),
            insteadOf: before.membership
        )
        let granting = EnrolmentHub { [fixture] in try fixture.grant($0) }
        let membership = try await again.run(granting, token: "x", at: HubFixture.now)
        try store.join(membership)
        try store.close()
        #expect(try fits() && joined().membership.certificate == membership.certificate)
        #expect(granting.requests.map(\.signingKey) == [try signingKey()])
    }

    /// The public half of what signs the batches.
    private func signingKey() throws -> [UInt8] {
        try SiteKeys.load(home: folder.path).signingKey.publicKey.raw
    }

    @Test func `a half of a key that a crash left is no key`() throws {
        try age(70)
        try Data("-----BEGIN".utf8).write(to: URL(filePath: folder.file("keys/next.key")))
        _ = try Renewal(of: joined(), home: folder.path)
        let pem = try String(
            contentsOf: URL(filePath: folder.file("keys/next.key")),
            encoding: .utf8
        )
        #expect((try? P256PrivateKey(pem: pem)) != nil)
    }

    @Test func `a running agent goes on with the certificate that a command has brought`()
        async throws
    {
        try age(10)
        let made = Mutex<[String]>([])
        let first = try joined()
        let agent = Agent(
            store: try MemberHome.open(at: folder.path),
            joined: first,
            settings: AgentSettings(patience: .seconds(5)) { [hub] joined in
                made.withLock { $0.append(joined.membership.certificate) }
                return hub
            },
            mode: .continuous,
            clock: { HubFixture.now }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            try await agent.lend()
            let second = try age(20)
            try await agent.takeBack()
            let deadline = ContinuousClock.now + .seconds(180)
            while made.withLock({ $0 }) != [first.membership.certificate, second] {
                try #require(ContinuousClock.now < deadline, "waited three minutes in vain")
                try await Task.sleep(for: .milliseconds(5))
            }
            await agent.stop()
            try await group.waitForAll()
        }
    }

    // MARK: The life of a certificate

    static let lives: [(days: Double, left: Int64, step: Int?)] = [
        (89, 89, nil), (30.01, 30, nil), (30, 30, 30), (14.5, 14, 30), (14, 14, 14), (7.01, 7, 14),
        (7, 7, 7), (1, 1, 1), (0.5, 0, 1), (0, 0, 0), (-0.5, -1, 0),
    ]

    @Test(arguments: lives)
    func `how near the end is`(_ days: Double, _ left: Int64, _ step: Int?) {
        let now = HubFixture.now
        let end = now.adding(milliseconds: Int64(days * Double(Self.day)))
        let life = CertificateLife(from: end.adding(milliseconds: -90 * Self.day), to: end)
        #expect(life.daysLeft(at: now) == left)
        #expect(life.step(at: now) == step)
        #expect(life.hasEnded(at: now) == (days < 0))
        #expect(life.isRenewalDue(at: now) == (days <= 30 && days >= 0))
    }
}
