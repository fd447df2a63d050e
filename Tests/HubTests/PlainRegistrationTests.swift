import GRDB
@testable import Hub
import SyncCore
import TestSupport
import Testing

/// A plain registration enters the log without being folded; nothing may come out otherwise for that.
struct PlainRegistrationTests {
    private static let seeds = [1, UInt64.random(in: .min ... .max)]

    @Test(arguments: seeds)
    func `the same rows and answers come of registrations that are folded and that are not`(
        seed: UInt64
    ) async throws {
        let (hub, other) = (try await HubStoreFixture(), try await HubStoreFixture())
        var random = SeededGenerator(seed: seed)
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var newest: [OwnPlace] = []
        var plain = 0
        for _ in 0..<60 {
            let count = Int.random(in: 1...6, using: &random)
            let ops = (0..<count).map { _ in op(of: &site, &random) }
            let batch = PushBatch(
                site: site.id,
                hub: HubStoreFixture.hub,
                own: newest,
                ops: ops,
                signature: []
            )
            let incoming = IncomingBatch(batch, from: site.member, at: HubStoreFixture.now)
            plain += incoming.ops.count { $0.registration(receivedAt: incoming.now) != nil }
            let accepted = try await hub.store.accept(batch, from: site.member, at: incoming.now)
            let folded = try await other.store.acceptFolding(incoming)
            #expect(accepted.bytes == folded.bytes, "seed \(seed)")
            #expect(accepted.readers == folded.readers, "seed \(seed)")
            let received = Set(accepted.receipts.map(\.statement.op.seq))
            newest = (ops.last { received.contains($0.header.seq) }).map { [$0.place] } ?? newest
        }
        #expect(plain > 20, "seed \(seed)")
        for table in Self.tables {
            #expect(try rows(of: table, in: hub) == rows(of: table, in: other), "seed \(seed)")
        }
        #expect(try await hub.store.checkIntegrity().isSound, "seed \(seed)")
    }

    private static let tables = [
        "aggregate", "digest", "log", "reader", "record", "root", "tree", "visible",
    ]

    private func rows(of table: String, in hub: HubStoreFixture) throws -> [[DatabaseValue]] {
        try hub.store.pool.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)")
            return rows.map { Array($0.databaseValues) }
        }
    }

    // MARK: Ops

    private func op(of site: inout HubTestSite, _ random: inout SeededGenerator) -> WireOp {
        let root = HubTestSite.record(Int.random(in: 1...60, using: &random))
        let other = HubTestSite.record(Int.random(in: 100...300, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return site.change(root, ["location": "二车间", "quantity": nil])
        case 1: return site.change(root, ["status": "stopped", "filing": "filed"])
        case 2: return site.apply(other, for: root)
        case 3: return site.op(.withdraw, root, [.instrument(root, [:])])
        case 4: return site.op(.change, root, [result(other, &random)])
        default: return registration(of: &site, root, other, &random)
        }
    }

    /// A registration in which something may be amiss.
    private func registration(
        of site: inout HubTestSite,
        _ root: RecordID,
        _ other: RecordID,
        _ random: inout SeededGenerator
    ) -> WireOp {
        var values: [String: String?] = [
            "regime": "periodic", "serial": "1", "status": "in_use", "name": "电子秤",
            "model": nil,
        ]
        for (name, value) in [
            ("filing", "filed"), ("filing", "registered"), ("mergedInto", other.description),
            ("colour", "red"), ("status", "lost"), ("compulsory", "false"), ("range", "\"30\" kg"),
        ] where seldom(&random) { values[name] = value }
        var patches = [Patch.instrument(root, values)]
        if Bool.random(using: &random) { patches.append(result(other, &random)) }
        if seldom(&random) { patches.reverse() }
        return site.op(.register, root, patches)
    }

    private func result(_ id: RecordID, _ random: inout SeededGenerator) -> Patch {
        var values = ["declared": "true", "result": "pass", "verifiedOn": "2026-01-02"]
        for (name, value) in [
            ("declared", "false"), ("supersedes", id.description), ("correctedBy", "x"),
            ("verifiedOn", "yesterday"), ("validUntil", "2027-01-01"),
        ] where seldom(&random) { values[name] = value }
        return .of(.verification, id, values)
    }

    private func seldom(_ random: inout SeededGenerator) -> Bool {
        Int.random(in: 0..<10, using: &random) == 0
    }
}

extension SQLiteHubStore {
    /// The same as `accept` of a hub that folds every op.
    fileprivate func acceptFolding(_ batch: IncomingBatch) async throws -> AcceptedBatch {
        try await writeAggregates { [hub, keyring] database, cache in
            var intake = try Intake(
                database,
                hub: hub,
                keys: keyring.keys,
                sender: batch.sender,
                cache: &cache,
                at: batch.now
            )
            let ops = batch.ops.map { IncomingOp($0.op) }
            let verdicts = try intake.judge(ops, showing: batch.own)
            let accepted = try intake.write(
                verdicts,
                signedBy: keyring.key,
                answeredAt: batch.now
            )
            cache = intake.cacheAfterwards()
            return accepted
        }
    }
}
