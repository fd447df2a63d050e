import Policy

/// One cell on its way into a row.
struct LedgerCell {
    var field: LedgerField
    /// The header's text as it stands.
    var column: String
    var bytes: UnsafeBufferPointer<UInt8>
}

/// A row while its cells are being read: what is known, what was repaired, what is wrong.
///
/// Cells are read one by one in any order; `finish` judges what only the whole row can tell.
struct RowDraft {
    let number: Int
    var row = LedgerRow(serial: "")
    var repairs: [LedgerRepair] = []
    var faults: [LedgerFault] = []
    var verifiedOn: Day?
    var validUntil: Day?
    var result: VerificationResult?
    var certificateNumber: String?
    var body: String?
    /// Fields whose cell holds something that could not be read: refused, but not missing.
    var unread: Set<LedgerField> = []

    init(number: Int) {
        self.number = number
    }

    /// Reads one cell into the row.
    mutating func read(_ cell: LedgerCell) {
        switch cell.field {
        case .serial: row.serial = text(cell) ?? ""
        case .name: row.name = text(cell)
        case .model: row.model = text(cell)
        case .manufacturer: row.manufacturer = text(cell)
        case .range: row.range = text(cell)
        case .accuracy: row.accuracy = text(cell)
        case .category: row.category = text(cell)
        case .subcategory: row.subcategory = text(cell)
        case .origin: row.origin = text(cell)
        case .location: row.location = text(cell)
        case .region: row.region = text(cell)
        case .quantity: row.quantity = text(cell)
        case .purpose: row.purpose = text(cell)
        case .delivery: row.delivery = text(cell)
        case .parent: row.parent = text(cell)
        case .status: readStatus(cell)
        case .compulsory: readCompulsory(cell)
        case .regime: readRegime(cell)
        case .verifiedOn: verifiedOn = day(cell)
        case .validUntil: validUntil = day(cell)
        case .repairedOn: row.repairedOn = day(cell)
        case .result: readResult(cell)
        case .certificateNumber: certificateNumber = text(cell)
        case .verificationBody: body = text(cell)
        }
    }

    private mutating func text(_ cell: LedgerCell) -> String? {
        let repaired = CellRepair.repair(cell.bytes)
        if let code = repaired.code { note(code, cell, to: repaired.text) }
        return repaired.text.isEmpty ? nil : repaired.text
    }

    private mutating func day(_ cell: LedgerCell) -> Day? {
        if let day = Day(ascii: cell.bytes) { return day }
        let repaired = CellRepair.repair(cell.bytes)
        if repaired.text.isEmpty { return nil }
        if LedgerWords.isPlaceholder(repaired.text) {
            note(.date, cell, to: "")
            return nil
        }
        guard let reading = DateText.read(repaired.text) else {
            refuse(cell, .impossibleDate(repaired.text))
            return nil
        }
        if let code = reading.code ?? repaired.code {
            note(code, cell, to: reading.day.description)
        }
        return reading.day
    }

    /// An empty cell is refused too: a ledger that has the column must fill it.
    private mutating func readStatus(_ cell: LedgerCell) {
        let repaired = CellRepair.repair(cell.bytes)
        guard let reading = LedgerWords.status(repaired.text) else {
            return refuse(cell, .unknownStatus(repaired.text))
        }
        row.status = reading.value
        note(reading.canonical, repaired, .statusWord, cell)
    }

    private mutating func readResult(_ cell: LedgerCell) {
        let repaired = CellRepair.repair(cell.bytes)
        if repaired.text.isEmpty { return }
        if LedgerWords.isPlaceholder(repaired.text) { return note(.resultWord, cell, to: "") }
        guard let reading = LedgerWords.result(repaired.text) else {
            return refuse(cell, .unknownResult(repaired.text))
        }
        result = reading.value
        note(reading.canonical, repaired, .resultWord, cell)
    }

    private mutating func readCompulsory(_ cell: LedgerCell) {
        guard let text = text(cell) else { return }
        guard let value = LedgerWords.isCompulsory(text) else {
            return refuse(cell, .unknownCompulsory(text))
        }
        row.isCompulsory = value
    }

    private mutating func readRegime(_ cell: LedgerCell) {
        guard let text = text(cell) else { return }
        guard let value = LedgerWords.regime(text) else {
            return refuse(cell, .unknownRegime(text))
        }
        row.regime = value
    }

    private mutating func refuse(_ cell: LedgerCell, _ reason: RefusalReason) {
        faults.append(LedgerFault(column: cell.column, reason: reason))
        unread.insert(cell.field)
    }

    /// Lists a word that was replaced, or else what was repaired around it.
    private mutating func note(
        _ canonical: String?,
        _ repaired: CellRepair.Outcome,
        _ wordCode: RepairCode,
        _ cell: LedgerCell
    ) {
        if let canonical {
            note(wordCode, cell, to: canonical)
        } else if let code = repaired.code {
            note(code, cell, to: repaired.text)
        }
    }

    private mutating func note(_ code: RepairCode, _ cell: LedgerCell, to text: String) {
        repairs.append(
            LedgerRepair(
                row: number,
                column: cell.column,
                code: code,
                from: String(decoding: cell.bytes, as: UTF8.self),
                to: text
            )
        )
    }
}
