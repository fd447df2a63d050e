import GRDB
import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// The stored colours are those of the rule, however they came about.
struct RecolorTests {
    private static let days = [
        "2025-11-30", "2026-01-31", "2026-02-28", "2026-10-23", "2026-11-23", "2026-12-31",
        "2028-01-01", "2028-02-29",
    ]
    private let engine = PolicyEngine()

    @Test(arguments: [1, 2, UInt64.random(in: 0 ... .max)])
    func `counted in groups, one by one or stored, colours are the same on any day`(
        seed: UInt64
    ) throws {
        var fixture = try StoreFixture()
        var choice = SeededGenerator(seed: seed)
        try fixture.registerAnything(300, days: Self.days, using: &choice)
        try fixture.use { (store, _) throws in
            let path = store.home + "/replica.db"
            for text in Self.days.shuffled(using: &choice) {
                let day = try #require(Day(text))
                let judge = judge(day)
                let single = try conclusions(of: store, on: day)

                var grouped: [String: Int] = [:]
                for group in try store.colorGroups(on: day) {
                    let (color, violations) = judge(group.facts)
                    grouped[word(color, violations.violations), default: 0] += group.count
                }
                #expect(grouped == single.values.counted, "seed \(seed), \(day)")

                var told: [RecordID] = []
                let done = try store.recolor(on: day, by: judge) { told.append($0.id) }
                #expect(done.count == told.count && Set(told).count == told.count)
                #expect(try stored(in: path) == single, "seed \(seed), \(day)")

                #expect(try store.recolor(on: day, by: judge).count == 0, "seed \(seed), \(day)")
            }
            #expect(try store.checkIntegrity().isSound, "colours are no part of the fold")
        }
    }

    @Test(arguments: [1, 2, UInt64.random(in: 0 ... .max)])
    func `of merged registrations the one that stands for them is judged by all, and alone`(
        seed: UInt64
    ) throws {
        var fixture = try StoreFixture()
        var choice = SeededGenerator(seed: seed)
        try fixture.registerAnything(200, days: Self.days, using: &choice)
        let path = fixture.folder.path + "/replica.db"
        try mergeAnything(in: path, using: &choice)
        try fixture.use { (store, _) throws in
            let aliases = try store.aliases()
            #expect(aliases.absorbedCount > 20)
            for text in Self.days.shuffled(using: &choice) {
                let day = try #require(Day(text))
                let judge = judge(day)
                let single = try conclusions(of: store, on: day)
                var grouped: [String: Int] = [:]
                for group in try store.colorGroups(on: day) {
                    let (color, violations) = judge(group.facts)
                    grouped[word(color, violations.violations), default: 0] += group.count
                    let members = try store.instruments(in: group, on: day, limit: 1000)
                    #expect(members.count == group.count, "seed \(seed), \(day)")
                    #expect(members.allSatisfy { $0.canonical == nil }, "seed \(seed), \(day)")
                }
                var standing = single
                for id in aliases.merged where aliases.isAbsorbed(id) { standing[id] = nil }
                #expect(grouped == standing.values.counted, "seed \(seed), \(day)")
                _ = try store.recolor(on: day, by: judge)
                var wanted = standing
                for id in aliases.merged where aliases.isAbsorbed(id) { wanted[id] = "none" }
                #expect(try stored(in: path) == wanted, "seed \(seed), \(day)")
                #expect(try store.recolor(on: day, by: judge).count == 0, "seed \(seed), \(day)")
            }
        }
    }

