import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// The certificate that the server shows, over the years.
struct ServerCertificateTests {
    private static let day: Int64 = 86_400_000

    private static func read(_ home: HubHome) throws -> Certificate {
        try Certificate(pem: String(contentsOfFile: home.path + "/server.pem", encoding: .utf8))
    }

    /// Replaces the certificate by one that was made so many days ago.
    private static func age(_ home: HubHome, _ days: Int64) throws {
        let begin = RunningHub.now().adding(milliseconds: -days * day)
        try RunningHub.makeHome(home.path, names: ["hub.test"], at: begin)
    }

    /// Asks the server by a name.
    private func asks(_ hub: RunningHub, by name: String) async throws -> Reply {
        let port = hub.listening.secure.port
        return try await hub.call(
            "GET",
            "/-/healthy",
            options: ["--resolve", "\(name):\(port):127.0.0.1"],
            base: "https://\(name):\(port)"
        )
    }

    @Test
    func `a certificate that ends soon, or has ended, is renewed at the start, for its names`()
        async throws
    {
        for days: Int64 in [500, 800] {
            try await RunningHub.run(prepare: { try Self.age($0, days) }) { hub in
                let renewed = try Self.read(hub.home)
                let left = (renewed.notAfter - RunningHub.now().seconds + 43_200) / 86_400
                #expect(left == 730, "\(days) days old")
                #expect(renewed.isSigned(by: hub.home.authority.certificate))
                #expect(try await asks(hub, by: "hub.test").status == 200, "\(days) days old")
            }
        }
    }

    @Test func `one that holds for long stays as it is`() async throws {
        try await RunningHub.run(prepare: { try Self.age($0, 400) }) { hub in
            let before = try Self.read(hub.home)
            hub.certificate.refresh()
            #expect(try Self.read(hub.home) == before)
        }
    }

    @Test(arguments: HTTPVersion.allCases)
    func `a new certificate is shown without a restart, and connections go on`(
        _ version: HTTPVersion
    ) async throws {
        try await RunningHub.run(speaking: version) { hub in
            let reader = try await hub.member()
            let zeros = String(repeating: "0", count: 32)
            async let waiting = hub.call(
                "GET",
                "/v1/feed?epoch=1&after=0&mark=\(zeros)&wait=50",
                as: reader
            )
            while await hub.surroundings.signal.waiting == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await asks(hub, by: "hub.test").exit == 60)
            try Self.age(hub.home, 0)
            hub.certificate.refresh()
            #expect(try await asks(hub, by: "hub.test").status == 200)
            await hub.stop()
            let reply = try await waiting
            #expect(reply.status == 200, "\(reply)")
        }
    }

    @Test func `a file that is no certificate for the server's key changes nothing`() async throws {
        try await RunningHub.run { hub in
            let other = try RunningHub.makeHome(hub.folder.file("other"))
            let path = hub.home.path + "/server.pem"
            for text in ["half", try Self.read(other).pem] {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                hub.certificate.refresh()
                #expect(try await hub.call("GET", "/-/healthy").status == 200)
            }
        }
    }
}
