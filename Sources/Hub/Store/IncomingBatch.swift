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
        let registrations = PlainRegistrations(of: sender, under: .inForce(at: now))
        self.sender = sender
        cursor = batch.cursor
        own = batch.own
        ops = batch.ops.map { IncomingOp($0, as: registrations.registration($0)) }
        self.now = now
    }
}

/// An op with what it says.
struct IncomingOp: Sendable {
    let op: WireOp
    private let content: Content

    private enum Content {
        /// What the op comes to where it is the first that is said of its aggregate.
        case registration(PlainRegistration)
        /// `nil` where the op has none, or something else in its place.
        case body(OpBody?)
    }

    private init(_ op: WireOp, _ content: Content) {
        self.op = op
        self.content = content
    }

    /// An op that will be folded.
    init(_ op: WireOp) { self.init(op, .body(op.readBody)) }

    fileprivate init(_ op: WireOp, as registration: PlainRegistration?) {
        self.init(op, registration.map(Content.registration) ?? .body(op.readBody))
    }

    /// The same op as one that has never had a receipt.
    var withoutReceipt: IncomingOp {
        IncomingOp(WireOp(header: op.header, body: op.body, seal: op.seal), content)
    }

    /// What the op says; of a plain registration this is seldom asked, and read only then.
    var body: OpBody? {
        switch content {
        case .registration: op.readBody
        case .body(let body): body
        }
    }

    /// The records that the op names.
    var records: [Intake.RecordKey] {
        switch content {
        case .registration(let registration):
            registration.records.map { Intake.RecordKey(kind: $0.kind, id: $0.id) }
        case .body(let body):
            (body?.patches ?? []).map { Intake.RecordKey(kind: $0.kind, id: $0.id) }
        }
    }

    /// What the op comes to where nothing stands yet of its aggregate; `nil` where it has to be folded for that.
    func registration(receivedAt time: Instant) -> PlainRegistration? {
        guard case .registration(let registration) = content else { return nil }
        // With a receipt of former days it goes by the ranks of those.
        return registration.ranksFrom == Authority.inForce(at: time).from ? registration : nil
    }
}

extension WireOp {
    /// `nil` where the op has none, or something else in its place.
    var readBody: OpBody? { body.flatMap(OpBody.init(bytes:)) }
}

/// The rows of a plain registration: what folding it would come to.
struct PlainRegistration: Sendable {
    /// The first day of the ranks under which it is plain.
    let ranksFrom: Instant
    let records: [RegisteredRecord]
    let rows: [RecordRow]
    /// What its records come to.
    let sum: StateSum
}

/// Finds the plain registrations among the ops of a sender.
private struct PlainRegistrations {
    private let sender: Sender
    private let ranksFrom: Instant
    private let scan: RegistrationScan
    private let summer = StateSummer()

    init(of sender: Sender, under authority: Authority) {
        self.sender = sender
        ranksFrom = authority.from
        scan = RegistrationScan(under: authority)
    }

    /// `nil` for any other op.
    func registration(_ op: WireOp) -> PlainRegistration? {
        guard let records = scan.records(of: op, by: sender.party) else { return nil }
        return PlainRegistration(
            ranksFrom: ranksFrom,
            records: records,
            rows: records.map {
                RecordRow($0, in: op.header.aggregate, owner: sender.organisation)
            },
            sum: records.reduce(into: .zero) { $0 += summer.sum(ofLine: $1.line) }
        )
    }
}
