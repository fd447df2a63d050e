/// The fields of an instrument, by the name that they have in ops, in the order of the table.
package enum InstrumentField: String, CaseIterable, Sendable {
    case serial, name, model, manufacturer
    case range
    case accuracy, category, subcategory, origin, location, region, quantity, purpose, delivery
    case status, compulsory, regime
    case repairedOn

    /// The name of the column in `replica.db`.
    var column: String {
        switch self {
        case .range: "measuring_range"
        case .repairedOn: "repaired_on"
        default: rawValue
        }
    }

    /// Whether a change makes it another instrument in the eyes of `InstrumentIdentity`.
    var isIdentifying: Bool {
        switch self {
        case .serial, .model, .manufacturer: true
        default: false
        }
    }
}