    @Test func `a changed instrument is not judged until the next time, and then alone`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register(validUntil: "2026-11-30")
        _ = try fixture.register(serial: "00124", validUntil: "2026-11-30")
        let day = try #require(Day("2026-11-23"))
        try fixture.use { (store, _) throws in
            let done = try store.recolor(on: day, by: judge(day))
            #expect(done.moves == [Recoloring.Move(from: nil, to: .yellow): 2])
        }
        try fixture.change(id, "status", to: "stopped")
        try fixture.use { (store, _) throws in
            #expect(try stored(in: store.home + "/replica.db")[id] == "not judged")
            var told: [ColorChange] = []
            _ = try store.recolor(on: day, .unjudged, by: judge(day)) { told.append($0) }
            #expect(told.map(\.id) == [id] && told.map(\.move.to) == [.none])
            // The next day the others have to be looked at too.
            let later = try #require(Day("2026-12-01"))
            let done = try store.recolor(on: later, .unjudged, by: judge(later))
            #expect(done.moves[Recoloring.Move(from: .yellow, to: .red)] == 1)
        }
    }

    @Test func `what is only tried, or fails in the telling, leaves no colour`() throws {
        struct Stop: Error {}
        var fixture = try StoreFixture()
        let id = try fixture.register(validUntil: "2026-11-30")
        let day = try #require(Day("2026-11-23"))
        try fixture.use { (store, _) throws in
            #expect(try store.recolor(on: day, by: judge(day), keeps: false).count == 1)
            #expect(throws: Stop.self) {
                try store.recolor(on: day, by: judge(day)) { _ in throw Stop() }
            }
            #expect(try stored(in: store.home + "/replica.db") == [id: "not judged"])
        }
    }

    /// From 10 000 changes on rows are written in ranges and the indexes are made anew. Changed
    /// instruments lie at the end of the table and leave gaps.
    @Test func `a whole ledger is coloured at once, and its index stays whole`() throws {
        var fixture = try StoreFixture()
        let day = try #require(Day("2026-11-23"))
        let now = fixture.now
        let ends = ["2026-11-01", "2026-12-01", "2027-01-10", "2027-11-01"]
        let early = try fixture.use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let drafts = (0..<10_500).map {
                    StoreFixture.registration(serial: "S\($0)", until: ends[$0 % 4], writer)
                }
                for draft in drafts { try writer.append(draft) }
                return (drafts.prefix(50).map(\.aggregate), .commit)
            }
        }
        for id in early.dropFirst(40) { try fixture.change(id, "status", to: "stopped") }
        try fixture.use { (store, _) throws in
            #expect(try store.recolor(on: day, by: judge(day)).count == 10_500)
            let single = try conclusions(of: store, on: day)
            #expect(Set(single.values).count > 3)
            #expect(try stored(in: store.home + "/replica.db") == single)
            #expect(try store.recolor(on: day, by: judge(day)).count == 0)
            let plan = try DatabaseQueue(path: store.home + "/replica.db").read {
                try Row.fetchAll(
                    $0,
                    sql: "EXPLAIN QUERY PLAN SELECT count(*) FROM instrument GROUP BY judged_by"
                ).map(\.description).joined()
            }
            #expect(plan.contains("instrument_by_color_inputs"))
            #expect(try store.checkIntegrity().isSound)
        }
    }

    /// Merges registrations at random: into few, so that there are chains, circles, and some into themselves.
    private func mergeAnything(in path: String, using choice: inout SeededGenerator) throws {
        let file = try DatabaseQueue(path: path)
        let ids = try file.read { database in
            try String.fetchAll(database, sql: "SELECT id FROM instrument ORDER BY id")
        }
        for id in ids where Int.random(in: 0..<4, using: &choice) == 0 {
            let other = ids[Int.random(in: 0..<40, using: &choice)]
            try file.write { database in
                try database.execute(
                    sql: "UPDATE instrument SET merged_into = ? WHERE id = ?",
                    arguments: [other, id]
                )
            }
        }
    }

    // MARK: What is compared

    private func judge(_ day: Day) -> Store.Judge {
        let rules = engine.warningRules(on: day)
        return {
            let decision = rules.decision(for: $0)
            return (decision.color, decision.violations)
        }
    }

    private func word(_ color: WarningColor, _ violations: [Violation]) -> String {
        ([color.rawValue] + violations.map(\.rawValue)).joined(separator: " ")
    }

    private func conclusions(of store: Store, on day: Day) throws -> [RecordID: String] {
        var words: [RecordID: String] = [:]
        try store.forEachInstrument { record in
            let conclusion = engine.conclusion(for: record.facts, on: day)
            words[record.id] = word(conclusion.color, conclusion.violations)
        }
        return words
    }

    /// As a person reads them with `sqlite3`.
    private func stored(in path: String) throws -> [RecordID: String] {
        try DatabaseQueue(path: path).read { database in
            let sql = "SELECT id, color, violations FROM instrument"
            let pairs = try Row.fetchAll(database, sql: sql).map { row in
                let violations = (row["violations"] as String? ?? "").split(separator: ",")
                let words = [row["color"] as String? ?? "not judged"] + violations.map(String.init)
                return (RecordID(trusted: row["id"]), words.joined(separator: " "))
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }
}

extension Collection<String> {
    fileprivate var counted: [String: Int] {
        reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
