/// The fields of an instrument, by the name that they have in ops, in the order of the table.
package enum InstrumentField: String, CaseIterable, Sendable {
    case serial, name, model, manufacturer
    case range
    case accuracy, category, subcategory, origin, location, region, quantity, purpose, delivery
    case status, compulsory, regime
    case repairedOn
    /// 备案: `filed` by the user unit, then `registered` or `returned` by the authority.
    case filing
    /// The device of which this is a part, as the ledger calls it: a pump's nozzles name the pump.
    case parent
    /// 合并登记: the registration that stands for this one, by the authority's word. Empty where it stands
    /// for itself.
    case mergedInto
    /// What of the two agreed when they were merged: names of fields, with commas between.
    case mergeEvidence
}
