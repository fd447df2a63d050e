import Hub
import SyncAgent
import SyncCore

/// The way to the hub and back, and what happens to requests on it.
extension Town {
    /// How long a client waits for an answer that does not come.
    private static let patience: Int64 = 30 * .second
    /// How long the hub holds an answer back. Longer than the real one, which would be asked for the same
    /// nothing some thousand times a day.
    private static let holds: Int64 = 12 * .hour

    /// Sends a request of a site on its way.
    func send(_ call: Flight.Call, from site: SimulatedSite) async throws {
        guard let request = await call.request() else {
            throw Violation(.noUnexpectedError, "\(site.name) has made no request")
        }
        flights += 1
        requests += 1
        let flight = Flight(
            number: flights,
            site: site.index,
            life: site.life,
            hubLife: hub.life,
            call: call,
            request: request,
            sentAt: site.clock.instant(at: now)
        )
        site.awaited.append(flight)
        let latency = latency()
        if now < site.isCutOffUntil {
            // Tries of a machine that has no network for days are of little interest.
            let rest = site.isCutOffUntil - now
            let wait = min(rest, chance.number(.minute...(6 * .hour)))
            return deliver(.failure(.unreachable(detail: "no network")), to: flight, after: wait)
        }
        if site.isThrottledUntil > now, flight.request.body.count > 4096 {
            note(site.name, "\(flight.name) is too large for the proxy")
            return deliver(.success(HTTPResponse(status: 413)), to: flight, after: latency)
        }
        if weather.strikes(.busy) {
            return deliver(.success(busy()), to: flight, after: latency)
        }
        if weather.strikes(.requestLost) {
            note(site.name, "\(flight.name) is lost")
            return deliver(.failure(.timedOut), to: flight, after: Self.patience)
        }
        let body = flight.request.body
        if weather.strikes(.late) {
            let delay = weather.amount(.late, .minute...(2 * .day))
            note(site.name, "\(flight.name) is given up and comes \(delay / 1000) s late")
            deliver(.failure(.timedOut), to: flight, after: Self.patience)
            return plan(.request(flight, bytes: body), after: delay)
        }
        if weather.strikes(.duplicate) {
            let delay = weather.amount(.duplicate, 1...(.day))
            note(site.name, "\(flight.name) comes again \(delay / 1000) s later")
            plan(.request(flight, bytes: body), after: latency + delay)
        }
        if !body.isEmpty, weather.strikes(.cutRequest) {
            let length = Int(weather.amount(.cutRequest, 0...Int64(body.count - 1)))
            note(site.name, "\(flight.name) is cut to \(length) bytes")
            return plan(.request(flight, bytes: Array(body.prefix(length))), after: latency)
        }
        plan(.request(flight, bytes: body), after: latency)
    }

    /// Mostly a second or so, now and then as long as a client waits.
    private func latency() -> Int64 {
        chance.number(20...(chance.happens(1_000) ? Self.patience - 1 : 2000))
    }

    private func busy() -> HTTPResponse {
        let waits: [Int?] = [nil, 1, 60, 3600, 10 * 24 * 3600]
        let wait = waits[Int(weather.amount(.busy, 0...4))]
        return .refusing(Problem(503, "busy", "come back later", retryAfter: wait))
    }

    func deliver(_ arrival: Arrival, to flight: Flight, after milliseconds: Int64) {
        plan(.arrival(flight, arrival), after: milliseconds)
    }

    // MARK: At the hub

    /// Bytes of a request reach the hub.
    func reachHub(_ flight: Flight, _ bytes: [UInt8]) async throws {
        // A connection ends with the process at its other end.
        guard flight.hubLife == hub.life, !hub.isDown(at: now) else {
            return deliver(.failure(.broken(detail: "the hub is down")), to: flight, after: .minute)
        }
        var request = flight.request
        request.body = bytes
        let arrived = Flight(
            number: flight.number,
            site: flight.site,
            life: flight.life,
            hubLife: flight.hubLife,
            call: flight.call,
            request: request,
            sentAt: flight.sentAt
        )
        try await answer(arrived, mayHold: true)
    }

    /// A request has waited for news as long as the hub lets it.
    func release(_ flight: Flight) async throws {
        guard let index = hub.held.firstIndex(where: { $0.number == flight.number }) else { return }
        hub.held.remove(at: index)
        try await answer(flight, mayHold: false)
    }

