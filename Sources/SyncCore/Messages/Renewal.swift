/// `POST /v1/renew`: a member asks for its next certificate, for a key that it has just made.
package struct RenewalRequest: Hashable, Sendable {
    /// PKCS#10, PEM.
    package let certificateRequest: String

    package init(certificateRequest: String) {
        self.certificateRequest = certificateRequest
    }

    package var json: JSONValue {
        ["certificateRequest": .string(certificateRequest), "version": 1]
    }

    package init?(json: JSONValue) {
        guard let request = json["certificateRequest"]?.string, json["version"] == 1
        else { return nil }
        self.init(certificateRequest: request)
    }
}

/// The next certificate of a member. Authority, hub and keys stay those that it has joined with.
package struct RenewalAnswer: Hashable, Sendable {
    package let site: RecordID
    /// PEM.
    package let certificate: String
    package let certificateExpires: Instant
    package let time: Instant

    package init(site: RecordID, certificate: String, certificateExpires: Instant, time: Instant) {
        self.site = site
        self.certificate = certificate
        self.certificateExpires = certificateExpires
        self.time = time
    }

    package var json: JSONValue {
        [
            "site": .string(site.description),
            "certificate": .string(certificate),
            "certificateExpires": .integer(certificateExpires.milliseconds),
            "time": .integer(time.milliseconds),
        ]
    }

    package init?(json: JSONValue) {
        guard let site = json["site"]?.recordID,
            let certificate = json["certificate"]?.string,
            let expires = json["certificateExpires"]?.integer,
            let time = json["time"]?.integer
        else { return nil }
        self.init(
            site: site,
            certificate: certificate,
            certificateExpires: Instant(milliseconds: expires),
            time: Instant(milliseconds: time)
        )
    }
}
