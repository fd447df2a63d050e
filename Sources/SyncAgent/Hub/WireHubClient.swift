package import SyncCore

/// The hub over HTTP: messages of `SyncCore` become requests, and answers messages again.
package struct WireHubClient: HubClient {
    private let wire: any HubWire
    let timeout: Duration

    /// Frames that the site asks for at once.
    static let pageMax = 500

    /// The timeout is for a request that the hub answers at once.
    package init(_ wire: any HubWire, timeout: Duration) {
        self.wire = wire
        self.timeout = timeout
    }

    package func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer {
        let response = try await post(
            "/v1/ops?receipts=tree",
            batch.encoded,
            answerMax: 4 << 20,
            refusing: { HubFault(refusing: $0, at: batch.cursor) }
        )
        let json = try response.json()
        guard let answer = PushAnswer(short: json, to: batch) ?? PushAnswer(json: json),
            answer.outcomes.count == batch.ops.count
        else { throw HubFault(unread: json, "the answer to a batch has another shape") }
        return answer
    }

    package func status(of ops: [OpID]) async throws(HubFault) -> StatusAnswer {
        let query = StatusQuery(ops: ops)
        let response = try await post("/v1/ops/status", query.json.canonical, answerMax: 4 << 20)
        let json = try response.json()
        guard let answer = StatusAnswer(json: json), answer.outcomes.count == ops.count
        else { throw HubFault(unread: json, "the answer on the state of ops has another shape") }
        return answer
    }

    package func pull(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?,
        waitSeconds: Int
    ) async throws(HubFault) -> FeedPage {
        try await pull(after: cursor, own, heads, waitSeconds: waitSeconds, takesSnapshot: false)
    }

    func pull(
        after cursor: Cursor,
        _ own: OwnOps,
        _ heads: ShownTreeHeads?,
        waitSeconds: Int,
        takesSnapshot: Bool
    ) async throws(HubFault) -> FeedPage {
        let shown = heads.map { "&heads=\($0.placesText)&root=\($0.root.hex)" } ?? ""
        let path =
            "/v1/feed?shard=\(cursor.shard)&epoch=\(cursor.epoch)&after=\(cursor.seq)"
            + "&mark=\(cursor.mark.hex)&limit=\(Self.pageMax)&wait=\(waitSeconds)"
            + "&incarnation=\(own.incarnation)&journal=\(own.head)" + shown
            + (takesSnapshot ? "&snapshot=1" : "")
        let request = HTTPRequest(
            path: path,
            headers: [("Accept", "application/x-ndjson")],
            timeout: timeout + .seconds(waitSeconds),
            hold: .seconds(waitSeconds),
            responseMax: 32 << 20
        )
        let response = try await send(request) { HubFault(refusing: $0, at: cursor) }
        guard let page = FeedPage(decoding: response.body) else {
            let words = response.description(of: "frames up to a checkpoint")
            let last = response.body.split(separator: UInt8(ascii: "\n")).last
            throw HubFault(unread: last.flatMap { try? JSONParser.parse(Array($0)) }, words)
        }
        guard page.follows(cursor) else {
            throw .garbled("the feed ends before the place from which it was asked for")
        }
        return page
    }

    package func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer {
        let response = try await post(
            "/v1/enroll",
            request.json.canonical,
            answerMax: 256 << 10,
            refusing: { HubFault(refusingStranger: $0) }
        )
        let json = try response.json()
        if let told = json["keys"] {
            do { _ = try HubKeys(json: told) } catch { throw .keys(error) }
        }
        guard let answer = EnrolmentAnswer(json: json)
        else { throw .garbled("the answer to an enrolment has another shape") }
        return answer
    }

    package func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer {
        let response = try await post("/v1/renew", request.json.canonical, answerMax: 64 << 10)
        guard let answer = RenewalAnswer(json: try response.json())
        else { throw .garbled("the answer to a renewal has another shape") }
        return answer
    }

    package func time(nonce: String) async throws(HubFault) -> SignedTime {
        let path = "/v1/time?nonce=\(nonce)"
        let response = try await send(
            HTTPRequest(path: path, timeout: timeout, responseMax: 64 << 10)
        )
        guard let time = SignedTime(json: try response.json())
        else { throw .garbled("the hub's time has another shape") }
        return time
    }

    package func keys() async throws(HubFault) -> HubKeys {
        let request = HTTPRequest(path: "/v1/keys", timeout: timeout, responseMax: 256 << 10)
        let json = try await send(request).json()
        do { return try HubKeys(json: json) } catch { throw .keys(error) }
    }

    private func post(
        _ path: String,
        _ body: [UInt8],
        answerMax: Int,
        refusing: (HTTPResponse) -> HubFault? = { HubFault(refusing: $0) }
    ) async throws(HubFault) -> HTTPResponse {
        try await send(
            HTTPRequest(
                method: "POST",
                path: path,
                headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
                body: body,
                timeout: timeout,
                responseMax: answerMax
            ),
            refusing: refusing
        )
    }

    func send(
        _ request: HTTPRequest,
        refusing: (HTTPResponse) -> HubFault? = { HubFault(refusing: $0) }
    ) async throws(HubFault) -> HTTPResponse {
        let response: HTTPResponse
        do { response = try await wire.send(request) } catch { throw HubFault(error) }
        if let fault = refusing(response) { throw fault }
        return response
    }
}

extension FeedPage {
    /// Whether the page goes on from a cursor: the same log, not back, and not for ever on one spot.
    fileprivate func follows(_ earlier: Cursor) -> Bool {
        guard cursor.shard == earlier.shard, cursor.epoch == earlier.epoch else { return false }
        if cursor.seq == earlier.seq { return cursor.mark == earlier.mark && isLast }
        return cursor.seq > earlier.seq
    }
}
