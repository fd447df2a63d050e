package import GRDB
package import Policy
import Storage

/// Grades of all user units, set-wise: one pass through a covering index, nothing explained and nothing
/// kept. `CreditRules` decides here as it does where a grade is explained.
package enum GradeRows {
    /// Hands the grade of every user unit that has a fact to `body`, by subject, and says how many facts
    /// were read.
    package static func forEach(
        by rules: CreditRules,
        in database: Database,
        _ body: (_ subject: String, CreditDecision) throws -> Void
    ) throws -> Int {
        let codes = CreditCodes(of: rules)
        var tally = CreditTally(by: rules)
        let row = try PreparedStatement(select, in: database)
        defer { row.reset() }
        var subject: [UInt8] = []
        var facts = 0
        while try row.step() {
            let isSame = row.withBytes(0) { $0.elementsEqual(subject) }
            if !isSame {
                if facts > 0 { try body(String(decoding: subject, as: UTF8.self), tally.finish()) }
                subject = row.withBytes(0, Array.init)
            }
            facts += 1
            guard let entry = entry(row, codes) else {
                throw HubError.storage(detail: "a credit fact without a day")
            }
            tally.add(entry)
        }
        if facts > 0 { try body(String(decoding: subject, as: UTF8.self), tally.finish()) }
        return facts
    }

    /// In the order in which a conclusion names the facts: the first ground is the same one.
    private static let select = """
        SELECT subject, code, determined_on, procedure, final, repaired_on, retain_until
        FROM credit_fact ORDER BY subject, determined_on, id
        """

    private static func entry(_ row: PreparedStatement, _ codes: CreditCodes) -> CreditEntry? {
        guard let determinedOn = row.withBytes(2, Day.init(ascii:)) else { return nil }
        return CreditEntry(
            kind: row.withBytes(1, codes.kind),
            determinedOn: determinedOn,
            procedure: row.withBytes(3, PenaltyProcedure.init(ascii:)),
            isFinal: row.isNull(4) ? nil : row.integer(4) == 1,
            repairedOn: row.withBytes(5, Day.init(ascii:)),
            retainUntil: row.withBytes(6, Day.init(ascii:))
        )
    }
}

/// The grade of a user unit, without its reasons.
package struct HubGrade: Hashable, Sendable {
    package let subject: String
    package let decision: CreditDecision
}

extension SQLiteHubStore {
    package func grades(by rules: CreditRules) async throws -> [HubGrade] {
        try await read { database in
            var grades: [HubGrade] = []
            _ = try GradeRows.forEach(by: rules, in: database) { subject, decision in
                grades.append(HubGrade(subject: subject, decision: decision))
            }
            return grades
        }
    }
}
