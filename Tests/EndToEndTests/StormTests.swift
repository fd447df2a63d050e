import Foundation
import Hub
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// Many sites push while everything happens to their hub.
@Suite(.serialized)
struct StormTests {
    private static let sites = 20
    private static let batches = 40

    @Test
    func
        `twenty sites push while the hub is killed, its disk is full and answers are lost: all is there once`()
        async throws
    {
        let seed = UInt64.random(in: 0 ... .max)
        let folder = try TemporaryFolder()
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var random = SeededGenerator(seed: seed)
        let home = try HubHome.create(
            path: folder.file("hub"),
            city: "杭州",
            names: [],
            at: now,
            random: &random
        ).home
        var sites = (0..<Self.sites).map { StormSite($0, seed: seed, at: now) }
        try await Self.join(&sites, home, at: now)
        let storm = try Storm(home.path, folder, seed: seed)
        async let troubles = storm.rage()
        let told = try await withThrowingTaskGroup(of: StormSite.Told.self) { group in
            for site in sites {
                group.addTask {
                    var site = site
                    let client = storm.client(of: site, trusting: home.authority.certificate.pem)
                    return try await site.push(Self.batches, to: home.hub, by: client, at: now)
                }
            }
            defer { storm.end() }
            return try await group.reduce(into: [StormSite.Told]()) { $0.append($1) }
        }
        let counts = try await troubles
        try await Self.expectOnce(told, in: home, "seed \(seed), \(counts)")
        #expect(counts.kills > 2 && counts.fullDisks > 0, "seed \(seed), \(counts)")
        #expect(told.contains { $0.lost > 0 } && told.contains { $0.busy > 0 }, "seed \(seed)")
    }

    private static func join(
        _ sites: inout [StormSite],
        _ home: HubHome,
        at now: Instant
    ) async throws {
        let store = try SQLiteHubStore(
            folder: home.path,
            hub: home.hub,
            keyring: home.keyring
        )
        for index in sites.indices { try await sites[index].join(home, store, at: now) }
        try store.close()
    }

    /// Holds what the sites were told against the log of the hub, which has ended.
    private static func expectOnce(
        _ told: [StormSite.Told],
        in home: HubHome,
        _ story: String
    ) async throws {
        let store = try SQLiteHubStore(
            folder: home.path,
            hub: home.hub,
            keyring: home.keyring
        )
        var receipts: [OpID: Receipt] = [:]
        for site in told { receipts.merge(site.receipts) { first, _ in first } }
        #expect(told.allSatisfy { $0.changed == 0 }, "\(story)")
        #expect(try await store.head().seq == Int64(receipts.count), "\(story)")
        #expect(Set(receipts.values.map(\.statement.seq)).count == receipts.count, "\(story)")
        let ops = Array(receipts.keys)
        var check = ReceiptCheck(keys: home.keyring.keys)
        for (op, outcome) in zip(ops, try await store.outcomes(of: ops)) {
            guard case .received(let receipt, _) = outcome else {
                Issue.record("\(op) was acknowledged and is missing; \(story)")
                continue
            }
            #expect(receipt == receipts[op], "\(story)")
            #expect(throws: Never.self, "\(story)") { try check.check(receipt) }
        }
        #expect(try await store.checkIntegrity().isSound, "\(story)")
        try store.close()
    }
}

/// A hub in a process of its own, and what happens to it.
private final class Storm: Sendable {
    private let home: String
    private let folder: TemporaryFolder
    private let port: Int
    private let seed: UInt64
    private let line: BadLine
    private let isOver = Mutex(false)

    struct Troubles: Sendable {
        var kills = 0
        var fullDisks = 0
        var badLines = 0
    }

    /// Finds a port at which the hub can be started again and again.
    init(_ home: String, _ folder: TemporaryFolder, seed: UInt64) throws {
        (self.home, self.folder, self.seed) = (home, folder, seed)
        let (server, port) = try Self.serve(home, port: 0, folder)
        server.end(SIGTERM)
        self.port = port
        line = try BadLine(to: port)
    }

    func client(of site: StormSite, trusting authority: String) -> WireHubClient {
        let trust = WireTrust(
            caPEM: authority,
            clientCertificatePEM: site.certificate,
            clientKeyPEM: site.tlsKey.pem
        )
        let wire = CurlWire(
            base: "https://127.0.0.1:\(line.port)",
            trust: trust,
            userAgent: "jiliang/1.0.0"
        )
        return WireHubClient(wire, timeout: .seconds(60))
    }

    func end() { isOver.withLock { $0 = true } }

    /// Lets the hub suffer until `end`, on a thread of its own; then stops it.
    func rage() async throws -> Troubles {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try self.work() })
            }
        }
    }

    private func work() throws -> Troubles {
        var random = SeededGenerator(seed: seed &+ 1000)
        var troubles = Troubles()
        var server = try Self.serve(home, port: port, folder).0
        while !isOver.withLock({ $0 }) {
            usleep(UInt32.random(in: 50_000...400_000, using: &random))
            server.end(SIGKILL)
            troubles.kills += 1
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                troubles.fullDisks += 1
                server = try Self.serve(home, port: port, folder, through: Self.fullDisk).0
                usleep(UInt32.random(in: 200_000...600_000, using: &random))
                server.end(SIGKILL)
            case 1:
                troubles.badLines += 1
                // Behind the handshake, where the hub has done what it was asked.
                line.set(.cutAnswer(after: Int.random(in: 1500...5000, using: &random)))
            default: break
            }
            server = try Self.serve(home, port: port, folder).0
            usleep(UInt32.random(in: 100_000...400_000, using: &random))
            line.set(.clear)
        }
        server.end(SIGTERM)
        return troubles
    }

    /// No file may become larger than this, as if the disk were full behind it.
    private static let fullDisk = [
        "/bin/sh", "-c", #"trap '' XFSZ; ulimit -f 200; exec "$0" "$@""#,
    ]

    private static func serve(
        _ home: String,
        port: Int,
        _ folder: TemporaryFolder,
        through wrapper: [String] = []
    ) throws -> (RunningProgram, Int) {
        let command =
            wrapper + [
                Program.jiliangHub.path, "--home", home, "serve", "--listen", "127.0.0.1:\(port)",
            ]
        let running = try Program(path: command[0]).start(Array(command.dropFirst()), in: folder)
        guard let address = running.wait(for: /https:\/\/127\.0\.0\.1:[0-9]+/),
            let port = Int(address.split(separator: ":").last ?? "")
        else { throw TownError("the hub did not start: \(running.errors)") }
        return (running, port)
    }
}
