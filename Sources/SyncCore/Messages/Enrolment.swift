private import Signing

/// `POST /v1/enroll`: a site asks to join, with a one-time token and a certificate request.
package struct EnrolmentRequest: Hashable, Sendable {
    package let token: String
    /// PKCS#10, PEM.
    package let certificateRequest: String
    /// The site's raw Ed25519 public key, which signs its batches.
    package let signingKey: [UInt8]
    package let site: RecordID
    package let incarnation: Int
    package let organisation: String
    package let party: Party
    package let name: String

    /// Whether a hub takes this as the name of a site.
    package static func isName(_ text: String) -> Bool {
        let isBlank = text.allSatisfy(\.isWhitespace)
        return !isBlank && text.utf8.count <= 400
    }

    package init(
        token: String,
        certificateRequest: String,
        signingKey: [UInt8],
        site: RecordID,
        incarnation: Int,
        organisation: String,
        party: Party,
        name: String
    ) {
        self.token = token
        self.certificateRequest = certificateRequest
        self.signingKey = signingKey
        self.site = site
        self.incarnation = incarnation
        self.organisation = organisation
        self.party = party
        self.name = name
    }

    package var json: JSONValue {
        [
            "token": .string(token),
            "certificateRequest": .string(certificateRequest),
            "signingKey": .string(signingKey.hex),
            "site": .string(site.description),
            "incarnation": .integer(Int64(incarnation)),
            "organisation": .string(organisation),
            "role": .string(party.rawValue),
            "name": .string(name),
            "version": 1,
        ]
    }

    package init?(json: JSONValue) {
        guard let token = json["token"]?.string,
            let request = json["certificateRequest"]?.string,
            let key = json["signingKey"]?.bytes, key.count == 32,
            let site = json["site"]?.recordID, let incarnation = json["incarnation"]?.integer,
            let organisation = json["organisation"]?.string,
            let party = json["role"]?.string.flatMap(Party.init(rawValue:)),
            let name = json["name"]?.string, json["version"] == 1
        else { return nil }
        self.init(
            token: token,
            certificateRequest: request,
            signingKey: key,
            site: site,
            incarnation: Int(clamping: incarnation),
            organisation: organisation,
            party: party,
            name: name
        )
    }
}

/// What a site gets when it joins: its certificate and whom to trust from now on.
package struct EnrolmentAnswer: Hashable, Sendable {
    package let site: RecordID
    /// PEM.
    package let certificate: String
    /// PEM of the hub's own authority, the only root that the site trusts.
    package let ca: String
    package let hub: RecordID
    package let city: String
    /// The keys that verify what the hub signs.
    package let keys: HubKeys
    package let epoch: Int
    package let certificateExpires: Instant
    package let time: Instant

    package init(
        site: RecordID,
        certificate: String,
        ca: String,
        hub: RecordID,
        city: String,
        keys: HubKeys,
        epoch: Int,
        certificateExpires: Instant,
        time: Instant
    ) {
        self.site = site
        self.certificate = certificate
        self.ca = ca
        self.hub = hub
        self.city = city
        self.keys = keys
        self.epoch = epoch
        self.certificateExpires = certificateExpires
        self.time = time
    }

    package var json: JSONValue {
        [
            "site": .string(site.description),
            "certificate": .string(certificate),
            "ca": .string(ca),
            "hub": .string(hub.description),
            "city": .string(city),
            "keys": keys.json,
            "receiptKey": .string(keys.present.raw.hex),
            "epoch": .integer(Int64(epoch)),
            "certificateExpires": .integer(certificateExpires.milliseconds),
            "time": .integer(time.milliseconds),
        ]
    }

    package init?(json: JSONValue) {
        guard let site = json["site"]?.recordID,
            let certificate = json["certificate"]?.string, let ca = json["ca"]?.string,
            let hub = json["hub"]?.recordID, let city = json["city"]?.string,
            let keys = json["keys"].flatMap({ try? HubKeys(json: $0) }), keys.hub == hub,
            json["receiptKey"]?.bytes == keys.present.raw,
            let epoch = json["epoch"]?.integer,
            let expires = json["certificateExpires"]?.integer,
            let time = json["time"]?.integer
        else { return nil }
        self.init(
            site: site,
            certificate: certificate,
            ca: ca,
            hub: hub,
            city: city,
            keys: keys,
            epoch: Int(clamping: epoch),
            certificateExpires: Instant(milliseconds: expires),
            time: Instant(milliseconds: time)
        )
    }
}
