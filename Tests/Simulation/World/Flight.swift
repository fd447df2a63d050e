import SyncAgent
import SyncCore
import Synchronization

/// One request on its way to the hub and back.
struct Flight {
    let number: Int
    /// Which site has sent it, and in which life of its process.
    let site: Int
    let life: Int
    /// To which life of the hub.
    let hubLife: Int
    let call: Call
    /// As the agent's client writes it.
    let request: HTTPRequest
    /// By the site's clock.
    let sentAt: Instant

    enum Call {
        /// With the number that its machine has given it.
        case push(PushBatch, number: Int)
        case pull(Cursor, having: OwnOps, showing: ShownTreeHeads?, waitSeconds: Int)
    }

    var loop: SyncMachine.Loop {
        switch call {
        case .push: .push
        case .pull: .pull
        }
    }

    /// Where the site says that it stands.
    var cursor: Cursor? {
        switch call {
        case .push(let batch, _): batch.cursor
        case .pull(let cursor, _, _, _): cursor
        }
    }

    var name: String { "#\(number) \(loop)" }
}

/// What comes back: an answer of whatever kind, or none.
typealias Arrival = Result<HTTPResponse, WireError>

/// A wire that catches the request which the client would send.
final class RequestTrap: HubWire {
    private let caught = Mutex<HTTPRequest?>(nil)

    var request: HTTPRequest? { caught.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        caught.withLock { $0 = request }
        throw .cancelled
    }
}

/// A wire on which the answer has come already.
struct GivenAnswer: HubWire {
    let arrival: Arrival

    func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        try arrival.get()
    }
}

extension Flight.Call {
    /// The request as the agent's own client makes it.
    func request() async -> HTTPRequest? {
        let trap = RequestTrap()
        _ = try? await answer(over: trap)
        return trap.request
    }

    /// What the agent's own client makes of what has come.
    func event(for arrival: Arrival) async -> SyncMachine.Event {
        do throws(HubFault) { return try await answer(over: GivenAnswer(arrival: arrival)) } catch {
            switch self {
            case .push(_, let number): return .pushFailed(error, number: number)
            case .pull: return .pullFailed(error)
            }
        }
    }

    private func answer(over wire: any HubWire) async throws(HubFault) -> SyncMachine.Event {
        let client = WireHubClient(wire, timeout: .seconds(30))
        switch self {
        case .push(let batch, let number):
            return .pushed(try await client.push(batch), number: number)
        case .pull(let cursor, let own, let heads, let seconds):
            let page = try await client.pull(
                after: cursor,
                having: own,
                showing: heads,
                waitSeconds: seconds
            )
            return .pulled(page)
        }
    }
}
