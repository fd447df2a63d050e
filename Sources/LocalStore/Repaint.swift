import GRDB
import Policy
import Storage
import SyncCore

/// One recolouring on its way: first everything that differs is found, then it is written.
struct Repaint {
    /// A row to be written; small, since there may be a million.
    struct Row {
        let number: Int64
        /// The place of its coat among `coats`, and of its id, where ids are wanted, among `ids`.
        let coat: Int32
        let id: Int32
        let from: WarningColor?
    }

    let day: Day
    /// Whether the ids are wanted.
    let naming: Bool
    let judge: Store.Judge
    let database: Database
    var rows: [Row] = []
    private(set) var coats: [Coat] = []
    private(set) var ids: [RecordID] = []
    private(set) var total = 0

    /// So few unjudged instruments are looked up one by one.
    private static let fewMax = 1000

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
        let merged = try MergedRows(database)
        var specials = SpecialInstruments(on: day, merged)
        var reader = ColorInputsReader()
        while try statement.step() {
            total += Int(statement.integer(4))
            let latest = statement.withBytes(3, Day.init(ascii:))
            let inputs = statement.withBytes(0) { reader.read($0, verifiedOn: latest) }
            if inputs.isRepaired {
                specials.addRepaired(statement.text(0) ?? "")
                continue
            }
            if let latest, latest > day {
                _ = try specials.addLate(statement.text(0) ?? "", in: database)
            }
            let coat = coat(of: inputs.facts.happened(by: day))
            guard !coat.isStored(in: statement, 1, 2) else { continue }
            try take(groupOf: statement, without: merged, to: coat)
        }
        for id in try specials.ids(in: database) + merged.absorbed { try look(at: id) }
    }

    private func coat(of facts: InstrumentFacts) -> Coat {
        let (color, violations) = judge(facts)
        return Coat(color: color, violations: violations)
    }

    /// Takes the rows of a group, without those that need all their facts.
    private mutating func take(
        groupOf group: PreparedStatement,
        without merged: MergedRows,
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
        for column in 0..<3 as Range<Int32> { statement.bind(column + 1, group.text(column)) }
        statement.bind(4, day.description)
        let from = group.text(1).flatMap(WarningColor.init(rawValue:))
        let place = place(of: coat)
        while try statement.step() {
            guard !merged.contains(number: statement.integer(0)) else { continue }
            let id = naming ? RecordID(trusted: statement.text(1) ?? "") : nil
            add(statement.integer(0), id, from: from, to: place)
        }
    }

    /// Judges one instrument by all its facts; one for which another stands has no colour of its own.
    private mutating func look(at id: RecordID) throws {
        guard let record = try InstrumentQuery.instrument(id, in: database) else { return }
        let coat =
            record.canonical == nil
            ? coat(of: record.facts) : Coat(color: .none, violations: ViolationSet())
        let statement = try PreparedStatement(
            "SELECT rowid, color, violations FROM instrument WHERE id = ?",
            in: database
        )
        statement.bind(1, id.description)
        guard try statement.step() else { return }
        let (number, color) = (statement.integer(0), statement.text(1))
        let isStored = coat.isStored(in: statement, 1, 2)
        try statement.run()
        guard !isStored else { return }
        let from = color.flatMap(WarningColor.init(rawValue:))
        add(number, id, from: from, to: place(of: coat))
    }

    private mutating func place(of coat: Coat) -> Int32 {
        if let place = coats.firstIndex(of: coat) { return Int32(place) }
        coats.append(coat)
        return Int32(coats.count - 1)
    }

    private mutating func add(
        _ number: Int64,
        _ id: RecordID?,
        from: WarningColor?,
        to coat: Int32
    ) {
        rows.append(Row(number: number, coat: coat, id: Int32(ids.count), from: from))
        if naming, let id { ids.append(id) }
    }
}
