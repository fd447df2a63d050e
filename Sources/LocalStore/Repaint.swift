import GRDB
import Policy
import Storage
import SyncCore

/// One recolouring on its way: first everything that differs is found, then it is written.
///
/// Rows are written in the order in which they lie in the table, so each page is written once.
/// Where most of a large table changes, the index is made anew instead of kept in order.
struct Repaint {
    /// A colour as it is stored.
    struct Coat: Hashable {
        let color: WarningColor
        let violations: ViolationSet

        /// The words for people who read the table.
        var violationText: String {
            violations.violations.map(\.rawValue).joined(separator: ",")
        }
    }

    private struct Row {
        let number: Int64
        let id: RecordID?
        let from: WarningColor?
        let to: Coat
    }

    let day: Day
    /// Whether the ids are wanted.
    let naming: Bool
    let judge: Store.Judge
    let database: Database
    private var rows: [Row] = []
    private var total = 0

    /// So few unjudged instruments are looked up one by one.
    private static let fewMax = 1000
    /// From so many changes on, and more than half of the table, the index is made anew.
    private static let manyMin = 10_000

    init(on day: Day, naming: Bool, judge: @escaping Store.Judge, in database: Database) {
        self.day = day
        self.naming = naming
        self.judge = judge
        self.database = database
    }

    static func day(_ database: Database) throws -> Day? {
        try String.fetchOne(database, sql: "SELECT day FROM judged").flatMap(Day.init(_:))
    }

    // MARK: Finding

    mutating func find(_ scope: RecolorScope) throws {
        if scope == .unjudged, try Self.day(database) == day, let few = try fewUnjudged() {
            for id in few { try look(at: id) }
        } else {
            try findInGroups()
        }
    }

    private func fewUnjudged() throws -> [RecordID]? {
        let ids = try String.fetchAll(
            database,
            sql: "SELECT id FROM instrument WHERE color IS NULL LIMIT ?",
            arguments: [Self.fewMax + 1]
        )
        return ids.count > Self.fewMax ? nil : ids.map(RecordID.init(trusted:))
    }

    private mutating func findInGroups() throws {
        let statement = try PreparedStatement(
            """
            SELECT judged_by, color, violations, max(latest_on), count(*)
            FROM instrument GROUP BY 1, 2, 3
            """,
            in: database
        )
        var specials = SpecialInstruments(on: day)
        while try statement.step() {
            total += Int(statement.integer(4))
            let latest = statement.withBytes(3, Day.init(ascii:))
            let inputs = statement.withBytes(0) { ColorInputs($0, verifiedOn: latest) }
            if inputs.isRepaired {
                specials.addRepaired(statement.text(0) ?? "")
                continue
            }
            if let latest, latest > day {
                _ = try specials.addLate(statement.text(0) ?? "", in: database)
            }
            let coat = coat(of: inputs.facts.happened(by: day))
            let (color, violations) = (statement.text(1), statement.text(2))
            guard color != coat.color.rawValue || violations != coat.violationText else { continue }
            try take(statement.text(0) ?? "", color, violations, to: coat)
        }
        for id in try specials.ids(in: database) { try look(at: id) }
    }

    private func coat(of facts: InstrumentFacts) -> Coat {
        let (color, violations) = judge(facts)
        return Coat(color: color, violations: violations)
    }

    /// Takes the rows of a group, without those that need all their facts.
    private mutating func take(
        _ judgedBy: String,
        _ color: String?,
        _ violations: String?,
        to coat: Coat
    ) throws {
        let statement = try PreparedStatement(
            """
            SELECT rowid\(naming ? ", id" : "") FROM instrument
            WHERE judged_by = ? AND color IS ? AND violations IS ?
                AND (latest_on IS NULL OR latest_on <= ?)
            """,
            in: database
        )
        statement.bind(1, judgedBy)
        statement.bind(2, color)
        statement.bind(3, violations)
        statement.bind(4, day.description)
        let from = color.flatMap(WarningColor.init(rawValue:))
        while try statement.step() {
            let id = naming ? RecordID(trusted: statement.text(1) ?? "") : nil
            rows.append(Row(number: statement.integer(0), id: id, from: from, to: coat))
        }
    }

    /// Judges one instrument by all its facts.
    private mutating func look(at id: RecordID) throws {
        guard let record = try InstrumentQuery.instrument(id, in: database) else { return }
        let coat = coat(of: record.facts)
        let statement = try PreparedStatement(
            "SELECT rowid, color, violations FROM instrument WHERE id = ?",
            in: database
        )
        statement.bind(1, id.description)
        guard try statement.step() else { return }
        let (number, color) = (statement.integer(0), statement.text(1))
        let differs = color != coat.color.rawValue || statement.text(2) != coat.violationText
        try statement.run()
        guard differs else { return }
        let from = color.flatMap(WarningColor.init(rawValue:))
        rows.append(Row(number: number, id: id, from: from, to: coat))
    }

    // MARK: Writing

    mutating func write(
        _ tell: ((ColorChange) throws -> Void)?
    ) throws -> [Recoloring.Move: Int] {
        rows.sort { $0.number < $1.number }
        let isWhole = rows.count >= Self.manyMin && rows.count > total / 2
        if isWhole { try database.execute(sql: "DROP INDEX instrument_by_color_inputs") }
        let statement = try PreparedStatement(
            "UPDATE instrument SET color = ?, violations = ? WHERE rowid = ?",
            in: database
        )
        var moves: [Recoloring.Move: Int] = [:]
        var bound: Coat?
        for row in rows {
            // Neighbours are often alike, and what is bound stays bound.
            if bound != row.to {
                statement.bind(1, row.to.color.rawValue)
                statement.bind(2, row.to.violationText)
                bound = row.to
            }
            statement.bind(3, row.number)
            try statement.run()
            let move = Recoloring.Move(from: row.from, to: row.to.color)
            moves[move, default: 0] += 1
            if let tell, let id = row.id {
                let violations = row.to.violations.violations
                try tell(ColorChange(id: id, move: move, violations: violations))
            }
        }
        if isWhole { try database.execute(sql: Replica.colorIndex) }
        try database.execute(
            sql: "UPDATE judged SET day = ?1 WHERE day IS NOT ?1",
            arguments: [day.description]
        )
        return moves
    }
}
