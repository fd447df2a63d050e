import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// `POST /v1/renew`: how a site gets its next certificate.
struct RenewalTests {
    /// Asks for a certificate for a key, with what the site has, and gives the answer.
    private func renew(
        _ site: MemberSite,
        for key: P256PrivateKey,
        at hub: RunningHub,
        request: String? = nil
    ) async throws -> Reply {
        let pem = try request ?? Self.request(key)
        let body = RenewalRequest(certificateRequest: pem).json.canonical
        return try await hub.call("POST", "/v1/renew", as: site, body: body)
    }

    private static func request(_ key: P256PrivateKey) throws -> String {
        try CertificateRequest.make(key: key, commonName: "x", organisation: "x", unit: "x")
    }

    /// The site with another key and certificate.
    private func site(_ site: MemberSite, _ key: P256PrivateKey, _ reply: Reply) throws
        -> MemberSite
    {
        let answer = try #require(RenewalAnswer(json: reply.json), "\(reply)")
        return site.with(key, answer.certificate)
    }

    private func asks(_ site: MemberSite, _ hub: RunningHub) async throws -> Reply {
        try await hub.call("GET", "/v1/time?nonce=1", as: site)
    }

    @Test func `a new key gets a certificate for ninety days, in the same name`() async throws {
        try await RunningHub.run { hub in
            let old = try await hub.member()
            let key = P256PrivateKey.generate()
            let reply = try await renew(old, for: key, at: hub)
            let answer = try #require(RenewalAnswer(json: reply.json), "\(reply)")
            let certificate = try Certificate(pem: answer.certificate)
            #expect(certificate.isFor(key))
            #expect(certificate.isSigned(by: hub.home.authority.certificate))
            #expect(certificate.commonName == old.ops.id.description)
            #expect(certificate.organisation == HubStoreFixture.enterprise)
            #expect(certificate.unit == "user-unit")
            #expect((certificate.notAfter - RunningHub.now().seconds + 43_200) / 86_400 == 90)
            #expect(answer.certificateExpires.seconds == certificate.notAfter)
            let new = try site(old, key, reply)
            #expect(try await asks(new, hub).status == 200)
            // Whoever has not heard of it yet goes on, also after the first use of the new one.
            #expect(try await asks(old, hub).status == 200)
            let listed = try #require(await hub.surroundings.store.site(old.ops.id))
            #expect(listed.certificateFingerprint == certificate.fingerprint)
            #expect(try await hub.surroundings.store.checkIntegrity().isSound)
        }
    }

    @Test func `an answer that was lost is asked for again, and is the same`() async throws {
        try await RunningHub.run { hub in
            let old = try await hub.member()
            let key = P256PrivateKey.generate()
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 1...4 {
                    group.addTask { try await renew(old, for: key, at: hub) }
                }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            let given = replies.compactMap { RenewalAnswer(json: $0.json)?.certificate }
            #expect(given.count == 4 && Set(given).count == 1, "\(replies)")
            #expect(try await asks(site(old, key, replies[0]), hub).status == 200)
        }
    }

    @Test func `of two requests the later one holds, and only one certificate stays beside it`()
        async throws
    {
        try await RunningHub.run { hub in
            let first = try await hub.member()
            let (two, three) = (P256PrivateKey.generate(), P256PrivateKey.generate())
            let second = try await site(first, two, renew(first, for: two, at: hub))
            let third = try await site(second, three, renew(second, for: three, at: hub))
            #expect(try await asks(third, hub).status == 200)
            #expect(try await asks(second, hub).status == 200)
            #expect(try await asks(first, hub).code == "unknown-caller")
        }
    }

    @Test func `a token ends every certificate before, and a revoked site renews none`()
        async throws
    {
        try await RunningHub.run { hub in
            let first = try await hub.member()
            let key = P256PrivateKey.generate()
            let second = try await site(first, key, renew(first, for: key, at: hub))
            let again = try await first.enrolled(at: hub, token: hub.token())
            for old in [first, second] {
                #expect(try await asks(old, hub).code == "unknown-caller")
            }
            #expect(try await asks(again, hub).status == 200)
            try await hub.control.perform(.revoke(first.ops.id)) { _ in }
            let reply = try await renew(again, for: .generate(), at: hub)
            #expect(reply.status == 403 && reply.code == "revoked", "\(reply)")
        }
    }

    @Test func `what is no request for a new key is refused`() async throws {
        try await RunningHub.run { hub in
            let member = try await hub.member()
            let same = try await renew(member, for: member.tlsKey, at: hub)
            #expect(same.status == 422 && same.code == "same-key", "\(same)")
            let none = try await renew(member, for: .generate(), at: hub, request: "x")
            #expect(none.status == 422 && none.code == "bad-certificate-request", "\(none)")
            let empty = try await hub.call("POST", "/v1/renew", as: member, body: Array("{}".utf8))
            #expect(empty.status == 422 && empty.code == "bad-renewal", "\(empty)")
            let stranger = try await hub.call("POST", "/v1/renew", body: Array("{}".utf8))
            #expect(stranger.status == 401 && stranger.code == "unknown-caller", "\(stranger)")
        }
    }

    @Test func `a hub that was put back knows the sites that have renewed meanwhile`() async throws
    {
        try await RunningHub.run { hub in
            var member = try await hub.member()
            let answer = try #require(member.answer)
            // The hub itself has issued it, and has lost that with its newest entries.
            let key = P256PrivateKey.generate()
            let later = try hub.home.authority.issueClient(
                for: CertificateRequest(pem: Self.request(key)),
                commonName: member.ops.id.description,
                organisation: member.ops.organisation,
                unit: "user-unit",
                serial: [7],
                from: RunningHub.now().seconds - 60,
                until: answer.certificateExpires.seconds + 86_400
            )
            member = member.with(key, later.pem)
            #expect(try await asks(member, hub).status == 200)
            let next = P256PrivateKey.generate()
            let renewed = try await site(member, next, renew(member, for: next, at: hub))
            #expect(try await asks(renewed, hub).status == 200)
            #expect(try await asks(member, hub).status == 200)
        }
    }
}
