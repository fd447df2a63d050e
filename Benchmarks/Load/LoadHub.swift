import Foundation
import Glibc
import Hub
import NIOCore
import Signing
import SyncCore

/// What clients know of a hub, and the sites that have joined it.
struct LoadCity: Sendable {
    let sites: [LoadSite]
    let hub: RecordID
    let keys: HubKeys
    /// The certificate by which the hub is known.
    let authority: String
    let address: SocketAddress

    static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

/// A hub in a process of its own.
final class LoadHub {
    let city: LoadCity
    private let process: HubProcess
    private let folder: String

    /// Makes hub and sites in a new folder, each site of an organisation of its own, and starts the hub. Joining goes by
    /// the store: what is measured begins after it.
    static func start(_ program: String, folder: String, sites count: Int) async throws -> LoadHub {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        var random = SystemRandomNumberGenerator()
        let now = LoadCity.now()
        let home = try HubHome.create(
            path: folder + "/hub",
            city: "bench",
            names: [],
            at: now,
            random: &random
        ).home
        let sites = try await join(count, home, at: now)
        return try LoadHub(program, home, folder: folder, sites)
    }

    /// In a function of its own: the store holds the lock of the folder for as long as it is there.
    private static func join(
        _ count: Int,
        _ home: HubHome,
        at now: Instant
    ) async throws -> [LoadSite] {
        let store = try SQLiteHubStore(
            folder: home.path,
            hub: home.hub,
            keyring: home.keyring
        )
        var sites: [LoadSite] = []
        for number in 0..<count {
            sites.append(try await join(LoadSite(number, at: now), home, store, at: now))
        }
        try store.close()
        return sites
    }

    private init(_ program: String, _ home: HubHome, folder: String, _ sites: [LoadSite]) throws {
        self.folder = folder
        process = try HubProcess(program, home: home.path, log: folder + "/hub.log")
        guard let port = process.address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchmarkError("no port in \(process.address)")
        }
        city = LoadCity(
            sites: sites,
            hub: home.hub,
            keys: home.keyring.keys,
            authority: home.authority.certificate.pem,
            address: try SocketAddress(ipAddress: "127.0.0.1", port: port)
        )
    }

    /// Stops the hub and removes everything.
    func end() {
        process.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The largest resident set of the hub so far, in megabytes.
    func peakMegabytes() throws -> Double {
        try ProcessMemory.megabytes("VmHWM", of: process.id)
    }

    /// What the hub has had of processors so far, in seconds.
    func processorSeconds() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process.id)/stat", encoding: .utf8)
        // Behind the name in parentheses, which may have blanks; user and system time are fields 14 and 15.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { throw BenchmarkError("no times of the hub's process") }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func join(
        _ site: LoadSite,
        _ home: HubHome,
        _ store: SQLiteHubStore,
        at now: Instant
    ) async throws -> LoadSite {
        let request = try CertificateRequest.make(
            key: site.tlsKey,
            commonName: "bench",
            organisation: "",
            unit: ""
        )
        let seconds = now.milliseconds / 1000
        let certificate = try home.authority.issueClient(
            for: CertificateRequest(pem: request),
            commonName: site.id.description,
            organisation: site.organisation,
            unit: Party.userUnit.rawValue,
            serial: [1] + (0..<15).map { _ in UInt8.random(in: 0...255) },
            from: seconds - 300,
            until: seconds + 86_400
        )
        let token = SHA256().digest(Array(site.id.description.utf8))
        try await store.add(
            HubOrganisation(
                code: site.organisation,
                name: "bench",
                party: .userUnit,
                region: nil
            )
        )
        try await store.add(
            EnrolmentToken(
                digest: token,
                organisation: site.organisation,
                party: .userUnit,
                uses: 1,
                expires: Instant(milliseconds: now.milliseconds + 86_400_000)
            )
        )
        let member = HubSite(
            id: site.id,
            organisation: site.organisation,
            party: .userUnit,
            name: "bench",
            incarnation: 1,
            signingKey: site.signingKey.publicKey.raw,
            certificateFingerprint: certificate.fingerprint,
            certificateExpires: Instant(milliseconds: certificate.notAfter * 1000),
            enrolledAt: now
        )
        let use = TokenUse(
            token: token,
            key: certificate.publicKeyPin,
            certificate: certificate.der,
            at: now,
            address: nil
        )
        _ = try await store.enrol(member, using: use)
        return site.certified(by: certificate.pem)
    }
}
