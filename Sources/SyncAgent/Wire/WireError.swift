/// Why there is no answer to a request. The cases are told apart because the remedies differ: wait,
/// call the network's keeper, enrol again. Details are libcurl's words, for a support case.
package enum WireError: Error, Hashable, Sendable {
    /// No connection came about: name, route or port, of the hub or of a proxy.
    case unreachable(detail: String)
    /// The proxy wants to know who we are, or does not accept what we have said.
    case proxyPassword(detail: String)
    /// The proxy lets nobody through to the hub, or cannot reach it.
    case proxyRefused(detail: String)
    /// The certificate of the server proves nothing: chain, name or validity.
    case untrusted(detail: String)
    /// The server shows another authority than the user was told; often a proxy that opens TLS.
    case pinMismatch(expected: String, seen: String, issuer: String)
    /// The server refused our certificate, or ours cannot be used.
    case identityRefused(detail: String)
    /// Connected, but the answer did not come in time.
    case timedOut
    /// The request was on its way, and then for so long not a byte came or went.
    case stalled(seconds: Int)
    /// The answer is larger than asked for.
    case tooLarge
    /// Connected, but what came is cut short or is no answer.
    case broken(detail: String)
    /// The caller no longer waits, or the wire was closed.
    case cancelled
}
