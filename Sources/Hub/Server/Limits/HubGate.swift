import Hummingbird
import Logging
import NIOCore
import SyncCore
import Synchronization

/// Lets requests in as far as there is room, and tells the others when to come back.
///
/// A reserve is kept for batches with ops for which the law sets days: whatever else a site sends, and however much
/// the hub has to do, these get through.
final class HubGate: Sendable {
    private static let opsPath = "/v1/ops"
    private static let enrolPath = "/v1/enroll"
    private static let watchPaths = "/-/"

    private struct State {
        var strangers: TokenBuckets<String>
        var guesses: TokenBuckets<String>
        var guessCount = 0
        var sites: TokenBuckets<RecordID>
        var sitesWithReserve: TokenBuckets<RecordID>
        var working = 0
    }

    private let limits: HubLimits
    private let register: ConnectionRegister
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    init(
        _ limits: HubLimits,
        _ register: ConnectionRegister,
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.limits = limits
        self.register = register
        self.logger = logger
        self.now = now
        let start = now()
        state = Mutex(
            State(
                strangers: TokenBuckets(limits.strangers, at: start),
                guesses: TokenBuckets(limits.guesses, at: start),
                sites: TokenBuckets(limits.site, at: start),
                sitesWithReserve: TokenBuckets(limits.siteWithReserve, at: start)
            )
        )
    }

    // MARK: Strangers

    /// Charges the address for a request by whom no site is known. Who watches over the server asks as often as he
    /// likes: to answer him costs no more than to refuse him.
    private func chargeStranger(_ path: String, on channel: any Channel) throws {
        guard !path.hasPrefix(Self.watchPaths) else { return }
        let address = PeerAddress.key(of: channel.remoteAddress)
        let (wait, guessWait) = state.withLock { state in
            let isGuess = path == Self.enrolPath
            return (
                state.strangers.take(address, at: now()),
                isGuess ? state.guesses.look(address, at: now()) : nil
            )
        }
        if let seconds = guessWait ?? wait { throw Problem.tooManyRequests(seconds) }
    }

    /// What a caller is told in the place of a problem: who has asked amiss too often only that.
    func judged(_ problem: Problem, on channel: any Channel) -> Problem {
        switch (problem.status, problem.code) {
        case (401, _), (404, "no-such-path"):
            do { try chargeStranger("", on: channel) } catch { return Problem(answering: error) }
        case (403, let code) where code.hasPrefix("token-"): note(guess: code, on: channel)
        default: break
        }
        return problem
    }

    /// Counts a token that was not good, on which the next ones from there are slower.
    private func note(guess code: String, on channel: any Channel) {
        let address = PeerAddress.key(of: channel.remoteAddress)
        let count = state.withLock { state in
            _ = state.guesses.take(address, at: now())
            state.guessCount += 1
            return state.guessCount
        }
        logger.warning(
            "token refused",
            metadata: ["address": "\(address)", "code": "\(code)", "count": "\(count)"]
        )
    }

    // MARK: Work

    /// What a request has taken until it is answered.
    struct Place {
        fileprivate let isCounted: Bool
    }

    /// Lets a request of a site, or of a stranger, to its work. Everything that is let in leaves again.
    func admit(
        _ site: HubSite?,
        _ request: inout Request,
        on channel: any Channel
    ) async throws -> Place {
        guard let site else {
            try chargeStranger(request.uri.path, on: channel)
            return Place(isCounted: false)
        }
        let refusal = try charge(site.id, on: channel)
        guard request.uri.path == Self.opsPath else {
            if let refusal { throw refusal }
            return Place(isCounted: false)
        }
        // Whole, before it takes a place: one that comes slowly keeps nobody waiting.
        try await collect(&request)
        let isUrgent = refusal != nil || isBusy ? await isLegal(request) : false
        if let refusal, !isUrgent { throw refusal }
        let most = limits.batches + (isUrgent ? limits.batchReserve : 0)
        let hasRoom = state.withLock { state in
            guard state.working < most else { return false }
            state.working += 1
            return true
        }
        guard hasRoom else { throw Problem.busy }
        return Place(isCounted: true)
    }

    func leave(_ place: Place) {
        if place.isCounted { state.withLock { $0.working -= 1 } }
    }

    private var isBusy: Bool { state.withLock(\.working) >= limits.batches }

    /// Charges a site. A problem that comes back does not hold for legal ops; one that is thrown does.
    private func charge(_ site: RecordID, on channel: any Channel) throws -> Problem? {
        switch register.identify(ObjectIdentifier(channel), as: site) {
        case .known: break
        case .tooMany: throw Problem.tooManyConnections
        case .new: channel.triggerUserOutboundEvent(SiteSpeaks(), promise: nil)
        }
        let (ordinary, all) = state.withLock { state in
            let all = state.sitesWithReserve.take(site, at: now())
            return (all == nil ? state.sites.take(site, at: now()) : nil, all)
        }
        if let all { throw Problem.tooManyRequests(all) }
        return ordinary.map(Problem.tooManyRequests)
    }

    /// Takes in the body of a batch, where it says how long it is and that is no more than the call takes. It can
    /// be read again afterwards.
    private func collect(_ request: inout Request) async throws {
        let most = OpsRoute.bytesMax
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length <= most
        else { return }
        do { _ = try await request.collectBody(upTo: most) } catch {
            throw Problem(400, "bad-body", "the body did not arrive whole")
        }
    }

    /// Whether a batch has an op that goes before all others.
    private func isLegal(_ request: Request) async -> Bool {
        guard request.headers[.contentLength] != nil,
            let bytes = try? await request.bytes(upTo: OpsRoute.bytesMax),
            let batch = try? PushBatch(decoding: bytes)
        else { return false }
        return batch.ops.contains { op in
            let body = op.body.flatMap { try? JSONParser.parse($0) }.flatMap(OpBody.init(json:))
            return Lane(op.header.kind, batch: op.header.batch, body: body) == .legal
        }
    }
}

extension Problem {
    fileprivate static func tooManyRequests(_ seconds: Int) -> Problem {
        Problem(429, "too-many-requests", "too many requests", retryAfter: seconds)
    }

    fileprivate static let tooManyConnections = Problem(
        429,
        "too-many-connections",
        "the site has too many connections",
        retryAfter: 5
    )
    fileprivate static let busy = Problem(503, "busy", "the hub is busy", retryAfter: 5)
}
