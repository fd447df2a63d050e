import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

extension Failure {
    /// A conversation with the hub that came to nothing; `queued` ops wait for the next try, where
    /// somebody has counted them.
    static func hub(_ fault: HubFault, at url: String, queued: Int64?) -> Failure {
        let waits = queued.map { " (排队 \($0) 条)" } ?? ""
        let waiting = queued.map { "; queued: \($0)" } ?? ""
        switch fault {
        case .cut(let detail):
            return hub(.unreachable(broken(detail)), at: url, queued: queued)
        case .unreachable(let detail):
            return Failure(
                .hubUnreachable,
                .queued,
                "连不上平台 \(url): \(detail); 已排队, 联网后送出\(waits)",
                "cannot reach the hub \(url): \(detail); changes are kept and sent later\(waiting)"
            )
        case .stalled(let seconds):
            return Failure(
                .hubStalled,
                .queued,
                "平台 \(url) 连接停住 \(seconds) s; 已排队, 稍后再送\(waits)",
                "the connection to \(url) stood still for \(seconds) s; changes are kept and sent later\(waiting)"
            )
        case .proxyRefused(let detail):
            return Failure(
                .proxyRefused,
                .queued,
                "代理不放行到平台 \(url) 的连接: \(detail); 已排队, 稍后再送\(waits)",
                "the proxy does not let through to \(url): \(detail); changes are kept and sent later\(waiting)"
            )
        case .busy(let seconds):
            let when = seconds.map { ", \($0) s" } ?? ""
            return Failure(
                .hubBusy,
                .queued,
                "平台 \(url) 正忙\(when); 已排队\(waits)",
                "the hub \(url) is busy\(when); changes are kept and sent later\(waiting)"
            )
        case .preparing(let detail, _):
            let far = detail.map { " (\($0))" } ?? ""
            return Failure(
                .hubBusy,
                .queued,
                "平台 \(url) 的快照正在准备或收取\(far); 已排队\(waits)",
                "a snapshot of the hub \(url) is being made or fetched\(far); changes are kept and sent later\(waiting)"
            )
        case .refused(let problem) where problem.status >= 500:
            return Failure(
                .hubBusy,
                .queued,
                "平台 \(url) 出错: \(problem.words); 已排队\(waits)",
                "the hub \(url) failed: \(problem.words); changes are kept and sent later\(waiting)"
            )
        default: return lasting(fault, at: url)
        }
    }

    private static func broken(_ detail: String) -> String { "the connection broke: \(detail)" }

    /// The same where the hub is asked for something now, and nothing can be queued.
    static func needed(_ fault: HubFault, at url: String) -> Failure {
        switch fault {
        case .cut(let detail): return needed(.unreachable(broken(detail)), at: url)
        case .unreachable(let detail):
            return Failure(
                .hubUnreachable,
                .unavailable,
                "连不上平台 \(url): \(detail)",
                "cannot reach the hub \(url): \(detail)"
            )
        case .stalled(let seconds):
            return Failure(
                .hubStalled,
                .unavailable,
                "平台 \(url) 连接停住 \(seconds) s",
                "the connection to \(url) stood still for \(seconds) s"
            )
        case .proxyRefused(let detail):
            return Failure(
                .proxyRefused,
                .unavailable,
                "代理不放行到平台 \(url) 的连接: \(detail)",
                "the proxy does not let through to \(url): \(detail)"
            )
        case .busy, .preparing:
            return Failure(.hubBusy, .unavailable, "平台 \(url) 正忙", "the hub \(url) is busy")
        case .refused(let problem) where problem.status >= 500:
            return Failure(
                .hubBusy,
                .unavailable,
                "平台 \(url) 出错: \(problem.words)",
                "the hub \(url) failed: \(problem.words)"
            )
        default: return lasting(fault, at: url)
        }
    }