    private func answer(_ flight: Flight, mayHold: Bool) async throws {
        let site = sites[flight.site]
        if case .push(let batch, _) = flight.call, batch.ops.contains(where: weather.failsAt) {
            return give(.refusing(Problem(500, "internal", "the hub fails")), to: flight)
        }
        let answer = await hub.answer(flight, from: site.id, at: hubTime)
        if let failure = answer.failure {
            throw Violation(.noUnexpectedError, "the hub answers 500: \(failure)")
        }
        if let place = answer.unknown { try await noticeOtherHistory(place, of: site) }
        if case .push = flight.call {
            let before = witness.entries.count
            try witness.observe(hub.eyes, in: self, from: flight.site)
            try checkKept(answer, since: before)
        }
        if let page = answer.page {
            try witness.checkScope(of: page, to: site)
            if case .pull(_, _, _, let seconds) = flight.call, seconds > 0, mayHold,
                page.frames.isEmpty, page.isLast
            {
                hub.held.append(flight)
                return plan(.release(flight), after: Self.holds)
            }
        }
        give(answer.page.map(withNewerFrame) ?? answer.response, to: flight)
        try await wake(answer.readers)
    }

    /// The page, sometimes with a frame that only a newer program knows before its end.
    private func withNewerFrame(_ page: FeedPage) -> HTTPResponse {
        guard weather.strikes(.newerFrame) else {
            return HTTPResponse(status: 200, body: page.encoded)
        }
        var lines = page.encoded.split(separator: 0x0A).map { Array($0) }
        let frame = #"{"t":"tomb","stamp":{"seq":\#(page.cursor.seq)},"n":\#(flights)}"#
        lines.insert(Array(frame.utf8), at: lines.count - 1)
        return HTTPResponse(status: 200, body: Array(lines.joined(separator: [0x0A])))
    }

    /// Answers those who have waited for news.
    func wake(_ readers: Set<String>) async throws {
        guard !readers.isEmpty else { return }
        let woken = hub.held.filter { readers.contains(sites[$0.site].plan.organisation) }
        hub.held.removeAll { flight in woken.contains { $0.number == flight.number } }
        for flight in woken { try await answer(flight, mayHold: false) }
    }

    private func give(_ response: HTTPResponse, to flight: Flight) {
        let name = sites[flight.site].name
        if now < sites[flight.site].isCutOffUntil || weather.strikes(.answerLost) {
            note(name, "the answer to \(flight.name) is lost")
            return deliver(.failure(.timedOut), to: flight, after: Self.patience)
        }
        let latency = latency()
        guard !response.body.isEmpty, weather.strikes(.cutAnswer) else {
            return deliver(.success(response), to: flight, after: latency)
        }
        let length = Int(weather.amount(.cutAnswer, 0...Int64(response.body.count - 1)))
        note(name, "the answer to \(flight.name) is cut to \(length) bytes")
        let cut = HTTPResponse(
            status: response.status,
            headers: response.headers,
            body: Array(response.body.prefix(length))
        )
        deliver(.success(cut), to: flight, after: latency)
    }

    // MARK: At the site

    /// An answer, or the lack of one, reaches the process that has asked; a later one does not hear it.
    func reachSite(_ flight: Flight, _ arrival: Arrival) async throws {
        let site = sites[flight.site]
        guard site.life == flight.life, site.machine != nil,
            let index = site.awaited.firstIndex(where: { $0.number == flight.number })
        else { return }
        site.awaited.remove(at: index)
        var event = await flight.call.event(for: arrival)
        switch (event, flight.call) {
        case (.pushed(let answer, let number), .push(let batch, _)):
            event = check(answer, to: batch, number, at: site)
        case (.pulled, .pull(let cursor, _, _, _)): site.asked = cursor
        default: break
        }
        try checkFaults(event, at: site)
        try await step(event, at: site)
    }

    private func check(
        _ answer: PushAnswer,
        to batch: PushBatch,
        _ number: Int,
        at site: SimulatedSite
    ) -> SyncMachine.Event {
        do throws(HubFault) {
            try answer.check(against: batch, by: &site.receiptCheck)
            return .pushed(answer, number: number)
        } catch { return .pushFailed(error, number: number) }
    }

    /// What no network does to an honest hub.
    private func checkFaults(_ event: SyncMachine.Event, at site: SimulatedSite) throws {
        switch event {
        case .pushFailed(.otherHistory(let words), _), .pullFailed(.otherHistory(let words)):
            guard hub.life > 0 else {
                throw Violation(.forkSafety, "\(site.name) hears: \(words)")
            }
        case .pullFailed(.contradicted(let kind)):
            throw Violation(.treeHeads, "\(site.name) hears of a log that is \(kind)")
        case .pushFailed(.forked, _), .pushFailed(.staleIncarnation, _):
            guard site.isShared else {
                throw Violation(.forkSafety, "\(site.name) hears: \(event)")
            }
        default: break
        }
    }
}
