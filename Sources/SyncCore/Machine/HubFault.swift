/// Why a request to the hub came to nothing.
package enum HubFault: Error, Hashable, Sendable {
    /// No connection: name, network, proxy, or nobody listening. The normal state of being offline.
    case unreachable(String)
    /// The other side is not the hub that this site has joined.
    case untrusted(String)
    /// The hub, or the connection to it, does not accept this site's certificate or key.
    case identity(String)
    /// The answer was cut, or is not what a hub says.
    case garbled(String)
    /// Come back later, in seconds where the hub names them.
    case busy(retryAfter: Int?)
    case tooLarge
    /// The hub's log is not the one that this site has read.
    case otherHistory(String)
    /// The hub refuses the request as such, with its own code.
    case refused(Problem)

    /// Whether it is the network and not the request: everything stays queued, and time will cure it.
    package var isOffline: Bool {
        switch self {
        case .unreachable, .garbled, .busy: true
        case .refused(let problem): problem.status >= 500
        case .untrusted, .identity, .tooLarge, .otherHistory: false
        }
    }

    var retryAfterMilliseconds: Int64 {
        switch self {
        case .busy(let seconds?): Int64(seconds) * 1000
        case .refused(let problem): Int64(problem.retryAfter ?? 0) * 1000
        default: 0
        }
    }
}
