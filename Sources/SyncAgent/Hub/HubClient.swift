package import SyncCore

/// What a site asks of its hub. Every failure is a `HubFault`, which the machine knows how to take.
package protocol HubClient: Sendable {
    func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer
    /// What stands behind a cursor; the hub may hold the answer so many seconds when nothing does.
    /// Own ops that the site has come without their bodies; the newest tree head comes along unless it is shown.
    func pull(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?,
        waitSeconds: Int
    ) async throws(HubFault) -> FeedPage
    /// What the hub has of some ops of the site.
    func status(of ops: [OpID]) async throws(HubFault) -> StatusAnswer
    func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer
    func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer
    func time(nonce: String) async throws(HubFault) -> SignedTime
    /// Every key by which the hub has signed.
    func keys() async throws(HubFault) -> HubKeys
}

/// What a site asks about the records that it and its hub hold, when it stands at a cursor. All throw
/// `HubFault.movedOn` where there is something to read behind it.
package protocol StateClient: Sendable {
    /// What the records of an organisation come to.
    func stateSum(of organisation: String, at cursor: Cursor) async throws(HubFault) -> StateSum
    /// The same by parts of the aggregates whose ids begin so.
    func stateParts(
        of organisation: String,
        under prefix: String,
        at cursor: Cursor
    ) async throws(HubFault) -> [StateRange]
    /// All that was said of one aggregate, in the order of the log; nothing where the hub shows no such.
    func entries(
        of aggregate: RecordID,
        for organisation: String,
        at cursor: Cursor
    ) async throws(HubFault) -> [StampedOp]
}

/// What carries requests to a hub; libcurl in the program, a script in tests.
package protocol HubWire: Sendable {
    func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse
}

extension CurlWire: HubWire {}

/// The hub's signed word on what time it is.
package struct SignedTime: Hashable, Sendable {
    package let hub: RecordID
    package let time: Instant
    package let keyID: String
    package let signature: [UInt8]

    package init(hub: RecordID, time: Instant, keyID: String, signature: [UInt8]) {
        self.hub = hub
        self.time = time
        self.keyID = keyID
        self.signature = signature
    }

    init?(json: JSONValue) {
        guard let hub = json["hub"]?.recordID, let time = json["time"]?.integer,
            let keyID = json["keyID"]?.string, let signature = json["signature"]?.bytes
        else { return nil }
        self.init(
            hub: hub,
            time: Instant(milliseconds: time),
            keyID: keyID,
            signature: signature
        )
    }
}
