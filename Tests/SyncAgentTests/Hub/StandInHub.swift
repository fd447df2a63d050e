import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport

/// A hub in memory that takes every op, has no news, and holds a long poll as long as it is asked to.
final class StandInHub: HubClient {
    private let fixture: HubFixture
    private let site: RecordID
    private let state = Mutex(State())

    private struct State {
        var ops: [WireOp] = []
        var fault: HubFault?
        /// Who signs, and the keys that are told.
        var signer: Ed25519PrivateKey?
        var keys: HubKeys?
        var largeOp: Int64?
        var failingOp: Int64?
        var time = HubFixture.now
        var waitingPulls = 0
        var granting: (@Sendable (RenewalRequest) throws -> RenewalAnswer)?
        var renewals: [RenewalRequest] = []
    }

    init(_ fixture: HubFixture, site: RecordID) {
        self.fixture = fixture
        self.site = site
    }

    /// What has arrived, each once.
    var ops: [WireOp] { state.withLock { $0.ops } }
    /// How many long polls wait now.
    var waitingPulls: Int { state.withLock { $0.waitingPulls } }

    /// From now on every request fails so; `nil` mends it.
    func fail(with fault: HubFault?) { state.withLock { $0.fault = fault } }
    /// From now on a batch with this op is too large.
    func callLarge(_ seq: Int64) { state.withLock { $0.largeOp = seq } }
    /// From now on the hub fails at a batch with this op; `nil` mends it.
    func fail(at seq: Int64?) { state.withLock { $0.failingOp = seq } }
    /// From now on the hub's clock stands at a moment.
    func say(_ time: Instant) { state.withLock { $0.time = time } }
    /// From now on receipts are signed by somebody else, and these keys are told.
    func sign(with key: Ed25519PrivateKey, telling keys: HubKeys? = nil) {
        state.withLock { ($0.signer, $0.keys) = (key, keys) }
    }

    /// From now on certificates are renewed so.
    func renew(_ granting: @escaping @Sendable (RenewalRequest) throws -> RenewalAnswer) {
        state.withLock { $0.granting = granting }
    }
    /// What was asked for.
    var renewals: [RenewalRequest] { state.withLock { $0.renewals } }

    private func answers() throws(HubFault) {
        if let fault = state.withLock({ $0.fault }) { throw fault }
    }

    func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer {
        try answers()
        let large = state.withLock { $0.largeOp }
        guard !batch.ops.contains(where: { $0.header.seq == large }) else { throw .tooLarge }
        let failing = state.withLock { $0.failingOp }
        guard !batch.ops.contains(where: { $0.header.seq == failing }) else {
            throw .refused(Problem(500, "internal", "failed"))
        }
        state.withLock { state in
            state.ops += batch.ops.filter { !state.ops.contains($0) }
        }
        let key = state.withLock { $0.signer }
        let receipts = fixture.receipts(batch.ops.map { fixture.statement($0) }, by: key)
        let time = state.withLock { $0.time }
        return PushAnswer(outcomes: receipts.map { .received($0, []) }, time: time)
    }

    func status(of ops: [OpID]) async throws(HubFault) -> StatusAnswer {
        throw .unreachable("nobody asks for the state of ops here")
    }

    func pull(
        after cursor: Cursor,
        having own: OwnOps,
        showing heads: ShownTreeHeads?,
        waitSeconds: Int
    ) async throws(HubFault) -> FeedPage {
        try answers()
        if waitSeconds > 0 {
            state.withLock { $0.waitingPulls += 1 }
            defer { state.withLock { $0.waitingPulls -= 1 } }
            do { try await Task.sleep(for: .seconds(waitSeconds)) } catch {
                throw .unreachable("given up")
            }
        }
        let keyID = state.withLock { $0.signer?.keyID }
        return FeedPage(frames: [], cursor: cursor, isLast: true, keyID: keyID)
    }

    func time(nonce: String) async throws(HubFault) -> SignedTime {
        try answers()
        let bytes = HubTime.signedBytes(hub: HubFixture.hub, time: HubFixture.now, nonce: nonce)
        return SignedTime(
            hub: HubFixture.hub,
            time: HubFixture.now,
            keyID: fixture.receiptKey.keyID,
            signature: fixture.receiptKey.sign(bytes)
        )
    }

    func keys() async throws(HubFault) -> HubKeys {
        try answers()
        return state.withLock { $0.keys } ?? fixture.keys
    }

    func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer {
        let granting = state.withLock { state in
            state.renewals.append(request)
            return state.granting
        }
        guard let granting else { throw .unreachable("nobody renews here") }
        do { return try granting(request) } catch let fault as HubFault { throw fault } catch {
            throw .garbled("\(error)")
        }
    }

    func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer {
        throw .unreachable("nobody enrols here")
    }
}
