package import SyncCore

/// Looks at the way from a site to its hub layer by layer, so that a person learns at which one it ends.
/// Nothing is sent but a question for the hub's time, or, before the site has joined, for its health.
package struct NetworkCheck {
    private let address: HubAddress
    private let proxy: WireProxy?
    private let trust: WireTrust
    private let joined: Joined?
    private let probe: WireProbe
    private let clock: () -> Instant
    private let nonce: String
    private var report = NetworkReport()
    private var reached = ContinuousPassed()

    /// More than that is no drift, and conclusions may be wrong by a day.
    private static let clockToleranceMilliseconds: Int64 = 5 * 60 * 1000

    /// The way to a hub that the site has joined, or, without `joined`, to any; then `pin` says which
    /// authority is expected, where somebody knows.
    package init(
        to address: HubAddress,
        as joined: Joined?,
        pin: AuthorityPin?,
        by proxy: WireProxy?,
        limits: WireLimits,
        timeout: Duration,
        userAgent: String,
        clock: @escaping () -> Instant,
        nonce: String
    ) {
        self.address = address
        self.proxy = proxy
        self.joined = joined
        // An empty pin is met by nobody, and so shows who is there.
        trust = joined?.trust ?? WireTrust(pin: pin?.description ?? "")
        self.clock = clock
        self.nonce = nonce
        let setup = WireSetup(
            base: address.description,
            trust: trust,
            userAgent: userAgent,
            limits: limits,
            proxy: proxy
        )
        probe = WireProbe(setup: setup, timeout: timeout)
    }

    /// Looks, for as long as the limits allow. Blocks the thread.
    package func run() -> NetworkReport {
        var check = self
        check.settings()
        if check.firstHop(), check.tunnel(), check.handshake() { check.answer() }
        check.leaveRest()
        return check.report
    }
}

/// How long the layers took that lie before one.
private struct ContinuousPassed {
    var milliseconds = 0

    /// What a step took more than those before it, which it has repeated.
    mutating func beyond(_ total: Int) -> Int {
        let more = max(0, total - milliseconds)
        milliseconds = max(milliseconds, total)
        return more
    }
}

// MARK: The layers

extension NetworkCheck {
    private mutating func note(
        _ layer: NetworkLayer,
        _ isSound: Bool?,
        _ milliseconds: Int? = nil,
        _ fact: LayerFinding.Fact? = nil
    ) {
        report.findings.append(
            LayerFinding(layer: layer, isSound: isSound, milliseconds: milliseconds, fact: fact)
        )
    }

    private mutating func fail(
        _ layer: NetworkLayer,
        _ error: WireError,
        _ milliseconds: Int?
    ) -> Bool {
        note(layer, false, milliseconds)
        report.cause = .fault(HubFault(error), at: layer)
        return false
    }

    /// What was not reached is not known.
    private mutating func leaveRest() {
        let seen = report.findings
        report.findings = NetworkLayer.allCases.map { layer in
            seen.first { $0.layer == layer } ?? LayerFinding(layer: layer)
        }
    }

    private mutating func settings() {
        let way = LayerFinding.Fact.way(
            hub: address.description,
            proxy: proxy?.address.description
        )
        note(.settings, true, nil, way)
    }

    /// Name and TCP, of the proxy where there is one: the hub's name is the proxy's business then.
    private mutating func firstHop() -> Bool {
        let host = proxy?.address.host ?? address.host
        let port = proxy?.address.port ?? address.port
        let outcome = probe.go(.firstHop(host: host, port: port))
        guard let name = outcome.nameMilliseconds else {
            let error = outcome.error ?? .unreachable(detail: host)
            return fail(.dns, error, outcome.milliseconds)
        }
        note(.dns, true, name, outcome.peer.map { .peer($0) })
        let more = max(0, outcome.milliseconds - name)
        if let error = outcome.error { return fail(.tcp, error, more) }
        note(.tcp, true, more, .peer("\(host):\(port)"))
        _ = reached.beyond(outcome.milliseconds)
        return true
    }

