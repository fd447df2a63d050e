import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// What the tables answer.
struct QueryTests {
    @Test func `the history says who, from what, to what and why`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "location", to: "3号仓")
        try fixture.change(id, "location", to: "5号仓")
        try fixture.change(id, "location", to: nil)
        let entries = try fixture.use { (store, _) throws in try store.history(of: id) }
        let moves = entries.filter { $0.field == "location" }
        #expect(moves.map(\.from) == [nil, "3号仓", "5号仓"])
        #expect(moves.map(\.to) == ["3号仓", "5号仓", nil])
        #expect(moves.allSatisfy { $0.author == "王会计" && $0.reason == "测试" })
        #expect(entries.first { $0.field == "validUntil" }?.record == .verification)
    }

    @Test func `an instrument is found by id, by serial number and by the beginning of its id`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register(serial: "00123")
        let other = try fixture.register(serial: "00124")
        try fixture.use { (store, _) throws in
            #expect(try store.instruments(matching: id.description.uppercased()) == [id])
            #expect(try store.instruments(matching: "00124") == [other])
            #expect(try store.instruments(matching: String(id.description.prefix(20))).contains(id))
            #expect(try store.instruments(matching: "01").isEmpty)
            #expect(try store.instruments(matching: "%").isEmpty)
        }
    }

    @Test func `identity follows a corrected serial number`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register(serial: "00123")
        try fixture.change(id, "serial", to: "００124")
        let now = fixture.now
        try fixture.use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let key = InstrumentIdentity.key(
                    manufacturer: "示例衡器 一厂",
                    model: "acs-30",
                    serial: "00124"
                )
                #expect(try writer.instrument(identity: key)?.id == id)
                return ((), .discard)
            }
        }
    }

    /// The counts of `status` come from groups; they must be the counts of the single judgements.
    @Test func `groups have the colours of their instruments, on any day`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var choice = SeededGenerator(seed: seed)
        var fixture = try StoreFixture()
        let days = [
            "2025-11-30", "2026-01-31", "2026-10-23", "2026-11-23", "2026-12-31", "2028-01-01",
        ]
        for serial in 0..<60 {
            let on = days.randomElement(using: &choice) ?? ""
            _ = try fixture.register(
                serial: "S\(serial)",
                status: UseStatus.allCases.randomElement(using: &choice)?.rawValue ?? "in_use",
                verifiedOn: Bool.random(using: &choice) ? on : nil,
                validUntil: days.filter { $0 >= on }.randomElement(using: &choice),
                result: VerificationResult.allCases.randomElement(using: &choice)?.rawValue ?? "",
                repairedOn: Bool.random(using: &choice) ? days.randomElement(using: &choice) : nil
            )
        }
        let engine = PolicyEngine()
        try fixture.use { (store, _) throws in
            for day in days.compactMap(Day.init(_:)) {
                var grouped: [WarningColor: Int] = [:]
                for group in try store.colorGroups(on: day) {
                    grouped[engine.color(of: group.facts, on: day).color, default: 0] += group.count
                }
                var single: [WarningColor: Int] = [:]
                try store.forEachInstrument { record in
                    single[engine.color(of: record.facts, on: day).color, default: 0] += 1
                }
                #expect(grouped == single, "seed \(seed), \(day)")
            }
        }
    }
}
