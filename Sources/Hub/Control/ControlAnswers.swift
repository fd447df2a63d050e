import Policy
import SyncCore

// The objects that commands print, in the words of the interface.

extension HubOrganisation {
    var json: JSONValue {
        [
            "organisation": .string(code),
            "name": .string(name),
            "role": .string(party.rawValue),
            "region": .text(region),
        ]
    }

    init?(json: JSONValue) {
        guard let code = json["organisation"]?.string, let name = json["name"]?.string,
            let party = json["role"]?.string.flatMap(Party.init(rawValue:))
        else { return nil }
        self.init(code: code, name: name, party: party, region: json["region"]?.string)
    }
}

extension HubSite {
    var json: JSONValue {
        [
            "site": .string(id.description),
            "organisation": .string(organisation),
            "name": .string(name),
            "role": .string(party.rawValue),
            "incarnation": .integer(Int64(incarnation)),
            "enrolledAt": .string(enrolledAt.text),
            "certificateExpires": .string(certificateExpires.text),
            "revokedAt": .text(revokedAt?.text),
        ]
    }
}

extension OpenedEpoch {
    var json: JSONValue {
        [
            "epoch": .integer(Int64(epoch)),
            "forkSeq": .integer(forkSeq),
            "lostThrough": lostThrough.map { .integer($0) } ?? .null,
            "opened": .bool(isNew),
        ]
    }
}

extension HubFiling {
    var json: JSONValue {
        [
            "id": .string(instrument.description),
            "organisation": .string(organisation),
            "name": .text(name),
            "model": .text(model),
            "serial": .text(serial),
            "state": .string(state.rawValue),
        ]
    }
}

extension HubApplication {
    var json: JSONValue {
        [
            "id": .string(id.description),
            "instrument": .string(instrument.description),
            "organisation": .string(organisation),
            "body": .text(body),
            "assigned": .bool(isAssigned),
            "state": .string(state.rawValue),
            "appliedOn": .text(appliedOn),
        ]
    }
}

extension Instant {
    /// RFC 3339 with the offset of Shanghai.
    var text: String { ShanghaiTime.text(secondsSince1970: seconds) }
}
