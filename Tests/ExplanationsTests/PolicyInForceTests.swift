import Explanations
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// What becomes of the documents that a site or a hub has.
struct PolicyInForceTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private let key: Ed25519PrivateKey
    private let text: String

    init() throws {
        text = try SamplePolicy.calendar2027
        key = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
    }

    private func document(
        _ kind: PolicyDocument.Kind,
        _ version: String,
        _ number: Int64,
        _ text: String
    ) -> PolicyDocument {
        PolicyDocument(
            kind,
            version: version,
            number: number,
            text: text,
            of: Self.hub,
            signedBy: key
        )
    }

    private func calendar(_ number: Int64, _ other: String? = nil) -> PolicyDocument {
        document(.calendar, "cn-workdays-2027", number, other ?? text)
    }

    private func pack(_ number: Int64, from day: String, n11: Int) -> PolicyDocument {
        let version = "pack-\(number)"
        let text = SamplePolicy.pack(version: version, validFrom: day, n11: n11)
        return document(.rulePack, version, number, text)
    }

    private func policy(_ documents: PolicyDocument...) -> PolicyInForce {
        PolicyInForce(documents, of: Self.hub, signedBy: key.publicKey)
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func points(_ policy: PolicyInForce, on text: String) throws -> Int {
        let pack = policy.engine.rulePack(on: try day(text))
        return pack.items[try #require(pack.position(of: "N11"))].points
    }

    @Test func `without documents the built-in data decide`() {
        let policy = policy()
        #expect(policy.engine.calendar.version == "cn-workdays-2026")
        #expect(policy.engine.rulePacks.packs == [.builtIn])
        #expect(policy.refused.isEmpty)
    }

    @Test func `a calendar makes its years certain, under the version of its document`() throws {
        let engine = policy(calendar(1)).engine
        #expect(engine.calendar.version == "cn-workdays-2027")
        let before = try #require(PolicyEngine().clock(.upload, from: day("2026-12-28")))
        let after = try #require(engine.clock(.upload, from: day("2026-12-28")))
        #expect(before.due.due.description == "2027-01-05" && before.due.isProvisional)
        #expect(after.due.due.description == "2027-01-06" && !after.due.isProvisional)
    }

    @Test func `each day is judged by the pack of its time`() throws {
        let policy = policy(
            pack(2, from: "2027-07-01", n11: -8),
            pack(1, from: "2027-01-01", n11: -5),
            pack(3, from: "2027-07-01", n11: -9)
        )
        #expect(policy.refused.isEmpty)
        let expected = [
            ("2020-01-01", -10), ("2026-12-31", -10), ("2027-01-01", -5), ("2027-06-30", -5),
            ("2027-07-01", -9), ("2030-01-01", -9),
        ]
        for (day, number) in expected { #expect(try points(policy, on: day) == number, "\(day)") }
    }

    @Test(arguments: ["text", "number", "version", "signature"])
    func `a changed document is not taken, and the last good one stays`(field: String) throws {
        let good = calendar(1)
        let newer = text.replacing("2027-02-14", with: "2027-02-21")
        var values: [String: String] = [:]
        for field in calendar(2, newer).fields { values[field.name] = field.value }
        switch field {
        case "text": values["text"] = newer.replacing("2027-02-21", with: "2027-02-20")
        case "number": values["number"] = "3"
        case "version": values["version"] = "cn-workdays-2028"
        default: values["signature"] = String(repeating: "0", count: 128)
        }
        let changed = try #require(PolicyDocument(values: values))
        let policy = policy(good, changed)
        #expect(policy.engine.calendar.version == "cn-workdays-2027")
        let sunday = try day("2027-02-21")
        #expect(!policy.engine.calendar.isWorkingDay(sunday))
        #expect(policy.refused.map(\.flaw) == [.notSigned])
        #expect(policy.refused.map(\.number) == [changed.number])
    }

    @Test func `what another key has signed is not taken`() throws {
        let other = try Ed25519PrivateKey(raw: [UInt8](repeating: 8, count: 32))
        let policy = PolicyInForce([calendar(1)], of: Self.hub, signedBy: other.publicKey)
        #expect(policy.engine.calendar.version == "cn-workdays-2026")
        #expect(policy.refused.map(\.flaw) == [.notSigned])
    }

    @Test func `signed data that are older or cannot be read are not taken either`() {
        let old = document(
            .calendar,
            "cn-workdays-2021",
            1,
            "date,kind,name\n2021-01-01,holiday,元旦\n"
        )
        let torn = document(.calendar, "cn-workdays-2028", 2, "date,kind\n")
        let early = pack(1, from: "2020-01-01", n11: -1)
        let policy = policy(old, torn, early)
        #expect(policy.engine.calendar.version == "cn-workdays-2026")
        #expect(policy.engine.rulePacks.packs == [.builtIn])
        let flaws = policy.refused.map(\.flaw)
        #expect(flaws.contains(.older(than: "cn-workdays-2026")))
        #expect(flaws.contains(.older(than: "hangzhou-placeholder-1")))
        #expect(flaws.count == 3)
    }

    @Test func `a record that is no document is named`() throws {
        let id = RecordID(trusted: "019ab000-0000-7000-8000-000000000001")
        let policy = PolicyInForce(
            [calendar(1)],
            unreadable: [id],
            of: Self.hub,
            signedBy: key.publicKey
        )
        #expect(policy.engine.calendar.version == "cn-workdays-2027")
        #expect(policy.refused.map(\.name) == [id.description])
    }
}
