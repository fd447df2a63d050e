import GRDB
import Hub
import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// Which rows a site gets first.
struct UrgentSliceTests {
    private let today = Day(secondsSince1970: HubStoreFixture.now.seconds)

    private func verification(_ number: Int, _ result: String, until days: Int) -> Patch {
        let values = [
            "declared": "true", "result": result, "verifiedOn": "2025-12-01",
            "validUntil": today.adding(days: days).description,
        ]
        return .of(.verification, HubTestSite.record(1000 + number), values)
    }

    /// Instruments by number: what is said of each beside serial and regime, its verification, and whether it
    /// wants attention.
    private var cases: [(values: [String: String], verification: Patch?, isUrgent: Bool)] {
        [
            ([:], nil, true),
            ([:], verification(1, "fail", until: 300), true),
            ([:], verification(2, "cancelled", until: 300), true),
            ([:], verification(3, "pass", until: 60), true),
            ([:], verification(4, "pass", until: 61), false),
            ([:], verification(5, "pass", until: -1), true),
            (["compulsory": "false"], nil, false),
            (["status": "scrapped"], nil, false),
            (["status": "stopped"], nil, true),
        ]
    }

    private func hub(fine: Int) async throws -> (HubStoreFixture, [RecordID]) {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var ops: [WireOp] = []
        func register(_ id: RecordID, _ values: [String: String], _ verification: Patch?) {
            let fields = ["regime": "periodic", "serial": "\(id)", "status": "in_use"]
            let instrument = Patch.instrument(id, fields.merging(values) { $1 })
            ops.append(site.op(.register, id, [instrument] + [verification].compactMap(\.self)))
        }
        let cases = cases
        for (number, one) in cases.enumerated() {
            register(HubTestSite.record(number), one.values, one.verification)
        }
        var urgent = cases.indices.filter { cases[$0].isUrgent }.map(HubTestSite.record)
        for number in 100..<(100 + fine) {
            register(
                HubTestSite.record(number),
                [:],
                verification(number, "pass", until: 300)
            )
        }
        // One is asked to be verified, one is not any more, one is the same as one that has no pass.
        let (asked, withdrawn, same) = (
            HubTestSite.record(100), HubTestSite.record(101), HubTestSite.record(102)
        )
        for (number, id) in [(1, asked), (2, withdrawn)] {
            ops.append(site.apply(HubTestSite.record(2000 + number), for: id))
        }
        let end = Patch.of(.application, HubTestSite.record(2002), ["state": "withdrawn"])
        ops.append(site.op(.change, withdrawn, [end]))
        _ = try await hub.push(ops, of: site)
        _ = try await hub.say(same, into: HubTestSite.record(0))
        let document = HubTestSite.record(3000)
        let words = [
            "document": "calendar", "version": "2027", "number": "1", "text": "{}",
            "signature": "00",
        ]
        let draft = AuthorityDraft(
            aggregate: document,
            kind: .register,
            patches: [.of(.policyDocument, document, words)],
            author: "李科长",
            reason: nil
        )
        _ = try await hub.store.act([draft], at: HubStoreFixture.now)
        urgent += [asked, same]
        return (hub, urgent.sorted())
    }

    /// The whole of an enterprise.
    private func make(_ path: String, of hub: HubStoreFixture) async throws {
        let organisation = HubStoreFixture.enterprise
        _ = try await hub.store.snapshot(of: organisation, on: today, to: path) { _ in }
    }

    private func rows(_ sql: String, in path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }

    @Test func `it has what wants attention, with its whole log, and nothing else`() async throws {
        let (hub, urgent) = try await hub(fine: 80)
        let folder = try TemporaryFolder()
        let (whole, path) = (folder.file("whole.db"), folder.file("urgent.db"))
        try await make(whole, of: hub)
        #expect(try SnapshotWriter.writeUrgent(from: whole, to: path, on: today))
        try SnapshotWriter.check(path)
        let ids = try rows("SELECT id FROM instrument ORDER BY id", in: path)
        #expect(ids == urgent.map(\.description))
        let names = urgent.map { "'\($0)'" } + ["'\(HubTestSite.record(3000))'"]
        let list = names.joined(separator: ", ")
        for (table, column) in [
            ("instrument", "id"), ("verification", "instrument_id"),
            ("application", "instrument_id"), ("hub_log", "aggregate_id"),
            ("policy_document", "id"),
        ] {
            let columns = try await DatabaseQueue(path: whole).read { database in
                try database.columns(in: table).map { "quote(\($0.name))" }
            }
            let select = "SELECT \(columns.joined(separator: "||' '||")) FROM \(table)"
            let expected = try rows("\(select) WHERE \(column) IN (\(list)) ORDER BY 1", in: whole)
            #expect(try rows("\(select) ORDER BY 1", in: path) == expected, "\(table)")
            #expect(!expected.isEmpty, "\(table)")
        }
        #expect(try rows("SELECT mark FROM cursor", in: path).isEmpty)
        #expect(try rows("SELECT mark FROM cursor_history", in: path).isEmpty)
    }

    @Test func `where much wants attention there is none`() async throws {
        let (hub, _) = try await hub(fine: 10)
        let folder = try TemporaryFolder()
        let whole = folder.file("whole.db")
        try await make(whole, of: hub)
        let path = folder.file("urgent.db")
        #expect(try !SnapshotWriter.writeUrgent(from: whole, to: path, on: today))
    }

    @Test func `it stands before the whole one in the manifest, and a home can use it`()
        async throws
    {
        try await RunningHub.run(snapshotLimits: .from(20)) { hub in
            var site = try await hub.member()
            let ops = (1...60).map { number in
                let id = HubTestSite.record(number)
                let values = [
                    "regime": "periodic", "serial": "\(number)", "status": "in_use",
                    "compulsory": number > 3 ? "false" : "true",
                ]
                return site.ops.op(.register, id, [.instrument(id, values)])
            }
            let batch = site.batch(ops, for: hub.home.hub)
            _ = try await hub.call("POST", "/v1/ops", as: site, body: batch.encoded)
            let manifest = try await hub.snapshot(of: HubStoreFixture.enterprise)
            #expect(manifest.files.map(\.slice) == [.urgent, .whole])
            let path = try await hub.file(.urgent, of: manifest, as: site)
            #expect(
                try rows("SELECT serial FROM instrument ORDER BY id", in: path) == ["1", "2", "3"]
            )
            let log = "SELECT op_seq FROM hub_log ORDER BY seq"
            #expect(try rows(log, in: path) == ["1", "2", "3"])
        }
    }
}
