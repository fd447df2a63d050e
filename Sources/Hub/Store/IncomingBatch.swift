import SyncCore

// What is made of a batch before it waits for the log. One thread writes the log, and everybody waits for it; so what
// needs no look at the log is done by the task of whoever has sent the batch, beside that thread.

/// A batch whose signature has been checked, and when it came.
struct IncomingBatch: Sendable {
    let sender: Sender
    let cursor: Cursor?
    let own: [OwnPlace]
    let ops: [IncomingOp]
    let now: Instant

    init(_ batch: PushBatch, from site: HubSite, at now: Instant) {
        let sender = Sender(site: site.id, organisation: site.organisation, party: site.party)
        let authority = Authority.inForce(at: now)
        let summer = StateSummer()
        self.sender = sender
        cursor = batch.cursor
        own = batch.own
        ops = batch.ops.map { IncomingOp($0, of: sender, under: authority, summer) }
        self.now = now
    }
}

/// An op with what it says.
struct IncomingOp: Sendable {
    let op: WireOp
    /// `nil` where the op has none, or something else in its place.
    let body: OpBody?
    /// What the op comes to where it is plain, and the first that is said of its aggregate.
    private let registration: PlainRegistration?

    private init(_ op: WireOp, _ body: OpBody?, _ registration: PlainRegistration?) {
        self.op = op
        self.body = body
        self.registration = registration
    }

    /// An op that will be folded.
    init(_ op: WireOp) {
        self.init(op, op.body.flatMap(OpBody.init(bytes:)), nil)
    }

    fileprivate init(
        _ op: WireOp,
        of sender: Sender,
        under authority: Authority,
        _ summer: StateSummer
    ) {
        let body = op.body.flatMap(OpBody.init(bytes:))
        let registration = body.flatMap {
            PlainRegistration(op.header, $0, of: sender, under: authority, summer)
        }
        self.init(op, body, registration)
    }

    /// The same op as one that has never had a receipt.
    var withoutReceipt: IncomingOp {
        IncomingOp(
            WireOp(header: op.header, body: op.body, seal: op.seal),
            body,
            registration
        )
    }

    /// Whether the op is a registration that says enough to be one.
    var isPlain: Bool { registration != nil }

    /// What the op comes to where nothing stands yet of its aggregate; `nil` where it has to be folded for that.
    func registration(receivedAt time: Instant) -> PlainRegistration? {
        // With a receipt of former days it goes by the ranks of those.
        registration.flatMap { $0.ranksFrom == Authority.inForce(at: time).from ? $0 : nil }
    }
}

/// The rows of a plain registration: what folding it would come to.
struct PlainRegistration: Sendable {
    /// The first day of the ranks under which it is plain.
    let ranksFrom: Instant
    let rows: [RecordRow]
    /// What its records come to.
    let sum: StateSum

    /// `nil` for any other op.
    init?(
        _ header: OpHeader,
        _ body: OpBody,
        of sender: Sender,
        under authority: Authority,
        _ summer: StateSummer
    ) {
        guard
            AggregateState.isPlainRegistration(header, body, by: sender.party, under: authority)
        else { return nil }
        ranksFrom = authority.from
        rows = body.patches.map {
            RecordRow($0, in: header.aggregate, owner: sender.organisation)
        }
        sum = rows.reduce(into: .zero) { sum, row in
            if let line = row.line { sum += summer.sum(ofLine: line) }
        }
    }
}
