import GRDB
package import Policy
import SyncCore

/// Instruments that no rule can tell apart on a day, and how many they are.
package struct ColorGroup: Hashable, Sendable {
    package let facts: InstrumentFacts
    package let count: Int
}

extension Store {
    /// Groups all instruments by what decides their colour on a day, over one covering index.
    ///
    /// The rule answers once per group instead of once per instrument, so there is one source of
    /// truth and a million meters still count quickly. Instruments whose answer depends on more
    /// than their latest verification (repaired ones, and those with a verification dated after
    /// the day) come as groups of one, with all their facts.
    package func colorGroups(on day: Day) throws -> [ColorGroup] {
        try translatingErrors(file: Replica.file) {
            try replica.queue.read { database in
                var (groups, special) = try Self.plainGroups(on: day, in: database)
                if special > 0 {
                    for id in try Self.specialInstruments(on: day, limit: -1, in: database) {
                        guard let record = try InstrumentQuery.instrument(id, in: database)
                        else { continue }
                        groups.append(ColorGroup(facts: record.facts, count: 1))
                    }
                }
                return groups
            }
        }
    }

    private static func plainGroups(
        on day: Day,
        in database: Database
    ) throws -> (groups: [ColorGroup], special: Int) {
        let statement = try PreparedStatement(
            """
            SELECT status, compulsory, regime, latest_result, valid_until, min(latest_on),
                count(*), sum(repaired_on IS NOT NULL OR ifnull(latest_on > ?1, 0))
            FROM instrument GROUP BY 1, 2, 3, 4, 5
            """,
            in: database
        )
        statement.bind(1, day.description)
        var groups: [ColorGroup] = []
        var special = 0
        while try statement.step() {
            let specialHere = Int(statement.integer(7))
            special += specialHere
            let count = Int(statement.integer(6)) - specialHere
            if count > 0 { groups.append(ColorGroup(facts: facts(statement), count: count)) }
        }
        return (groups, special)
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
        limit: Int,
        in database: Database
    ) throws -> [RecordID] {
        try String.fetchAll(
            database,
            sql: """
                SELECT id FROM instrument
                WHERE repaired_on IS NOT NULL OR latest_on > ? ORDER BY id LIMIT ?
                """,
            arguments: [day.description, limit]
        ).map(RecordID.init(trusted:))
    }

    /// Up to `limit` instruments of a group that `colorGroups` gave for a day.
    package func instruments(
        in group: ColorGroup,
        on day: Day,
        limit: Int
    ) throws -> [InstrumentRecord] {
        try translatingErrors(file: Replica.file) {
            try replica.queue.read { database in
                let latest = group.facts.verifications.last
                let ids = try String.fetchAll(
                    database,
                    sql: """
                        SELECT id FROM instrument
                        WHERE status = ? AND compulsory = ? AND regime = ?
                            AND latest_result IS ? AND valid_until IS ?
                        ORDER BY id LIMIT ?
                        """,
                    arguments: [
                        group.facts.status.rawValue, group.facts.isCompulsory,
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
