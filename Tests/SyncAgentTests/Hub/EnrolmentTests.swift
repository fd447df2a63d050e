import Foundation
import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// Joining a hub: what is believed, what is refused, and what a lost answer leaves.
struct EnrolmentTests {
    private let fixture: SiteFixture
    private let hub: HubFixture
    private let site: Site

    init() throws {
        fixture = try SiteFixture()
        hub = try HubFixture()
        site = try fixture.store.site()
    }

    private func enrolment() throws -> Enrolment {
        try Enrolment(
            of: site,
            home: fixture.folder.path,
            at: try #require(HubAddress("https://127.0.0.1:8443/")),
            pin: try #require(AuthorityPin(hub.authority.certificate.publicKeyPin))
        )
    }

    private func join(
        _ answering: @escaping @Sendable (EnrolmentRequest) throws -> EnrolmentAnswer
    ) async throws -> Membership {
        let client = EnrolmentHub(answering: answering)
        return try await enrolment().run(client, token: "mt1-x", at: HubFixture.now)
    }

    @Test func `a granted request makes a member`() async throws {
        let membership = try await join { [hub] in try hub.grant($0) }
        #expect(membership.url == "https://127.0.0.1:8443")
        #expect(membership.hub == HubFixture.hub)
        #expect(membership.keys == hub.keys)
        // The certificate's own end counts, not what the answer says about it.
        #expect(membership.certificateExpires.seconds == HubFixture.now.seconds + 90 * 86_400)
    }

    @Test func `an answer that is not for us is refused`() async throws {
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
        typealias Answering = @Sendable (EnrolmentRequest) throws -> EnrolmentAnswer
        let lies: [(String, Answering)] = [
            ("another site", { [hub] in try hub.grant($0, to: HubFixture.hub) }),
            ("another name", { [hub] in try hub.grant($0, name: HubFixture.hub.description) }),
            ("another organisation", { [hub] in try hub.grant($0, organisation: "别的企业") }),
            ("another key", { [hub] in try hub.grant($0, certificateRequest: foreign) }),
            ("another issuer", { [hub] in try hub.grant($0, by: other) }),
            ("another authority", { [hub] in try hub.grant($0, by: other, ca: other.certificate) }),
        ]
        for (name, answering) in lies {
            await #expect(throws: HubFault.self, "\(name)") { try await join(answering) }
        }
    }

    @Test func `another authority than pinned is named`() async throws {
        let other = try CertificateAuthority.create(
            name: "别的平台",
            at: HubFixture.now.seconds,
            years: 10,
            serial: [1]
        )
        let expected = HubFault.otherAuthority(
            expected: hub.authority.certificate.publicKeyPin,
            seen: other.certificate.publicKeyPin,
            issuer: "别的平台"
        )
        await #expect(throws: expected) {
            try await join { [hub] in try hub.grant($0, by: other, ca: other.certificate) }
        }
    }

    @Test func `after a lost answer the same keys are asked for again`() async throws {
        let lost = EnrolmentHub { _ in throw HubFault.unreachable("cut") }
        for _ in 0..<2 {
            await #expect(throws: HubFault.unreachable("cut")) {
                try await enrolment().run(lost, token: "mt1-x", at: HubFixture.now)
            }
        }
        let keys = try lost.requests.map { request in
            let certificate = try Certificate(pem: hub.grant(request).certificate)
            return [certificate.publicKeyPin, request.signingKey.hex]
        }
        #expect(keys.count == 2 && keys.first == keys.last)
    }

    @Test func `the keys are for this account only`() throws {
        _ = try enrolment()
        let folder = fixture.folder.file("keys")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 2)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `damaged keys are an error, not new keys`() throws {
        _ = try enrolment()
        for name in ["certificate.key", "signing.key"] {
            let path = fixture.folder.file("keys/" + name)
            let bytes = try Data(contentsOf: URL(filePath: path))
            try Data("damaged".utf8).write(to: URL(filePath: path))
            #expect(throws: SiteKeys.KeysError.damaged(path: path)) { try enrolment() }
            try bytes.write(to: URL(filePath: path))
        }
    }

    // MARK: Addresses and pins

    static let addresses: [(text: String, is: String?)] = [
        ("https://hub.example.gov.cn:8443", "https://hub.example.gov.cn:8443"),
        ("https://hub.example.gov.cn/", "https://hub.example.gov.cn"),
        ("HTTPS://Hub.Example", "https://hub.example"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("http://hub.example", nil), ("https://", nil), ("https:///", nil), ("hub.example", nil),
        ("https://user@hub.example", nil), ("https://hub.example/path", nil),
        ("https://hub.example?x=1", nil), ("https://hub.example:0", nil),
        ("https://hub.example:65536", nil), ("https://hub.example:", nil),
        ("https://hub exa", nil), ("https://[::1", nil), ("https://[::1]8443", nil),
    ]

    @Test(arguments: addresses)
    func `an address is a host and a port, nothing else`(
        _ example: (text: String, is: String?)
    ) {
        #expect(HubAddress(example.text)?.description == example.is)
    }

    @Test func `a pin has a name and 64 digits`() {
        let digits = String(repeating: "0A", count: 32)
        #expect(AuthorityPin("sha256:" + digits)?.description == "sha256:" + digits.lowercased())
        for text in [digits, "sha256:", "sha256:" + digits.dropLast(), "sha1:" + digits, ""] {
            #expect(AuthorityPin(text) == nil, "\(text)")
        }
    }
}
