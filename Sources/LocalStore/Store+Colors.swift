import GRDB
package import Policy
import Storage
import SyncCore

/// Instruments that no rule can tell apart on a day, and how many they are.
package struct ColorGroup: Hashable, Sendable {
    package let facts: InstrumentFacts
    package let count: Int
    /// The instrument, where the group is one whose answer needs all its facts.
    let single: RecordID?
    /// What the rows of the others have in common (`judged_by`).
    let judgedBy: String
}

extension Store {
    /// Groups all instruments by what decides their colour on a day, over one index.
    ///
    /// The rule answers once per group instead of once per instrument, so there is one source of
    /// truth and a million meters still count quickly. Instruments whose answer depends on more
    /// than their latest verification (repaired ones, those with a verification dated after the day, and
    /// those that stand for others) come as groups of one, with all their facts. Those for which another one
    /// stands are in no group.
    package func colorGroups(on day: Day) throws -> [ColorGroup] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                var specials = SpecialInstruments(on: day, try MergedRows(database))
                var groups = try Self.plainGroups(on: day, in: database, &specials)
                for id in try specials.ids(in: database).sorted() {
                    guard let record = try InstrumentQuery.instrument(id, in: database)
                    else { continue }
                    groups.append(
                        ColorGroup(facts: record.facts, count: 1, single: id, judgedBy: "")
                    )
                }
                return groups
            }
        }
    }

    private static func plainGroups(
        on day: Day,
        in database: Database,
        _ specials: inout SpecialInstruments
    ) throws -> [ColorGroup] {
        let statement = try PreparedStatement(
            "SELECT judged_by, max(latest_on), count(*) FROM instrument GROUP BY 1",
            in: database
        )
        var groups: [ColorGroup] = []
        var reader = ColorInputsReader()
        while try statement.step() {
            let latest = statement.withBytes(1, Day.init(ascii:))
            let inputs = statement.withBytes(0) { reader.read($0, verifiedOn: latest) }
            let judgedBy = statement.text(0) ?? ""
            var count = Int(statement.integer(2)) - specials.merged.count(in: judgedBy)
            if inputs.isRepaired {
                specials.addRepaired(judgedBy)
                continue
            }
            if let latest, latest > day {
                count -= try specials.addLate(judgedBy, in: database)
            }
            guard count > 0 else { continue }
            let facts = inputs.facts.happened(by: day)
            groups.append(ColorGroup(facts: facts, count: count, single: nil, judgedBy: judgedBy))
        }
        return groups
    }

    /// Up to `limit` instruments of a group that `colorGroups` gave for this day.
    package func instruments(
        in group: ColorGroup,
        on day: Day,
        limit: Int
    ) throws -> [InstrumentRecord] {
        if let single = group.single { return try instrument(single).map { [$0] } ?? [] }
        return try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let merged = try MergedRows(database)
                let ids = try String.fetchAll(
                    database,
                    sql: """
                        SELECT id FROM instrument
                        WHERE judged_by = ? AND (latest_on IS NULL OR latest_on <= ?)
                        ORDER BY id LIMIT ?
                        """,
                    arguments: [group.judgedBy, day.description, limit + merged.count]
                )
                return try ids.filter { !merged.contains(id: $0) }.prefix(limit).compactMap {
                    try InstrumentQuery.instrument(RecordID(trusted: $0), in: database)
                }
            }
        }
    }
}

/// Where the instruments are that need more than their latest verification.
struct SpecialInstruments {
    private let day: Day
    /// Those that are one instrument with others.
    let merged: MergedRows
    private var repaired: [String] = []
    private var late: [String] = []

    init(on day: Day, _ merged: MergedRows) {
        self.day = day
        self.merged = merged
    }

    /// Every instrument of a group of repaired ones is special.
    mutating func addRepaired(_ judgedBy: String) {
        if repaired.last != judgedBy { repaired.append(judgedBy) }
    }

    /// Those of a group whose latest verification is dated after the day are; says how many, without those
    /// that are merged.
    mutating func addLate(_ judgedBy: String, in database: Database) throws -> Int {
        if late.last != judgedBy { late.append(judgedBy) }
        let statement = try PreparedStatement(
            "SELECT count(*) FROM instrument WHERE judged_by = ? AND latest_on > ?",
            in: database
        )
        statement.bind(1, judgedBy)
        statement.bind(2, day.description)
        guard try statement.step() else { return 0 }
        let count = Int(statement.integer(0))
        try statement.run()
        return count - merged.count(in: judgedBy, after: day)
    }

    /// The special instruments, each once.
    func ids(in database: Database) throws -> [RecordID] {
        let all = "SELECT id FROM instrument WHERE judged_by = ?"
        let ids =
            try repaired.flatMap { try String.fetchAll(database, sql: all, arguments: [$0]) }
            + late.flatMap {
                try String.fetchAll(
                    database,
                    sql: all + " AND latest_on > ?",
                    arguments: [$0, day.description]
                )
            }
        return ids.filter { !merged.contains(id: $0) }.map(RecordID.init(trusted:))
            + merged.canonicals
    }
}

extension InstrumentFacts {
    /// The facts of a group of which some members were verified only after the day: the day of a
    /// verification decides no more than whether it has happened.
    func happened(by day: Day) -> InstrumentFacts {
        var facts = self
        for index in facts.verifications.indices where facts.verifications[index].on > day {
            facts.verifications[index].on = day
        }
        return facts
    }
}
