package import SyncCore

/// An instrument whose filing was asked for.
package struct HubFiling: Hashable, Sendable {
    package let instrument: RecordID
    package let organisation: String
    package let name: String?
    package let model: String?
    package let serial: String?
    package let state: FilingState

    package init(
        instrument: RecordID,
        organisation: String,
        name: String?,
        model: String?,
        serial: String?,
        state: FilingState
    ) {
        self.instrument = instrument
        self.organisation = organisation
        self.name = name
        self.model = model
        self.serial = serial
        self.state = state
    }
}

/// An application as the authority sees it.
package struct HubApplication: Hashable, Sendable {
    package let id: RecordID
    package let instrument: RecordID
    package let organisation: String
    package let body: String?
    package let state: ApplicationState
    package let appliedOn: String?
    /// Whether the named body is one that the hub knows: then the application has reached it.
    package let isAssigned: Bool

    package init(
        id: RecordID,
        instrument: RecordID,
        organisation: String,
        body: String?,
        state: ApplicationState,
        appliedOn: String?,
        isAssigned: Bool
    ) {
        self.id = id
        self.instrument = instrument
        self.organisation = organisation
        self.body = body
        self.state = state
        self.appliedOn = appliedOn
        self.isAssigned = isAssigned
    }
}

/// A fact in the credit file of a user unit.
package struct HubCreditFact: Hashable, Sendable {
    package let id: RecordID
    package let values: [CreditFactField: String]

    package init(id: RecordID, values: [CreditFactField: String]) {
        self.id = id
        self.values = values
    }
}

/// An act of the authority, before it has a number.
package struct AuthorityDraft: Hashable, Sendable {
    package let aggregate: RecordID
    package let kind: OpKind
    package let patches: [Patch]
    package let author: String
    package let reason: String?

    package init(
        aggregate: RecordID,
        kind: OpKind = .change,
        patches: [Patch],
        author: String,
        reason: String?
    ) {
        self.aggregate = aggregate
        self.kind = kind
        self.patches = patches
        self.author = author
        self.reason = reason
    }
}
