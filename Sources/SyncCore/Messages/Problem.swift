/// A refusal of the hub (RFC 9457, problem details) with a stable code.
package struct Problem: Error, Hashable, Sendable {
    package let status: Int
    package let code: String
    package let title: String
    package let detail: String?
    /// Seconds to wait before the next try, where waiting helps.
    package let retryAfter: Int?
    /// With `rewind`: the place in the hub's log up to which the caller's history may be the hub's.
    package let rewind: Cursor?
    /// With `stale-incarnation`: the life of the site that the hub knows.
    package let incarnation: Int?
    /// With `unshown-op`: the number, in the life `incarnation`, of the site's op that the hub wants to see.
    package let seq: Int64?

    package init(
        _ status: Int,
        _ code: String,
        _ title: String,
        detail: String? = nil,
        retryAfter: Int? = nil,
        rewind: Cursor? = nil,
        incarnation: Int? = nil,
        seq: Int64? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
        self.rewind = rewind
        self.incarnation = incarnation
        self.seq = seq
    }

    package static let mediaType = "application/problem+json"

    package var json: JSONValue {
        .object(
            [
                JSONValue.Member("type", .string("urn:jiliang:problem:\(code)")),
                JSONValue.Member("title", .string(title)),
                JSONValue.Member("status", .integer(Int64(status))),
                JSONValue.Member("code", .string(code)),
                JSONValue.Member("detail", .text(detail)),
            ] + (rewind.map { [JSONValue.Member("rewind", $0.json)] } ?? [])
                + (incarnation.map { [JSONValue.Member("incarnation", .integer(Int64($0)))] } ?? [])
                + (seq.map { [JSONValue.Member("seq", .integer($0))] } ?? [])
        )
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
            retryAfter: retryAfter,
            rewind: json["rewind"].flatMap(Cursor.init(json:)),
            incarnation: json["incarnation"]?.integer.map { Int(clamping: $0) },
            seq: json["seq"]?.integer
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
