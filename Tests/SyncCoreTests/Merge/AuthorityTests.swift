import SyncCore
import TestSupport
import Testing

/// The ranks are data of the program, and the version in force when the hub received an op decides about it.
struct AuthorityTests {
    /// No version is edited, as sites have folded by it: a change of law adds a line here.
    static let published = [
        ("authority-2", "7a539922b9355ca9c044cb6a4ee6a249de814716e84cff30d39f029e8562816c")
    ]

    @Test func `a version that was published never changes`() {
        let versions = AuthorityHistory.builtIn.versions
        #expect(versions.map(\.version) == Self.published.map(\.0))
        #expect(versions.map { $0.digest.hex } == Self.published.map(\.1))
        #expect(versions.first?.from == Instant(milliseconds: 1_632_931_200_000))
    }

    // MARK: What is no table

    private static func json() throws -> String {
        String(
            decoding: try Checkout.bytes("Sources/SyncCore/Merge/authority.json"),
            as: UTF8.self
        )
    }

    static let faults: [(from: String, to: String, told: String)] = [
        (#""versions": ["#, #""versions": ,"#, "unexpected character at byte 16"),
        (#""version": "authority-2""#, #""version": """#, "a version without name or reference"),
        ("2021-09-30", "2021-09-31", "authority-2 begins on no day"),
        ("2021-09-30", "2021-9-30", "authority-2 begins on no day"),
        (#""reference""#, #""Reference""#, "unknown member Reference"),
        (#""serial", "name""#, #""name""#, "authority-2: nobody owns instrument.serial"),
        (#""serial", "name""#, #""serial", "serial""#, "two rules for instrument.serial"),
        (#""serial", "name""#, #""serial", "title""#, #"instrument has no field "title""#),
        (#""kind": "verification""#, #""kind": "result""#, "there is no kind result"),
        (#""mode": "sticky""#, #""mode": "lww""#, "there is no mode lww"),
        (
            #""authority": 2, "user-unit": 1"#, #""city": 2"#,
            "city is no party with a rank from 1 to 9"
        ),
        (
            #""verification-body": 3"#, #""verification-body": 0"#,
            "verification-body is no party with a rank from 1 to 9"
        ),
        (#"["filed"]"#, #"["accepted"]"#, "returned leads to no state"),
        (
            #""by": ["authority"]"#, #""by": ["verification-body"]"#,
            "registered is reached by a party without a rank"
        ),
        (#""terminal": true"#, #""terminal": 1"#, "terminal is neither true nor false"),
        (#""significant": true"#, #""states": {}"#, "states in another mode"),
    ]

    @Test(arguments: faults)
    func `a table with a fault is not taken at all`(
        _ fault: (from: String, to: String, told: String)
    ) throws {
        let sound = try Self.json()
        try #require(sound.contains(fault.from), "\(fault.from)")
        let json = sound.replacing(fault.from, with: fault.to, maxReplacements: 1)
        let error = #expect(throws: AuthorityError.self) {
            try AuthorityHistory(json: Array(json.utf8))
        }
        #expect(error?.description == fault.told)
    }

    @Test func `every version begins after the one before`() throws {
        for (later, told) in [
            ("2021-09-30", "authority-3 is not later than another version"),
            ("2021-09-29", "authority-3 is not later than another version"), ("2021-10-01", ""),
        ] {
            let json = try Self.twoVersions(from: later)
            if told.isEmpty {
                #expect(try AuthorityHistory(json: Array(json.utf8)).versions.count == 2)
                continue
            }
            let error = #expect(throws: AuthorityError.self) {
                try AuthorityHistory(json: Array(json.utf8))
            }
            #expect(error?.description == told)
        }
    }

    // MARK: A change of law

    /// The table as it is, and from a day on another, in which the user unit owns the nameplate.
    private static func twoVersions(from day: String) throws -> String {
        let json = try json()
        let end = "\n  ]\n}"
        let parts = json.split(separator: "[\n", maxSplits: 1)
        let version = try #require(parts.last).dropLast(end.count + 1)
        let next =
            String(version)
            .replacing("authority-2", with: "authority-3").replacing("2021-09-30", with: day)
            .replacing(
                #""verification-body": 3, "authority": 2, "user-unit": 1"#,
                with: #""verification-body": 1, "authority": 2, "user-unit": 3"#
            )
        return parts[0] + "[\n" + version + ",\n" + next + end
    }

    /// A body and the owner who did not know each other name two models, received on two days.
    private static func models(
        by ranks: AuthorityHistory,
        on day: Int64
    ) throws -> MergedRecord? {
        var state = AggregateState(by: ranks)
        let drafts = [
            MergeFixture.draft(
                .userUnit,
                site: 1,
                kind: .register,
                MergeFixture.instrument([
                    "serial": "1", "status": "in_use", "regime": "periodic",
                ])
            ),
            MergeFixture.draft(
                .userUnit,
                site: 1,
                seq: 2,
                base: 1,
                MergeFixture.application(["body": MergeFixture.body, "state": "applied"])
            ),
            MergeFixture.draft(
                .verificationBody,
                site: 21,
                base: 2,
                MergeFixture.instrument(["model": "机构"])
            ),
            MergeFixture.draft(
                .userUnit,
                site: 11,
                base: 2,
                MergeFixture.instrument(["model": "单位"])
            ),
        ]
        for (index, draft) in drafts.enumerated() {
            let op = MergeFixture.stamped(draft, Int64(index) + 1)
            let stamp = OpStamp(
                seq: op.stamp.seq,
                receivedAt: Instant(milliseconds: day * 86_400_000 + op.stamp.seq),
                organisation: op.stamp.organisation,
                party: op.stamp.party
            )
            _ = state.apply(StampedOp(header: op.header, body: op.body, stamp: stamp))
        }
        return state.records.first { $0.id == MergeFixture.instrument }
    }

    @Test func `a later version decides from its first day on, and nothing before`() throws {
        // 2027-01-01 is the day 20 819; in Shanghai it begins eight hours earlier than in UTC.
        let both = try AuthorityHistory(json: Array(Self.twoVersions(from: "2027-01-01").utf8))
        let old = AuthorityHistory.builtIn
        #expect(both.digest != old.digest && both.versions[0] == old.versions[0])
        for day in [Int64(0), 20_000, 20_818] {
            #expect(try Self.models(by: both, on: day)?["model"] == "机构")
            #expect(
                try Self.models(by: both, on: day)?.claims(on: "model")
                    == Self.models(by: old, on: day)?.claims(on: "model")
            )
        }
        for day in [Int64(20_819), 30_000] {
            #expect(try Self.models(by: both, on: day)?["model"] == "单位")
            #expect(try Self.models(by: old, on: day)?["model"] == "机构")
        }
        #expect(both.inForce(at: Instant(milliseconds: .min)).version == "authority-2")
        let start = Instant(milliseconds: 20_819 * 86_400_000 - 8 * 3_600_000)
        #expect(both.inForce(at: start).version == "authority-3")
        let before = Instant(milliseconds: start.milliseconds - 1)
        #expect(both.inForce(at: before).version == "authority-2")
    }
}
