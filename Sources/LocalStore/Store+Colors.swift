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
}

extension Store {
    /// Groups all instruments by what decides their colour on a day, over one covering index.
    ///
    /// The rule answers once per group instead of once per instrument, so there is one source of
    /// truth and a million meters still count quickly. Instruments whose answer depends on more
    /// than their latest verification (repaired ones, and those with a verification dated after
    /// the day) come as groups of one, with all their facts.
    package func colorGroups(on day: Day) throws -> [ColorGroup] {
        try Self.translating(Replica.file) {
            try replica.queue.read { database in
                var (groups, specials) = try Self.plainGroups(on: day, in: database)
                // Most ledgers have none, and are read only once.
                guard specials > 0 else { return groups }
                for id in try Self.specialInstruments(on: day, in: database) {
                    guard let record = try InstrumentQuery.instrument(id, in: database)
                    else { continue }
                    groups.append(ColorGroup(facts: record.facts, count: 1, single: id))
                }
                return groups
            }
        }
    }

    /// Which instruments need more than their latest verification.
    private static let isPlain = """
        repaired_on IS NULL AND (latest_on IS NULL OR latest_on <= ?1)
        """

    private static func plainGroups(
        on day: Day,
        in database: Database
    ) throws -> (groups: [ColorGroup], specials: Int) {
        let statement = try PreparedStatement(
            """
            SELECT status, compulsory, regime, latest_result, valid_until, min(latest_on),
                sum(\(isPlain)), count(*)
            FROM instrument GROUP BY 1, 2, 3, 4, 5
            """,
            in: database
        )
        statement.bind(1, day.description)
        var groups: [ColorGroup] = []
        var specials = 0
        while try statement.step() {
            let count = Int(statement.integer(6))
            specials += Int(statement.integer(7)) - count
            guard count > 0 else { continue }
            groups.append(ColorGroup(facts: facts(statement), count: count, single: nil))
        }
        return (groups, specials)
    }

    private static func facts(_ row: PreparedStatement) -> InstrumentFacts {
        var facts = InstrumentFacts(
            status: row.text(0).flatMap(UseStatus.init(rawValue:)) ?? .inUse,
            isCompulsory: row.integer(1) == 1,
            regime: row.text(2).flatMap(VerificationRegime.init(rawValue:)) ?? .periodic
        )
        if let result = row.text(3).flatMap(VerificationResult.init(rawValue:)),
            let on = row.withBytes(5, Day.init(ascii:))
        {
            let validUntil = row.withBytes(4, Day.init(ascii:))
            facts.verifications = [
                VerificationFacts(on: on, result: result, validUntil: validUntil)
            ]
        }
        return facts
    }

    private static func specialInstruments(
        on day: Day,
        in database: Database
    ) throws -> [RecordID] {
        // The inner query reads the covering index alone.
        let sql = """
            SELECT id FROM instrument WHERE rowid IN
                (SELECT rowid FROM instrument WHERE NOT (\(isPlain)))
            """
        return try String.fetchAll(database, sql: sql, arguments: [day.description])
            .map(RecordID.init(trusted:)).sorted()
    }

    /// Up to `limit` instruments of a group that `colorGroups` gave for this day.
    package func instruments(
        in group: ColorGroup,
        on day: Day,
        limit: Int
    ) throws -> [InstrumentRecord] {
        if let single = group.single { return try instrument(single).map { [$0] } ?? [] }
        return try Self.translating(Replica.file) {
            try replica.queue.read { database in
                let latest = group.facts.verifications.last
                let ids = try String.fetchAll(
                    database,
                    sql: """
                        SELECT id FROM instrument
                        WHERE \(Self.isPlain) AND status = ?2 AND compulsory = ?3 AND regime = ?4
                            AND latest_result IS ?5 AND valid_until IS ?6
                        ORDER BY id LIMIT ?7
                        """,
                    arguments: [
                        day.description, group.facts.status.rawValue, group.facts.isCompulsory,
                        group.facts.regime.rawValue, latest?.result.rawValue,
                        latest?.validUntil?.description, limit,
                    ]
                )
                return try ids.compactMap {
                    try InstrumentQuery.instrument(RecordID(trusted: $0), in: database)
                }
            }
        }
    }
}
