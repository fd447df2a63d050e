/// A refusal of the hub (RFC 9457, problem details) with a stable code.
package struct Problem: Error, Hashable, Sendable {
    package let status: Int
    package let code: String
    package let title: String
    package let detail: String?
    /// Seconds to wait before the next try, where waiting helps.
    package let retryAfter: Int?

    package init(
        _ status: Int,
        _ code: String,
        _ title: String,
        detail: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
    }

    package static let mediaType = "application/problem+json"

    package var json: JSONValue {
        [
            "type": .string("urn:jiliang:problem:\(code)"),
            "title": .string(title),
            "status": .integer(Int64(status)),
            "code": .string(code),
            "detail": .text(detail),
        ]
    }

    package init?(json: JSONValue, retryAfter: Int?) {
        guard let status = json["status"]?.integer, let code = json["code"]?.string,
            let title = json["title"]?.string
        else { return nil }
        self.init(
            Int(clamping: status),
            code,
            title,
            detail: json["detail"]?.string,
            retryAfter: retryAfter
        )
    }
}

/// The hub's signed clock (`GET /v1/time`).
package enum HubTime {
    /// The bytes that are signed: the hub, the moment, and what the asker made up for this one answer.
    package static func signedBytes(hub: RecordID, time: Instant, nonce: String) -> [UInt8] {
        let json: JSONValue = [
            "hub": .string(hub.description),
            "nonce": .string(nonce),
            "purpose": "time",
            "time": .integer(time.milliseconds),
            "version": 1,
        ]
        return json.canonical
    }
}
