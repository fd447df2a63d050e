import Foundation
import GRDB
import LocalStore
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// `jiliang prove-equal`: the built programs, over TLS, and somebody who edits tables by hand.
@Suite(.serialized)
struct ProveEqualTests {
    /// A town in which the shop has instruments, a job with its result, and a credit fact.
    private func busyTown() throws -> (town: Town, ids: [String]) {
        let town = try Town()
        let facts =
            #"{"id":"罚-1","code":"N11","class":"bad","determinedOn":"2026-02-02","#
            + #""procedure":"ordinary","final":true}"#
        let file = try town.folder.write("facts", Array(facts.utf8))
        try town.hub("fact", "add", "--subject", Town.enterprise, "--file", file)
        let ids = try (0..<3).map { number in
            let id = try town.shop.add(serial: "PE-\(number)")
            try town.shop.succeed(
                "set",
                id,
                "verifiedOn=2025-12-01",
                "validUntil=2026-12-0\(number + 1)",
                "result=合格"
            )
            return id
        }
        try town.shop.succeed("apply", ids[0], "--body", Town.body)
        try town.syncUntilQuiet()
        try town.shop.succeed("recolor")
        return (town, ids)
    }

    private func prove(_ site: TownSite, _ more: String...) throws -> Proof {
        let outcome = try Program.jiliang.run(
            ["--home", site.home, "prove-equal", "--json"] + more
        )
        #expect(outcome.status == 0 || outcome.status == 1, "\(outcome.errors)")
        return Proof(object: try outcome.object, status: outcome.status)
    }

    private struct Proof {
        let object: [String: Any]
        let status: Int32

        var isEqual: Bool? { object["equal"] as? Bool }

        /// Each row as one word.
        var rows: [String] {
            (object["ranges"] as? [[String: Any]] ?? []).map { row in
                ["difference", "kind", "id"].compactMap { row[$0] as? String }
                    .joined(separator: " ")
            }
        }
    }

    private func edit(_ site: TownSite, _ sql: String) throws {
        let file = site.home + "/replica.db"
        let outcome = try Program(path: "/usr/bin/sqlite3").run([file, sql])
        try #require(outcome.status == 0, "\(sql): \(outcome.errors)")
    }

    private func value(_ site: TownSite, _ sql: String) throws -> String {
        let database = try DatabaseQueue(path: site.home + "/replica.db")
        return try database.read { try String.fetchOne($0, sql: sql) } ?? ""
    }

    /// What somebody may do to the tables, and the rows that it makes differ.
    private static let damages: [(name: String, sql: String, rows: [String])] = [
        (
            "a changed value", "UPDATE instrument SET location = '别处' WHERE id = '$0'",
            ["changed instrument $0"]
        ),
        (
            "a later day of validity",
            "UPDATE verification SET valid_until = '2036-12-01' WHERE instrument_id = '$1'",
            ["changed verification $v1"]
        ),
        (
            "a day of verification",
            "UPDATE verification SET verified_on = '2026-11-01' WHERE instrument_id = '$1'",
            ["changed verification $v1"]
        ),
        (
            "the day that the colour depends on",
            "UPDATE instrument SET valid_until = '2036-12-01' WHERE id = '$1'",
            ["changed instrument $1"]
        ),
        (
            "an identity", "UPDATE instrument SET identity = 'another' WHERE id = '$2'",
            ["changed instrument $2"]
        ),
        (
            "a removed instrument, its verification left behind",
            "DELETE FROM instrument WHERE id = '$1'", ["missing instrument $1"]
        ),
        (
            "a removed verification", "DELETE FROM verification WHERE instrument_id = '$2'",
            ["missing verification $v2"]
        ),
        (
            "a verification of another instrument",
            "UPDATE verification SET instrument_id = '$1' WHERE instrument_id = '$2'",
            ["extra verification $v2", "missing verification $v2"]
        ),
        (
            "an instrument that nobody has registered",
            """
            INSERT INTO instrument (id, serial, status, compulsory, regime, identity)
            VALUES ('019ab000-0000-7000-8000-00000000dead', 'X', 'in_use', 1, 'periodic', 'x')
            """,
            ["extra instrument 019ab000-0000-7000-8000-00000000dead"]
        ),
        (
            "a job's state", "UPDATE application SET state = 'completed'",
            ["changed application $a"]
        ),
        ("a credit fact", "DELETE FROM credit_fact", ["missing credit_fact $f"]),
    ]

    private func filled(_ text: String, _ ids: [String], _ names: [String: String]) -> String {
        var text = text
        for (name, value) in names { text = text.replacingOccurrences(of: name, with: value) }
        for (number, id) in ids.enumerated() {
            text = text.replacingOccurrences(of: "$\(number)", with: id)
        }
        return text
    }

