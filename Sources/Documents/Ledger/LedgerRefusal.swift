package import Policy

/// A row that cannot be taken over, with everything that is wrong with it.
package struct LedgerRefusal: Error, Sendable, Equatable {
    package let row: Int
    /// The header's text as it stands.
    package let column: String
    package let reason: RefusalReason
    /// Further faults of the row, so that one correction is enough.
    package let others: [LedgerFault]

    package init(row: Int, column: String, reason: RefusalReason, others: [LedgerFault] = []) {
        self.row = row
        self.column = column
        self.reason = reason
        self.others = others
    }
}

/// One thing wrong with a row, and the column to look at.
package struct LedgerFault: Sendable, Equatable {
    package let column: String
    package let reason: RefusalReason

    package init(column: String, reason: RefusalReason) {
        self.column = column
        self.reason = reason
    }
}

/// Why a row is refused; texts are those of the cell, after blanks and full width were repaired.
package enum RefusalReason: Sendable, Equatable {
    case impossibleDate(String)
    case validityBeforeVerification(verifiedOn: Day, validUntil: Day)
    case noSerial
    case unknownStatus(String)
    case unknownResult(String)
    case missingVerificationDay
    /// A day of verification that says neither how it ended nor how long it holds.
    case verificationWithoutOutcome
    case unknownCompulsory(String)
    case unknownRegime(String)
    case cellsMissing(found: Int, expected: Int)
    case tooManyCells(found: Int, expected: Int)
    /// The same instrument stands in an earlier row with other content. The import finds this one:
    /// only it remembers earlier rows.
    case sameSerial(firstRow: Int)
    /// 报废 is final; found by the import, which knows the store.
    case scrappedIsFinal
    /// More text than one change can carry to a hub.
    case tooMuchText(bytes: Int, max: Int)

    /// The stable code.
    package var code: String {
        switch self {
        case .sameSerial: "E2103"
        case .noSerial: "E2104"
        case .impossibleDate: "E2107"
        case .validityBeforeVerification: "E2112"
        case .unknownStatus: "E2113"
        case .missingVerificationDay: "E2114"
        case .unknownResult: "E2115"
        case .verificationWithoutOutcome: "E2116"
        case .unknownCompulsory, .unknownRegime: "E2117"
        case .cellsMissing: "E2118"
        case .tooManyCells: "E2119"
        case .scrappedIsFinal: "E2120"
        case .tooMuchText: "E2121"
        }
    }

    /// Which fault is named first: a smaller number explains more of the others.
    var rank: Int {
        switch self {
        case .cellsMissing, .tooManyCells: 0
        case .impossibleDate: 1
        case .validityBeforeVerification: 2
        case .noSerial: 3
        case .unknownStatus: 4
        case .unknownResult: 5
        case .missingVerificationDay: 6
        case .verificationWithoutOutcome: 7
        case .unknownCompulsory, .unknownRegime: 8
        case .sameSerial, .scrappedIsFinal, .tooMuchText: 9
        }
    }
}