    /// What waiting alone does not cure.
    private static func lasting(_ fault: HubFault, at url: String) -> Failure {
        switch fault {
        case .untrusted(let detail):
            Failure(
                .hubUntrusted,
                .notPermitted,
                "`\(url)` 的证书不可信: \(detail)",
                "the certificate of `\(url)` proves nothing: \(detail)"
            )
        case .otherAuthority(let expected, let seen, let issuer):
            .otherAuthority(expected: expected, seen: seen, issuer: issuer)
        case .identity(let detail):
            Failure(
                .identityRefused,
                .notPermitted,
                "平台不认本站的证书: \(detail)",
                "the hub does not accept this site's certificate: \(detail)"
            )
        case .proxyPassword(let detail):
            Failure(
                .proxyPassword,
                .notPermitted,
                "代理不接受本站的用户名和密码 (407): \(detail)",
                "the proxy does not accept our user and password (407): \(detail)"
            )
        case .redirected(let target):
            Failure(
                .redirected,
                .unavailable,
                "`\(url)` 转向 `\(target)`, 没有跟随",
                "`\(url)` redirects to `\(target)`, which is not followed"
            )
        case .expired(let end): .expired(at: end)
        case .revoked:
            Failure(
                .siteRevoked,
                .notPermitted,
                "平台已注销本站; 修改都在本机, 没有送出",
                "the hub has revoked this site; changes stay here and are not sent"
            )
        case .garbled(let detail):
            Failure(
                .hubGarbled,
                .unavailable,
                "`\(url)` 的答复不像平台: \(detail)",
                "`\(url)` does not answer like a hub: \(detail)"
            )
        case .otherHistory(let detail):
            Failure(
                .otherHistory,
                .failed,
                "平台的记录与本站读过的不是同一份: \(detail)",
                "the hub's log is not the one that this site has read: \(detail)"
            )
        case .contradicted(let kind):
            Failure(
                .hubContradicted,
                .failed,
                "平台的日志与其先前签名的不符 (\(HeadWords.kind(kind, in: .chinese))); 没有收取",
                "the hub's log is not what it has signed before (\(HeadWords.kind(kind, in: .english))); nothing was read"
            )
        case .keys(let fault): .keys(fault)
        case .rewind(let place, _):
            Failure(
                .otherHistory,
                .failed,
                "平台从备份恢复过, 要本站退回到第 \(place.seq) 条",
                "the hub was put back from a backup and sends this site back to entry \(place.seq)"
            )
        case .resync:
            Failure(
                .hubRefused,
                .failed,
                "平台只给快照, 不给日志的开头",
                "the hub gives a snapshot only, and not the beginning of its log"
            )
        case .snapshotUnusable(let flaw):
            Failure(
                .snapshotUnusable,
                .failed,
                "平台的快照不能用 (\(SnapshotWords.flaw(flaw, in: .chinese)))",
                "the hub's snapshot is of no use (\(SnapshotWords.flaw(flaw, in: .english)))"
            )
        case .noRoom(let needed, let free):
            Failure(
                .diskFull,
                .inputOutput,
                "磁盘放不下平台的快照: 还需要 \(SnapshotWords.megabytes(needed)), 只剩 \(SnapshotWords.megabytes(free)); 本机已有的都在",
                "the disk has no room for the hub's snapshot: it takes \(SnapshotWords.megabytes(needed)) more, "
                    + "\(SnapshotWords.megabytes(free)) are free; nothing here was changed"
            )
        case .movedOn:
            Failure(
                .hubMovedOn,
                .unavailable,
                "平台又有新内容, 没有比较",
                "the hub has something new for this site; nothing was compared"
            )
        case .otherRanks(let hubs):
            Failure(
                .ranksNotCompared,
                .failed,
                "平台和本站按不同的权属表合并 (平台 \(hubs.prefix(12)), 本站 \(AuthorityHistory.builtIn.digest.prefix(12))), 没有比较",
                "the hub merges by other ranks (hub \(hubs.prefix(12)), site \(AuthorityHistory.builtIn.digest.prefix(12))); nothing was compared"
            )
        case .forked(let seq):
            Failure(
                .ownOpForked,
                .failed,
                "平台上本站点的第 \(seq) 条修改与本机的不同; 本机的修改都在, 没有送出",
                "the hub's op \(seq) of this site is another than ours; ours are kept and not sent"
            )
        case .unshown(let name):
            Failure(
                .hubRefused,
                .failed,
                "平台要求出示本站点的修改 \(name)",
                "the hub wants to see op \(name) of this site"
            )
        case .staleIncarnation(let current):
            Failure(
                .staleIncarnation,
                .failed,
                "平台上本站点已从另一份目录继续 (第 \(current) 世); 本机的修改都在, 没有送出",
                "another copy of this home goes on at the hub (life \(current)); our changes are kept and not sent"
            )
        case .refused(let problem):
            Failure(
                .hubRefused,
                .failed,
                "平台拒绝: \(problem.words)",
                "the hub refuses: \(problem.words)"
            )
        case .tooLargeOnTheWay:
            Failure(
                .hubGarbled,
                .unavailable,
                "`\(url)` 前的代理不放行这么大的请求 (413)",
                "a proxy before `\(url)` lets no request of this size through (413)"
            )
        case .tooLarge:
            Failure(.hubRefused, .failed, "平台拒绝: 请求过大", "the hub refuses: too large")
        case .quarantineFull(let frames): .quarantineFull(frames)
        case .unreachable, .cut, .proxyRefused, .stalled, .busy, .preparing: .unexpected(fault)
        }
    }

    static func otherAuthority(expected: String, seen: String, issuer: String) -> Failure {
        Failure(
            .otherAuthority,
            .notPermitted,
            "平台证书指纹不符: 期望 \(expected), 实际 \(seen) (颁发者 `\(issuer)`)",
            "another authority than pinned: expected \(expected), seen \(seen) (issuer `\(issuer)`)"
        )
    }

    static func expired(at end: Instant) -> Failure {
        let day = Day(secondsSince1970: end.seconds)
        return Failure(
            .certificateExpired,
            .notPermitted,
            "本站证书已于 \(day) 过期; 修改都在本机",
            "the certificate of this site has expired on \(day); changes stay here"
        )
    }

    static var notJoined: Failure {
        Failure(
            .notJoined,
            .configuration,
            "本站还没有登记到平台",
            "this site has not joined a hub"
        )
    }
}

extension Problem {
    /// The hub's own words, its code first.
    fileprivate var words: String { "\(code): \(detail ?? title)" }
}