    @Test func `damage of any table is found, named, and mended to the byte`() throws {
        let (town, ids) = try busyTown()
        let shop = town.shop
        let export = try shop.export()
        var names: [String: String] = [:]
        for number in [1, 2] {
            let sql = "SELECT id FROM verification WHERE instrument_id = '\(ids[number])'"
            names["$v\(number)"] = try value(shop, sql)
        }
        names["$a"] = try value(shop, "SELECT id FROM application")
        names["$f"] = try value(shop, "SELECT id FROM credit_fact")
        let whole = try prove(shop)
        #expect(whole.isEqual == true && whole.rows == [] && whole.status == 0)
        for damage in Self.damages {
            let colors = "SELECT group_concat(id || color || violations) FROM instrument"
            let painted = try value(shop, colors)
            try edit(shop, filled(damage.sql, ids, names))
            let found = try prove(shop)
            let wanted = damage.rows.map { filled($0, ids, names) }
            #expect(found.isEqual == false && found.status == 1, "\(damage.name)")
            #expect(found.rows.sorted() == wanted.sorted(), "\(damage.name)")
            let tried = try prove(shop, "--repair", "--dry-run")
            #expect(tried.rows == found.rows && tried.isEqual == false, "\(damage.name)")
            let mended = try prove(shop, "--repair")
            #expect(mended.isEqual == true && mended.status == 0, "\(damage.name)")
            #expect(mended.rows == found.rows, "\(damage.name)")
            #expect(mended.object["repaired"] as? Bool == true, "\(damage.name)")
            let after = try prove(shop)
            #expect(after.isEqual == true && after.rows == [], "\(damage.name)")
            #expect(after.object["hash"] as? String == whole.object["hash"] as? String)
            #expect(try shop.export() == export, "\(damage.name)")
            #expect(try value(shop, colors).count == painted.count, "\(damage.name)")
        }
        #expect(try town.hubExport() == export)
        try shop.succeed("doctor")
    }

    @Test func `a damaged log is fetched anew, with own edits that wait left alone`() throws {
        let (town, ids) = try busyTown()
        let branch = town.branch
        let export = try branch.export()
        // Nobody looks into a log whose tables are right, until it is folded again.
        try edit(branch, "UPDATE hub_log SET body = replace(body, '1号仓', '9号仓')")
        #expect(try prove(branch).isEqual == true)
        try edit(branch, "UPDATE instrument SET location = '8号仓' WHERE serial = 'PE-1'")
        let found = try prove(branch, "--repair")
        #expect(found.isEqual == true)
        #expect(found.rows.contains("changed instrument \(ids[1])"))
        #expect(found.rows.contains { $0.hasPrefix("changed hub_log") })
        #expect(try branch.export() == export)
        // An edit that waits folds the damaged log of its instrument.
        try branch.succeed("set", ids[2], "purpose=贸易结算")
        let waiting = try prove(branch)
        #expect(waiting.isEqual == false)
        #expect(try prove(branch, "--repair").isEqual == true)
        #expect(try branch.export() == export)
        let shown = try value(branch, "SELECT purpose FROM instrument WHERE serial = 'PE-2'")
        #expect(shown == "贸易结算")
        // Entries that are gone come back, own ones without their words.
        try edit(town.shop, "DELETE FROM hub_log; DELETE FROM verification;")
        #expect(try prove(town.shop, "--repair").isEqual == true)
        let own = "SELECT count(*) FROM hub_log WHERE is_own = 1 AND body IS NULL"
        #expect(try value(town.shop, own) == "7")
        try town.syncUntilQuiet()
        #expect(try town.shop.export() == town.hubExport())
        #expect(try prove(town.shop).isEqual == true)
        #expect(try prove(branch).isEqual == true)
    }

    @Test func `a damaged edit that waits is mended by the journal`() throws {
        let (town, ids) = try busyTown()
        try town.shop.succeed("set", ids[2], "purpose=贸易结算")
        try edit(town.shop, "UPDATE instrument SET purpose = '环境监测' WHERE serial = 'PE-2'")
        let found = try prove(town.shop, "--repair")
        #expect(found.rows == ["changed instrument \(ids[2])"] && found.isEqual == true)
        let shown = try value(town.shop, "SELECT purpose FROM instrument WHERE serial = 'PE-2'")
        #expect(shown == "贸易结算")
    }

    @Test func `a hub that has gone on is read first; one that is away changes nothing`() throws {
        let (town, ids) = try busyTown()
        try town.branch.succeed("set", ids[0], "purpose=贸易结算")
        try town.branch.succeed("sync")
        let before = try town.shop.run("prove-equal", "--dry-run", "--json")
        #expect(before.status == 69 && before.errors.contains("E3125"), "\(before.errors)")
        let proof = try prove(town.shop)
        #expect(proof.isEqual == true)
        #expect(try town.shop.export() == town.branch.export())
        try edit(town.shop, "UPDATE instrument SET location = '8号仓' WHERE serial = 'PE-1'")
        town.stopHub()
        let away = try town.shop.run("prove-equal", "--repair", "--json")
        #expect(away.status == 69 && away.errors.contains("E3103"), "\(away.errors)")
        let shown = try value(town.shop, "SELECT location FROM instrument WHERE serial = 'PE-1'")
        #expect(shown == "8号仓")
    }

    @Test func `sites that are equal say so in less than a kilobyte on an open connection`()
        async throws
    {
        let (town, _) = try busyTown()
        let (client, organisation, cursor) = try town.client(of: town.shop)
        let time = try await client.time(nonce: "open")
        #expect(time.hub.description.count == 36)
        let before = town.line.bytes
        let sum = try await client.stateSum(of: organisation, at: cursor)
        let bytes = town.line.bytes - before
        #expect(sum.records == 8)
        #expect(bytes > 0 && bytes <= 1024, "\(bytes) bytes, TLS included")
    }
}

extension Town {
    /// The agent's own client for a site, and where that stands.
    fileprivate func client(
        of site: TownSite
    ) throws -> (WireHubClient, organisation: String, SyncCore.Cursor) {
        let store = try Store.open(home: site.home, patience: .seconds(5))
        defer { try? store.close() }
        guard let joined = try Joined(of: store), let cursor = try store.cursor()
        else { throw TownError("not joined") }
        let wire = CurlWire(
            base: joined.membership.url,
            trust: joined.trust,
            userAgent: "jiliang/1.0.0"
        )
        let client = WireHubClient(wire, timeout: .seconds(30))
        return (client, try store.site().organisation, cursor)
    }
}
