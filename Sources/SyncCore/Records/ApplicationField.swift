/// The fields of an application for verification (申请检定), which is a verification body's job.
package enum ApplicationField: String, CaseIterable, Sendable {
    /// 统一社会信用代码 of the verification body that is asked.
    case body
    case reason
    /// The days between which the user unit would like it done.
    case windowFrom, windowTo
    case appliedOn
    case state
    case acceptedOn, scheduledOn, testedOn, completedOn
}

/// Where an application stands.
package enum ApplicationState: String, CaseIterable, Sendable {
    case applied, accepted, returned, scheduled, completed, withdrawn
}

/// Where the filing (备案) of an instrument stands.
package enum FilingState: String, CaseIterable, Sendable {
    case filed, registered, returned
}
