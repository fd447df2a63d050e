import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// How it is told what a recovery does.
struct RecoveryWords {
    let recovery: SiteRecovery
    let screen: Screen

    func json(isDone: Bool) -> JSONValue {
        [
            "needed": .bool(recovery.isNeeded),
            "reason": .text(recovery.halt?.code),
            "incarnation": recovery.isNeeded ? .number(recovery.incarnation) : .null,
            "received": .number(recovery.received),
            "reissued": .number(recovery.isNeeded ? recovery.reissued : 0),
            "done": .bool(isDone),
        ]
    }

    /// What is about to happen, or would.
    func show() throws(OutputLost) {
        guard recovery.isNeeded else {
            return try screen.print(
                screen.say("不需要恢复.", "nothing to recover; sync goes on as usual.")
            )
        }
        try screen.print(
            screen.say(
                "本站点从第 \(recovery.incarnation) 世继续:",
                "this site goes on in life \(recovery.incarnation):"
            )
        )
        try screen.print(
            screen.say(
                "  \(recovery.received) 条平台已收到, 补上收据",
                "  \(recovery.received) changes the hub has received: their receipts are kept"
            )
        )
        try screen.print(
            screen.say(
                "  \(recovery.reissued) 条平台没有收到, 以新编号重新送出; 原来的留在日志里",
                "  \(recovery.reissued) changes it has not: sent again under new numbers; the originals stay"
            )
        )
        try screen.print(
            screen.say(
                "  目录若另有一份, 不要再用: 它会停下并报 E1317",
                "  a second copy of the home must not be used any more: it stops with E1317"
            )
        )
    }
}

extension Halt {
    var message: MessageCode {
        switch self {
        case .fork: .ownOpForked
        case .stale: .staleIncarnation
        }
    }
}
