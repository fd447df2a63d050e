import Policy
package import SyncCore

/// A registration of an instrument: what tells whether there is another one of the same.
package struct Registration: Hashable, Sendable {
    package let id: RecordID
    /// The organisation that registered it.
    package let owner: String
    /// Manufacturer, model and serial number as `InstrumentIdentity` compares them.
    package let identity: String
    package let serial: String
    package let name: String?
    /// Whether a verification body has reported a result for it.
    package let hasResult: Bool
    /// The entry of the hub's log that made it; `nil` while it waits for the hub.
    package let hubSeq: Int64?

    package init(
        id: RecordID,
        owner: String,
        values: (InstrumentField) -> String?,
        hasResult: Bool,
        hubSeq: Int64?
    ) {
        self.id = id
        self.owner = owner
        self.identity = InstrumentIdentity.key(
            manufacturer: values(.manufacturer) ?? "",
            model: values(.model) ?? "",
            serial: values(.serial) ?? ""
        )
        self.serial = values(.serial) ?? ""
        self.name = values(.name)
        self.hasResult = hasResult
        self.hubSeq = hubSeq
    }
}

/// Registrations of one owner that are probably one instrument: offline, two sites of an enterprise can
/// enter the same one. Nothing is done about it: a person compares the instruments.
package struct DuplicateGroup: Hashable, Sendable {
    package let owner: String
    package let identity: String
    /// First the one to keep: that with a body's result, else the one that reached the hub first.
    package let registrations: [Registration]

    /// The groups of two and more, by owner and identity. The order of the registrations does not matter.
    package static func groups(among registrations: [Registration]) -> [DuplicateGroup] {
        struct Key: Hashable {
            let owner: String
            let identity: String
        }
        let groups = Dictionary(grouping: registrations) {
            Key(owner: $0.owner, identity: $0.identity)
        }
        return groups.filter { $0.value.count > 1 }
            .map { key, members in
                DuplicateGroup(
                    owner: key.owner,
                    identity: key.identity,
                    registrations: members.sorted { $0.isKept(before: $1) }
                )
            }
            .sorted { ($0.owner, $0.identity) < ($1.owner, $1.identity) }
    }

    /// As `duplicates --json` and `jiliang-hub duplicate list --json` print it.
    package var json: JSONValue {
        [
            "organisation": .string(owner),
            "identity": .string(identity),
            "keep": .text(registrations.first?.id.description),
            "instruments": .array(
                registrations.map {
                    [
                        "id": .string($0.id.description),
                        "serial": .string($0.serial),
                        "name": .text($0.name),
                        "hasResult": .bool($0.hasResult),
                        "hubSeq": $0.hubSeq.map { .integer($0) } ?? .null,
                    ]
                }
            ),
        ]
    }
}

extension Registration {
    fileprivate func isKept(before other: Registration) -> Bool {
        if hasResult != other.hasResult { return hasResult }
        let (mine, theirs) = (hubSeq ?? .max, other.hubSeq ?? .max)
        return mine == theirs ? id < other.id : mine < theirs
    }
}
