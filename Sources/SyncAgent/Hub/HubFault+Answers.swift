import SyncCore

extension HubFault {
    /// What it means that no answer came.
    init(_ error: WireError) {
        switch error {
        case .unreachable(let detail): self = .unreachable(detail)
        case .proxyPassword(let detail): self = .proxyPassword(detail)
        case .proxyRefused(let detail): self = .proxyRefused(detail)
        case .untrusted(let detail): self = .untrusted(detail)
        case .pinMismatch(let expected, let seen, let issuer):
            self = .otherAuthority(expected: expected, seen: seen, issuer: issuer)
        case .identityRefused(let detail): self = .identity(detail)
        case .timedOut: self = .unreachable("no answer in time")
        case .stalled(let seconds): self = .stalled(seconds: seconds)
        case .tooLarge: self = .garbled("the answer is larger than any of a hub")
        case .broken(let detail): self = .cut(detail)
        case .cancelled: self = .unreachable("given up")
        }
    }

    /// What an answer refuses; `nil` when it grants what was asked. `cursor` is where the caller said that it
    /// stands.
    init?(refusing response: HTTPResponse, at cursor: Cursor? = nil) {
        // Most answers grant, and are long.
        if (200..<300).contains(response.status) { return nil }
        let problem = response.problem
        if let cursor, let place = problem?.rewind, place.isBehind(cursor) {
            self = .rewind(to: place, from: cursor)
            return
        }
        let words = problem.map { "\($0.status) \($0.code): \($0.detail ?? $0.title)" }
        let told = words ?? "status \(response.status)"
        switch response.status {
        case 300..<400:
            let target = response.redirectTarget
            self = target.map { .redirected(to: $0) } ?? .garbled("status \(response.status)")
        case 403 where problem?.code == "revoked": self = .revoked
        case 401, 403: self = .identity(told)
        case 409 where problem?.code == "stale-incarnation":
            self = .staleIncarnation(current: problem?.incarnation ?? 0)
        case 409 where problem?.unshown != nil:
            self = problem?.unshown.map { .unshown($0) } ?? .otherHistory(told)
        case 409 where problem?.code == "moved-on": self = .movedOn
        case 410 where problem?.code == "resync": self = .resync
        case 503 where problem?.code == "snapshot-in-preparation":
            self = .preparing(problem?.detail ?? "", retryAfter: response.retryAfter)
        // Without words it was cut on its way, and may be about an own op only.
        case 409, 410:
            self =
                problem == nil
                ? .garbled(response.description(of: "a refusal")) : .otherHistory(told)
        // A page instead of a problem is not the hub's word, and must not bury an edit.
        case 413: self = problem == nil ? .tooLargeOnTheWay : .tooLarge
        case 429, 503: self = .busy(retryAfter: response.retryAfter)
        case 400..<500:
            self = problem.map { .refused($0) } ?? .garbled(response.description(of: "a refusal"))
        case 500...:
            // A proxy in front of a hub that is down answers with a page of its own.
            self = problem.map { .refused($0) } ?? .busy(retryAfter: response.retryAfter)
        default: self = .garbled("status \(response.status) where a hub answers or refuses")
        }
    }
}

extension Problem {
    /// The own op that the hub wants to see.
    fileprivate var unshown: OwnName? {
        guard code == "unshown-op", let incarnation, let seq else { return nil }
        return OwnName(incarnation: incarnation, seq: seq)
    }
}

extension Cursor {
    /// Whether who stands at `other` gets anywhere by going back to this place. A hub that sends a site in a
    /// circle is not obeyed.
    fileprivate func isBehind(_ other: Cursor) -> Bool {
        shard == other.shard && (epoch > other.epoch || (epoch == other.epoch && seq < other.seq))
    }
}

extension HubFault {
    /// The same for a site that is no member yet: what a 403 refuses is its token, and the hub's code
    /// says why.
    init?(refusingStranger response: HTTPResponse) {
        if let problem = response.problem, (400..<500).contains(response.status),
            ![413, 429].contains(response.status)
        {
            self = .refused(problem)
        } else {
            self.init(refusing: response)
        }
    }
}

extension HubFault {
    /// What an answer is that cannot be read: signed in a way that a newer program knows, or of another shape.
    init(unread json: JSONValue?, _ words: String) {
        self = json?.unknownSuite.map { .keys(.unknownSuite($0)) } ?? .garbled(words)
    }
}

extension HTTPResponse {
    /// The body as JSON.
    func json() throws(HubFault) -> JSONValue {
        do { return try JSONParser.parse(body) } catch {
            throw .garbled(description(of: "JSON"))
        }
    }

    /// What stands where something else was expected.
    func description(of expected: String) -> String {
        let first = body.first { $0 > 0x20 }
        let isHTML =
            headers["content-type"]?.lowercased().contains("html") == true
            || first == UInt8(ascii: "<")
        let seen = first == nil ? "empty" : isHTML ? "HTML" : "something else"
        return "the answer is \(seen), not \(expected) (status \(status))"
    }

    /// The problem object of a refusal; its status is the one of the answer, whatever it claims.
    var problem: Problem? {
        guard let json = try? JSONParser.parse(body),
            let problem = Problem(json: json, retryAfter: retryAfter)
        else { return nil }
        return Problem(
            status,
            problem.code,
            problem.title,
            detail: problem.detail,
            retryAfter: retryAfter,
            rewind: problem.rewind,
            incarnation: problem.incarnation,
            seq: problem.seq
        )
    }

    /// Where a redirect leads: scheme and host of another server, or a path of this one. What else the
    /// address says may be meant for one person only.
    fileprivate var redirectTarget: String? {
        guard let location = headers["location"], !location.isEmpty else { return nil }
        let parts = location.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty else {
            return String(location.prefix { $0 != "?" && $0 != "#" }.prefix(80))
        }
        let host = parts[2].prefix { $0 != "?" && $0 != "#" }.split(separator: "@").last ?? ""
        return "\(parts[0])//\(host.prefix(80))"
    }

    /// Seconds, where the header counts them; a date there is not worth trusting two clocks for.
    fileprivate var retryAfter: Int? {
        headers["retry-after"].flatMap(Int.init).flatMap { $0 >= 0 ? $0 : nil }
    }
}
