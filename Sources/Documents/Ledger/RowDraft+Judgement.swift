import Policy

/// What only the whole row can tell.
extension RowDraft {
    /// The row, or its refusal with every fault found, the most telling one first.
    mutating func finish(_ columns: ColumnMap) -> LedgerRecord {
        judgeSerial(columns)
        judgeVerification(columns)
        judgeLength(columns)
        guard let refusal else { return .row(number: number, row, repairs: repairs) }
        return .refused(refusal)
    }

    private var refusal: LedgerRefusal? {
        let ordered = faults.enumerated()
            .sorted { ($0.element.reason.rank, $0.offset) < ($1.element.reason.rank, $1.offset) }
            .map(\.element)
        guard let first = ordered.first else { return nil }
        return LedgerRefusal(
            row: number,
            column: first.column,
            reason: first.reason,
            others: Array(ordered.dropFirst())
        )
    }

    private mutating func judgeSerial(_ columns: ColumnMap) {
        if row.serial.isEmpty || LedgerWords.isPlaceholder(row.serial) {
            fault(.noSerial, [.serial], columns)
        }
    }

    /// A change travels whole, and a hub takes 256 KiB at most; escapes and what is written around the
    /// texts need room too.
    static let bytesMax = 100_000

    private mutating func judgeLength(_ columns: ColumnMap) {
        let texts = row.texts
        let bytes = texts.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes > Self.bytesMax else { return }
        let longest = texts.max { $0.text.utf8.count < $1.text.utf8.count }
        fault(
            .tooMuchText(bytes: bytes, max: Self.bytesMax),
            [longest?.field ?? .serial],
            columns
        )
    }

    /// Reading: a ledger that gives a validity but no conclusion tells of a pass, because only a
    /// pass carries a validity (印证办法).
    private mutating func judgeVerification(_ columns: ColumnMap) {
        guard let verifiedOn else { return judgeMissingDay(columns) }
        if let validUntil, validUntil < verifiedOn {
            fault(
                .validityBeforeVerification(verifiedOn: verifiedOn, validUntil: validUntil),
                [.validUntil],
                columns
            )
        }
        guard let outcome = result ?? (validUntil == nil ? nil : .pass) else {
            if unread.isDisjoint(with: [.validUntil, .result]) {
                fault(.verificationWithoutOutcome, [.verifiedOn], columns)
            }
            return
        }
        row.verification = DeclaredVerification(
            on: verifiedOn,
            validUntil: validUntil,
            result: outcome,
            isResultStated: result != nil,
            certificateNumber: certificateNumber,
            body: body
        )
    }

    /// A certificate number alone asks for the day only where there is a column to hold it.
    private mutating func judgeMissingDay(_ columns: ColumnMap) {
        if unread.contains(.verifiedOn) { return }
        let hasCertificate =
            columns.fields[.verifiedOn] != nil
            && certificateNumber.map { !LedgerWords.isPlaceholder($0) } == true
        if validUntil != nil || result != nil || hasCertificate {
            fault(.missingVerificationDay, [.verifiedOn, .validUntil, .result], columns)
        }
    }

    /// Notes a fault at the first of these fields that the table has.
    private mutating func fault(
        _ reason: RefusalReason,
        _ fields: [LedgerField],
        _ columns: ColumnMap
    ) {
        let column =
            fields.lazy.compactMap { columns.header(of: $0) }.first
            ?? fields.first?.header(in: .chinese) ?? ""
        faults.append(LedgerFault(column: column, reason: reason))
    }
}
