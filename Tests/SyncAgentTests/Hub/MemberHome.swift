import Documents
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// A home on disk that has joined a hub, opened for as long as a step takes.
enum MemberHome {
    /// Makes a site that is a member of the hub, with its keys.
    static func make(at path: String, in hub: HubFixture) throws -> Store {
        var random = SeededGenerator(seed: 1)
        let store = try Store.create(
            home: path,
            role: .userUnit,
            organisation: HubFixture.organisation,
            name: "示例企业",
            region: nil,
            at: HubFixture.now,
            patience: .zero,
            random: &random
        ).store
        _ = try SiteKeys.loadOrMake(home: path)
        try store.join(hub.membership())
        return store
    }

    /// Gives the site a certificate for its key that has begun at a moment.
    @discardableResult
    static func certify(at path: String, in hub: HubFixture, from begin: Instant) throws -> String {
        let store = try open(at: path)
        let membership = try #require(try store.membership())
        let site = try store.site().id
        let request = try CertificateRequest.make(
            key: try SiteKeys.load(home: path).certificateKey,
            commonName: "x",
            organisation: "",
            unit: ""
        )
        let certificate = try hub.certificate(for: request, from: begin, to: site)
        try store.join(
            membership.with(
                certificate: certificate.pem,
                expires: Instant(milliseconds: certificate.notAfter * 1000)
            )
        )
        try store.close()
        return certificate.pem
    }

    static func open(at path: String) throws -> sending Store {
        try Store.open(home: path, patience: .seconds(5))
    }

    /// What a clerk does: adds instruments.
    static func edit(at path: String, count: Int) throws {
        let store = try open(at: path)
        let author = Author(name: "王会计", now: HubFixture.now, language: .chinese)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<count {
            let serial = "\(UInt64.random(in: 0 ... .max, using: &random))"
            _ = try LedgerEdit.add([.serial: serial], to: store, by: author, random: &random)
        }
    }
}