    private mutating func tunnel() -> Bool {
        guard let proxy else {
            note(.proxy, true, nil, .noProxy)
            return true
        }
        let outcome = probe.go(.tunnel(to: address))
        let more = reached.beyond(outcome.milliseconds)
        if let error = outcome.error { return fail(.proxy, error, more) }
        note(.proxy, true, more, .throughProxy(proxy.address.description))
        return true
    }

    private mutating func handshake() -> Bool {
        let outcome = probe.go(.handshake)
        let more = reached.beyond(outcome.milliseconds)
        switch outcome.error {
        case nil:
            note(.tls, true, more, .authority(pin: trust.expectedPin))
            return true
        case .pinMismatch("", let seen, let issuer):
            note(.tls, nil, more, .anyAuthority(pin: seen, issuer: issuer))
            // Whoever it is gets no secret of ours; only what follows can be told.
            answer(trusting: WireTrust(pin: seen))
            return false
        case .untrusted(let detail):
            _ = fail(.tls, .untrusted(detail: detail), more)
            askTimeInDoubt()
            return false
        case .some(let error): return fail(.tls, error, more)
        }
    }

    /// Where a certificate is not valid by our clock, the hub may tell whose fault that is.
    private mutating func askTimeInDoubt() {
        var trust = trust
        trust.ignoresValidity = true
        guard let offset = ask(trusting: trust).offset else { return }
        noteClock(offset)
    }

    private mutating func answer(trusting other: WireTrust? = nil) {
        let (outcome, offset) = ask(trusting: other ?? trust)
        let more = reached.beyond(outcome.milliseconds)
        switch outcome.result {
        case .failure(let error): _ = fail(.http, error, more)
        case .success(let response):
            let fault = HubFault(refusing: response) ?? response.strangeness(isTime: joined != nil)
            note(
                .http,
                fault == nil,
                more,
                .status(response.status, by: outcome.httpVersion)
            )
            if let fault {
                report.cause = .fault(fault, at: .http)
            } else if let offset {
                noteClock(offset)
            }
        }
    }

    private mutating func noteClock(_ offset: ClockOffset) {
        let isSound = abs(offset.milliseconds) <= Self.clockToleranceMilliseconds
        note(
            .clock,
            isSound,
            nil,
            .clockOffset(milliseconds: offset.milliseconds, isSigned: offset.isSigned)
        )
        if !isSound { report.cause = .clock(behindMilliseconds: offset.milliseconds) }
    }

    // MARK: The question

    private struct ClockOffset {
        let milliseconds: Int64
        let isSigned: Bool
    }

    private func ask(
        trusting trust: WireTrust
    ) -> (outcome: WireProbe.Outcome, offset: ClockOffset?) {
        var probe = probe
        probe.setup.trust = trust
        let sent = clock()
        let path = joined == nil ? "/-/healthy" : "/v1/time?nonce=\(nonce)"
        let outcome = probe.go(.answer(path: path))
        guard case .success(let response) = outcome.result, response.status == 200
        else { return (outcome, nil) }
        return (outcome, offset(in: response, between: sent, and: clock()))
    }

    private func offset(
        in response: HTTPResponse,
        between sent: Instant,
        and received: Instant
    ) -> ClockOffset? {
        guard let joined else {
            return response.date.map {
                ClockOffset(
                    milliseconds: $0.offset(between: sent, and: received),
                    isSigned: false
                )
            }
        }
        guard let json = try? response.json(), let time = SignedTime(json: json) else { return nil }
        return joined.clockOffset(time, nonce: nonce, between: sent, and: received)
            .map { ClockOffset(milliseconds: $0, isSigned: true) }
    }
}

extension HTTPResponse {
    /// What is strange about an answer that grants; `nil` where a hub speaks so.
    fileprivate func strangeness(isTime: Bool) -> HubFault? {
        let json: JSONValue
        do throws(HubFault) { json = try self.json() } catch { return error }
        let isHub = isTime ? SignedTime(json: json) != nil : json["status"]?.string != nil
        return isHub ? nil : .garbled(description(of: "that of a hub"))
    }
}
