import SyncAgent
import SyncCore
import Synchronization

/// A hub that only enrols.
final class EnrolmentHub: HubClient {
    private let answering: @Sendable (EnrolmentRequest) throws -> EnrolmentAnswer
    private let seen = Mutex<[EnrolmentRequest]>([])

    init(answering: @escaping @Sendable (EnrolmentRequest) throws -> EnrolmentAnswer) {
        self.answering = answering
    }

    var requests: [EnrolmentRequest] { seen.withLock { $0 } }

    func enrol(_ request: EnrolmentRequest) async throws(HubFault) -> EnrolmentAnswer {
        seen.withLock { $0.append(request) }
        do { return try answering(request) } catch let fault as HubFault { throw fault } catch {
            throw .garbled("\(error)")
        }
    }

    func push(_ batch: PushBatch) async throws(HubFault) -> PushAnswer {
        throw .unreachable("no push here")
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
        throw .unreachable("no feed here")
    }

    func renew(_ request: RenewalRequest) async throws(HubFault) -> RenewalAnswer {
        throw .unreachable("nobody renews here")
    }

    func keys() async throws(HubFault) -> HubKeys {
        throw .unreachable("no keys here")
    }

    func time(nonce: String) async throws(HubFault) -> SignedTime {
        throw .unreachable("no clock here")
    }
}
