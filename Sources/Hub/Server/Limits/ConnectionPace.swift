/// Whether a client keeps up: what has come and gone on its connection, and until when more has to. It knows no
/// clock; who asks says what time it is.
///
/// On a connection that carries requests side by side (HTTP/2) each has a pace of its own, and that of the connection
/// says only whether it is idle, and whether the client takes what it is sent.
struct ConnectionPace {
    private enum Receiving {
        /// No byte of the next request has come.
        case nothing
        /// The head of a request, since its first byte.
        case head(since: ContinuousClock.Instant)
        /// Its body, since the head was there, of which so many bytes have come.
        case body(since: ContinuousClock.Instant, bytes: Int)
    }

    private let limits: HubLimits
    private var receiving = Receiving.nothing
    /// Since when nobody has had to do anything; the beginning counts as such a moment.
    private var quietSince: ContinuousClock.Instant
    private var unanswered = 0
    private var hasAnswered = false
    /// Since when the answer was there before the whole body was.
    private var drainingSince: ContinuousClock.Instant?
    private var headBytes = 0
    /// Bytes on their way to the client, since when there are any, and how many it has taken since.
    private var unsent = 0
    private var sendingSince: ContinuousClock.Instant
    private var sent = 0
    /// Whether requests come side by side.
    private var isMultiplexed = false
    /// Since when the server waits for the end of what is in progress.
    private var endingSince: ContinuousClock.Instant?
    /// Whether a site has shown its certificate.
    var isOfSite = false

    init(_ limits: HubLimits, at now: ContinuousClock.Instant) {
        self.limits = limits
        quietSince = now
        sendingSince = now
    }

    // MARK: What comes

    /// Bytes as they come from the network, before it is known what they are.
    mutating func received(_ bytes: Int, at now: ContinuousClock.Instant) {
        guard !isMultiplexed else { return }
        switch receiving {
        case .nothing:
            receiving = .head(since: now)
            headBytes = bytes
        case .head: headBytes += bytes
        case .body: break
        }
    }

    mutating func headCame(at now: ContinuousClock.Instant) {
        unanswered += 1
        receiving = .body(since: now, bytes: 0)
    }

    mutating func bodyCame(_ bytes: Int) {
        if case .body(let since, let before) = receiving {
            receiving = .body(since: since, bytes: before + bytes)
        }
    }

    mutating func requestEnded() {
        receiving = .nothing
        drainingSince = nil
    }

    // MARK: Requests side by side

    /// From here on requests come side by side.
    mutating func multiplexes() {
        isMultiplexed = true
        receiving = .nothing
    }

    mutating func streamBegan() { unanswered += 1 }

    mutating func streamEnded(at now: ContinuousClock.Instant) { answered(at: now) }

    // MARK: What goes

    /// The server stops: who has asked for nothing has only a moment left.
    mutating func ends(at now: ContinuousClock.Instant) { endingSince = now }

    mutating func answered(at now: ContinuousClock.Instant) {
        unanswered = max(0, unanswered - 1)
        hasAnswered = true
        quietSince = now
        if unanswered == 0, case .body = receiving { drainingSince = now }
    }

    /// The last answer on this connection; what still comes is read only so that the client reads the answer.
    mutating func refused(at now: ContinuousClock.Instant) {
        unanswered = 0
        drainingSince = now
    }

    mutating func sending(_ bytes: Int, at now: ContinuousClock.Instant) {
        if unsent == 0 {
            sendingSince = now
            sent = 0
        }
        unsent += bytes
    }

    mutating func taken(_ bytes: Int) {
        unsent -= bytes
        sent += bytes
    }

    // MARK: Where it stands

    /// Requests that have no answer yet.
    var inProgress: Int { unanswered }

    /// Whether a request has no answer yet.
    var isAnswering: Bool { unanswered > 0 }

    // MARK: Who is late

    /// Whether the head that is coming is longer than any head.
    var isHeadTooLong: Bool {
        // With room for what TLS adds, and for its own first words.
        if case .head = receiving { headBytes > 2 * limits.headBytes + 32 * 1024 } else { false }
    }

    func isLate(at now: ContinuousClock.Instant) -> Bool {
        [receivingEnd, sendingEnd].contains { end in end.map { $0 < now } ?? false }
    }

    private var receivingEnd: ContinuousClock.Instant? {
        if let drainingSince { return drainingSince + limits.linger }
        if case .body(let since, let bytes) = receiving {
            return since + min(allowed(for: bytes), limits.bodyTime)
        }
        // While the hub is at work, it is the hub that is waited for.
        guard unanswered == 0 else { return nil }
        if let endingSince { return max(endingSince, quietSince) + limits.linger }
        guard hasAnswered else { return quietSince + limits.patience }
        switch receiving {
        case .head(let since): return max(since, quietSince) + limits.patience
        default: return quietSince + (isOfSite ? limits.idle : limits.patience)
        }
    }

    private var sendingEnd: ContinuousClock.Instant? {
        unsent > 0 ? sendingSince + allowed(for: sent) : nil
    }

    private func allowed(for bytes: Int) -> Duration {
        limits.patience + .seconds(1) * bytes / limits.bytesPerSecond
    }
}
