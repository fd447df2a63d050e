/// Why a request to the hub came to nothing.
package enum HubFault: Error, Hashable, Sendable {
    /// No connection: name, network, proxy, or nobody listening. The normal state of being offline.
    case unreachable(String)
    /// A connection that ended before the answer did.
    case cut(String)
    /// The proxy before the hub wants to know who we are, or does not accept what we have said.
    case proxyPassword(String)
    /// The proxy before the hub does not let us through.
    case proxyRefused(String)
    /// A connection on which for so many seconds not a byte came or went.
    case stalled(seconds: Int)
    /// The answer sends the site elsewhere, where it does not go: often a page to sign in to a network.
    case redirected(to: String)
    /// The other side is not the hub that this site has joined.
    case untrusted(String)
    /// Another authority vouches for the other side than the one that was named; often a proxy that
    /// opens TLS.
    case otherAuthority(expected: String, seen: String, issuer: String)
    /// The hub, or the connection to it, does not accept this site's certificate or key.
    case identity(String)
    /// The same, and the certificate has ended at this moment.
    case expired(at: Instant)
    /// The authority has revoked this site.
    case revoked
    /// The answer is not what a hub says, or only half of it.
    case garbled(String)
    /// Come back later, in seconds where the hub names them.
    case busy(retryAfter: Int?)
    /// The hub itself can never take this request.
    case tooLarge
    /// Something before the hub, as a proxy, lets no request of this size through. Says nothing about
    /// the op: whoever keeps the proxy can mend it.
    case tooLargeOnTheWay
    /// The hub's log is not the one that this site has read.
    case otherHistory(String)
    /// The hub contradicts what it has signed: its log is another than it was, and no epoch explains it.
    case contradicted(HeadContradiction.Kind)
    /// The keys by which the hub signs are not those that it has introduced.
    case keys(HubKeyFault)
    /// The hub was put back from a backup and has lost what stands behind `to`, at the most; asked from
    /// `from`.
    case rewind(to: Cursor, from: Cursor)
    /// From the start of the log on there is so much to read that the hub gives tables instead.
    case resync
    /// The hub makes the snapshot that it was asked for, and says how far it is; without words another program of this
    /// home fetches it.
    case preparing(String?, retryAfter: Int?)
    /// The hub's snapshot is of no use to this site.
    case snapshotUnusable(SnapshotFlaw)
    /// The disk of this site has no room for what is to come: so many bytes of so many.
    case noRoom(needed: Int64, free: Int64)
    /// The hub folds by another history of the ranks, which has this digest.
    case otherRanks(hubs: String)
    /// There is something to read behind the place that the question was about.
    case movedOn
    /// Under the number of an op of this site the hub holds another: a copy of the site has made it.
    case forked(seq: Int64)
    /// A copy of this site goes on in a later life.
    case staleIncarnation(current: Int)
    /// The hub wants to see this own op before it takes more: a copy of the site may have sent it.
    case unshown(OwnName)
    /// So many frames of the feed wait in the quarantine already; no more is read.
    case quarantineFull(frames: Int)
    /// The hub refuses the request as such, with its own code.
    case refused(Problem)

    /// Whether the hub itself has failed, by its own word: perhaps for one op only.
    var isServerError: Bool {
        if case .refused(let problem) = self { problem.status >= 500 } else { false }
    }

    /// Whether it is what a site with an expired certificate meets: the hub refuses it, or the connection ends. In TLS 1.3
    /// the hub looks at the certificate when the site has asked already, and its word may be lost with the connection
    /// (RFC 8446, 4.4.2.4).
    package var isAsOfExpired: Bool {
        switch self {
        case .identity, .cut: true
        default: false
        }
    }

    /// Whether only a new token helps, with which somebody joins again.
    var needsToken: Bool {
        switch self {
        case .revoked, .expired: true
        default: false
        }
    }

    /// Whether one op makes the hub refuse the whole batch, for ever.
    var blamesOps: Bool {
        switch self {
        case .tooLarge: true
        case .refused(let problem): problem.code == "bad-op"
        default: false
        }
    }

    /// Whether no other try would bring a snapshot, so that the log has to be read page by page. A hub that fails at
    /// its snapshots may well have its log.
    package var refusesSnapshot: Bool {
        switch self {
        case .snapshotUnusable, .tooLarge, .tooLargeOnTheWay, .refused: true
        default: false
        }
    }

    /// No hub can send a site away for longer than a day, whatever it says.
    private static let retryAfterMax = 24 * 60 * 60

    package var retryAfterMilliseconds: Int64 {
        if needsToken { return Backoff.most }
        let seconds: Int? =
            switch self {
            case .busy(let seconds): seconds
            case .preparing(_, let seconds): seconds
            case .refused(let problem): problem.retryAfter
            default: nil
            }
        return Int64(min(max(seconds ?? 0, 0), Self.retryAfterMax)) * 1000
    }
}

/// Why a snapshot cannot take the place of a site's tables.
package enum SnapshotFlaw: String, Error, Hashable, Sendable {
    /// It is not signed by this site's hub, or not for this site's organisation.
    case notSigned = "not-signed"
    /// What came is not what the hub has signed, however often it was asked for.
    case damaged
    /// The hub has not what it has signed, however often it was asked for.
    case incomplete
    /// Its tables are of a newer program.
    case newer
    /// Its tables were folded by other ranks.
    case otherRanks = "other-ranks"
    /// It stands in another epoch of the hub's log than this site.
    case otherEpoch = "other-epoch"
    /// It could not be written here.
    case notWritten = "not-written"
    /// The site has read, or kept aside, what it would take away.
    case notAtStart = "not-at-start"
}
