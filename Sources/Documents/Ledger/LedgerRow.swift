package import Policy

/// One instrument as a ledger declares it, every cell repaired and read.
///
/// Two rows are equal when their mapped columns say the same, however they were written.
package struct LedgerRow: Sendable, Hashable {
    package var serial: String
    package var name: String?
    package var model: String?
    package var manufacturer: String?
    package var range: String?
    package var accuracy: String?
    package var category: String?
    package var subcategory: String?
    package var origin: String?
    package var location: String?
    package var region: String?
    package var quantity: String?
    package var purpose: String?
    package var delivery: String?
    package var parent: String?
    /// In use, where a ledger has no such column.
    package var status: UseStatus = .inUse
    /// Whether it is subject to compulsory verification; `nil` where the ledger does not say.
    package var isCompulsory: Bool?
    package var regime: VerificationRegime?
    package var verification: DeclaredVerification?
    package var repairedOn: Day?

    package init(serial: String) {
        self.serial = serial
    }

    /// The free texts of the row.
    var texts: [(field: LedgerField, text: String)] {
        let values: [(LedgerField, String?)] = [
            (.serial, serial), (.name, name), (.model, model), (.manufacturer, manufacturer),
            (.range, range), (.accuracy, accuracy), (.category, category),
            (.subcategory, subcategory), (.origin, origin), (.location, location),
            (.region, region), (.quantity, quantity), (.purpose, purpose), (.delivery, delivery),
            (.parent, parent),
            (.certificateNumber, verification?.certificateNumber),
            (.verificationBody, verification?.body),
        ]
        return values.compactMap { field, value in value.map { (field, $0) } }
    }

    /// What makes two rows the same instrument.
    package var identity: String {
        InstrumentIdentity.key(
            manufacturer: manufacturer ?? "",
            model: model ?? "",
            serial: serial
        )
    }
}

/// A verification as the user unit's own ledger tells it, not yet confirmed by the body.
package struct DeclaredVerification: Sendable, Hashable {
    package var on: Day
    package var validUntil: Day?
    package var result: VerificationResult
    /// Whether the ledger gives the conclusion itself, or only a validity that implies a pass.
    package var isResultStated: Bool
    package var certificateNumber: String?
    package var body: String?

    package init(
        on: Day,
        validUntil: Day? = nil,
        result: VerificationResult,
        isResultStated: Bool = true,
        certificateNumber: String? = nil,
        body: String? = nil
    ) {
        self.on = on
        self.validUntil = validUntil
        self.result = result
        self.isResultStated = isResultStated
        self.certificateNumber = certificateNumber
        self.body = body
    }
}
