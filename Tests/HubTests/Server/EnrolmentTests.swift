import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// How a site joins, and who it is afterwards.
struct EnrolmentTests {
    @Test func `a token makes a site a member, with a certificate of ninety days`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let answer = try #require(site.answer)
            let certificate = try Certificate(pem: answer.certificate)
            #expect(certificate.commonName == site.ops.id.description)
            #expect(certificate.organisation == HubStoreFixture.enterprise)
            #expect(certificate.unit == "user-unit")
            #expect(certificate.isSigned(by: try Certificate(pem: answer.ca)))
            let days = (certificate.notAfter - RunningHub.now().seconds + 43_200) / 86_400
            #expect(days == 90)
            #expect(try Certificate(pem: answer.ca).publicKeyPin == hub.home.caPin)
            #expect(answer.hub == hub.home.hub)
            #expect(answer.keys == hub.home.keyring.keys)
            #expect(try await hub.surroundings.store.sites().map(\.id) == [site.ops.id])
        }
    }

    @Test func `a token that does not fit makes nobody a member`() async throws {
        try await RunningHub.run { hub in
            let token = try await hub.token()
            let stranger = MemberSite(3, of: HubStoreFixture.stranger, .userUnit)
            let site = MemberSite(1, of: HubStoreFixture.enterprise, .userUnit)
            let other = MemberSite(2, of: HubStoreFixture.enterprise, .userUnit)
            let body = MemberSite(4, of: HubStoreFixture.enterprise, .verificationBody)
            let pem =
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"
            let cases: [(String, EnrolmentRequest, Int, String)] = [
                ("unknown", try site.enrolment(token: "x"), 403, "token-unknown"),
                (
                    "another organisation", try stranger.enrolment(token: token), 403,
                    "token-other-organisation"
                ),
                ("another role", try body.enrolment(token: token), 403, "token-other-role"),
                (
                    "no request", try site.enrolment(token: token, request: pem), 422,
                    "bad-certificate-request"
                ),
                ("the right one", try site.enrolment(token: token), 200, ""),
                ("a second time", try other.enrolment(token: token), 403, "token-used"),
            ]
            for (label, request, status, code) in cases {
                let reply = try await hub.call(
                    "POST",
                    "/v1/enroll",
                    body: request.json.canonical
                )
                #expect(reply.status == status, "\(label): \(reply)")
                #expect(reply.code ?? "" == code, "\(label): \(reply)")
            }
            #expect(try await hub.surroundings.store.sites().map(\.id) == [site.ops.id])
        }
    }

    @Test func `a used token says when and from where, and an answer that was lost comes again`()
        async throws
    {
        try await RunningHub.run { hub in
            let token = try await hub.token()
            let first = try await MemberSite(1, of: HubStoreFixture.enterprise, .userUnit)
                .enrolled(at: hub, token: token)
            let again = try await first.enrolled(at: hub, token: token)
            #expect(again.answer?.certificate == first.answer?.certificate)
            #expect(try await hub.call("GET", "/v1/time?nonce=1", as: again).status == 200)
            let other = MemberSite(2, of: HubStoreFixture.enterprise, .userUnit)
            let body = try other.enrolment(token: token).json.canonical
            let reply = try await hub.call("POST", "/v1/enroll", body: body)
            #expect(reply.code == "token-used", "\(reply)")
            let detail = reply.json["detail"]?.string ?? ""
            #expect(detail.hasSuffix(", 127.0.0.1") && detail.contains("+08:00"), "\(reply)")
        }
    }

    @Test func `a new certificate by a token ends the one before`() async throws {
        try await RunningHub.run { hub in
            let before = try await hub.member()
            let after = try await before.enrolled(at: hub, token: hub.token())
            let old = try await hub.call("GET", "/v1/time?nonce=1", as: before)
            #expect(old.code == "unknown-caller", "\(old)")
            let new = try await hub.call("GET", "/v1/time?nonce=1", as: after)
            #expect(new.status == 200, "\(new)")
        }
    }

    @Test func `a revoked site is shut out at once`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            #expect(try await hub.call("GET", "/v1/time?nonce=1", as: site).status == 200)
            try await hub.control.perform(.revoke(site.ops.id)) { _ in }
            let reply = try await hub.call("GET", "/v1/time?nonce=1", as: site)
            #expect(reply.status == 403 && reply.code == "revoked", "\(reply)")
        }
    }

    @Test func `a certificate of another hub opens nothing`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let other = try RunningHub.makeHome(hub.folder.file("other"))
            let now = RunningHub.now().seconds
            let certificate = try other.authority.issueClient(
                for: CertificateRequest(pem: site.enrolment(token: "").certificateRequest),
                commonName: site.ops.id.description,
                organisation: site.ops.organisation,
                unit: "user-unit",
                serial: [1],
                from: now - 60,
                until: now + 3600
            )
            site = site.with(site.tlsKey, certificate.pem)
            let reply = try await hub.call("GET", "/v1/time?nonce=1", as: site)
            #expect(reply.exit != 0 && reply.status == 0, "\(reply)")
        }
    }

    @Test func `TLS 1.2 is refused, 1.3 is spoken, and the chain leads to the pinned authority`()
        async throws
    {
        try await RunningHub.run { hub in
            let old = try await hub.call("GET", "/-/healthy", options: ["--tls-max", "1.2"])
            #expect(old.exit == 35 && old.status == 0, "\(old)")
            let new = try await hub.call("GET", "/-/healthy", options: ["--tlsv1.3"])
            #expect(new.status == 200, "\(new)")
            let byName = try await hub.call(
                "GET",
                "/-/healthy",
                base: "https://localhost:\(hub.listening.secure.port)"
            )
            #expect(byName.status == 200, "\(byName)")
        }
    }

    @Test func `plain HTTP serves only what needs no certificate`() async throws {
        try await RunningHub.run { hub in
            let base = try #require(hub.listening.insecure.map { "http://\($0)" })
            let healthy = try await hub.call("GET", "/-/healthy", base: base)
            #expect(healthy.status == 200, "\(healthy)")
            let feed = try await hub.call("GET", "/v1/feed", base: base)
            #expect(feed.code == "unknown-caller", "\(feed)")
        }
    }
}
