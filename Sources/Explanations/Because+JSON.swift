import Policy
import SyncCore

extension Because {
    /// The reason as a code with its values: the same in every language, and in a digest.
    var json: JSONValue {
        switch self {
        case .scrapped: reason("scrapped")
        case .notCompulsory: reason("not_compulsory")
        case .notInUse(let status, let reliance):
            reason(
                "not_in_use",
                ["status": .string(status.rawValue), "standing": reliance.json]
            )
        case .withinTerm(let term, let months):
            reason("within_term", ["months": .integer(Int64(months))], of: term)
        case .noTerm(let day): reason("no_term", ["verifiedOn": .day(day)])
        case .goodUntilInaccurate(let day):
            reason("good_until_inaccurate", ["verifiedOn": .day(day)])
        case .termEnding(let term, let months):
            reason("term_ending", ["months": .integer(Int64(months))], of: term)
        case .termOver(let term, let status):
            reason("term_over", ["status": .string(status.rawValue)], of: term)
        case .failed(let day, let status):
            reason("failed", ["on": .day(day), "status": .string(status.rawValue)])
        case .cancelled(let day, let status):
            reason("cancelled", ["on": .day(day), "status": .string(status.rawValue)])
        case .neverVerified(let first):
            reason("never_verified", ["firstOn": .text(first?.description)])
        case .notVerifiedSinceRepair(let day):
            reason("not_verified_since_repair", ["repairedOn": .day(day)])
        case .applicationDue(let term, let days):
            reason("application_due", ["leadDays": .integer(Int64(days))], of: term)
        case .redInstruments(let count):
            reason("red_instruments", ["count": .integer(Int64(count))])
        case .graded(let grade, let needsConfirmation):
            reason(
                "graded",
                [
                    "grade": .string(grade.rawValue),
                    "needsConfirmation": .bool(needsConfirmation),
                ]
            )
        case .retention(let standing, let end, let isGiven):
            reason(
                "retention",
                [
                    "standing": .string(standing.word), "end": .day(end), "given": .bool(isGiven),
                ]
            )
        case .credit(let credit): credit.json
        case .repair(let repair): repair.json
        case .period(let start, let count, let isWorkingDays):
            reason(
                "period",
                [
                    "start": .day(start), "count": .string(count),
                    "workingDays": .bool(isWorkingDays),
                ]
            )
        }
    }
}

extension Because.Reliance {
    fileprivate var json: JSONValue {
        switch self {
        case .unverified(let first):
            reason("unverified", ["firstOn": .text(first?.description)])
        case .notSinceRepair(let day):
            reason("not_verified_since_repair", ["repairedOn": .day(day)])
        case .failed(let day): reason("failed", ["on": .day(day)])
        case .cancelled(let day): reason("cancelled", ["on": .day(day)])
        case .passed(let day, let until):
            reason("passed", ["on": .day(day), "until": .text(until?.description)])
        }
    }
}

extension Because.Term {
    fileprivate var members: [JSONValue.Member] {
        [
            JSONValue.Member("kind", .string(kind == .rotation ? "rotation" : "validity")),
            JSONValue.Member("end", .day(end)),
            JSONValue.Member("daysLeft", .integer(Int64(daysLeft))),
        ]
    }
}

extension CreditReason {
    fileprivate var json: JSONValue {
        switch self {
        case .score(let base, let score, let counted):
            reason(
                "score",
                [
                    "base": .integer(Int64(base)), "score": .integer(Int64(score)),
                    "counted": .integer(Int64(counted)),
                ]
            )
        case .band(let score, let grade):
            reason(
                "band",
                ["score": .integer(Int64(score)), "grade": .string(grade.rawValue)]
            )
        case .ground(let fact, let code):
            reason("ground", ["fact": .string(fact), "item": .string(code)])
        case .direct(let code): reason("direct", ["item": .string(code)])
        case .confirmation: reason("confirmation")
        case .counted(let points): reason("counted", ["points": .integer(Int64(points))])
        case .countedUntil(let until): reason("counted_until", ["until": .day(until)])
        case .unconstrained(let grade):
            reason("unconstrained", ["grade": .string(grade.rawValue)])
        case .excluded(let exclusion): exclusion.json
        case .published(let until): reason("published", ["until": .day(until)])
        }
    }
}

extension CreditExclusion {
    fileprivate var json: JSONValue {
        switch self {
        case .unknownCode: reason("unknown_code")
        case .itemNotInForce: reason("item_not_in_force")
        case .notDetermined(let day): reason("not_determined", ["on": .day(day)])
        case .repaired(let day): reason("repaired", ["on": .day(day)])
        case .retentionOver(let day): reason("retention_over", ["until": .day(day)])
        case .windowOver(let day): reason("window_over", ["until": .day(day)])
        case .publicationOver(let day): reason("publication_over", ["until": .day(day)])
        case .disputed: reason("disputed")
        case .summaryProcedure: reason("summary_procedure")
        case .notFinal: reason("not_final")
        }
    }
}

extension RepairReason {
    fileprivate var json: JSONValue {
        switch self {
        case .appliedOn(let day, let profile):
            reason("applied_on", ["on": .day(day), "profile": .string(profile.rawValue)])
        case .timePassed(let months, let day):
            reason("time_passed", ["months": .number(months), "from": .text(day?.description)])
        case .sameKind(let fact): reason("same_kind", ["fact": .text(fact)])
        case .condition(let condition):
            reason(
                "condition",
                [
                    "kind": .string(condition.kind.rawValue),
                    "standing": .string(condition.standing.rawValue),
                ]
            )
        }
    }
}

private func reason(
    _ code: String,
    _ values: KeyValuePairs<String, JSONValue> = [:],
    of term: Because.Term? = nil
) -> JSONValue {
    let all = values.map { JSONValue.Member($0.key, $0.value) } + (term?.members ?? [])
    return .object([JSONValue.Member("code", .string(code))] + all)
}

extension JSONValue {
    /// A day as text.
    static func day(_ day: Day) -> JSONValue { .string(day.description) }
}
