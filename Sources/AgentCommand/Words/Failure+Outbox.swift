import Terminal

extension Failure {
    static func unknownOp(_ n: Int64) -> Failure {
        Failure(.unknownOp, .badData, "journal.db 里没有第 \(n) 条", "journal.db has no op \(n)")
    }

    /// Only what the hub has failed at or refused is sent once more.
    static func notRetried(_ n: Int64) -> Failure {
        Failure(
            .notRetried,
            .badData,
            "第 \(n) 条既没有隔离, 也没有被平台拒收",
            "\(n) is neither isolated nor refused"
        )
    }

    static func notDead(_ n: Int64) -> Failure {
        Failure(
            .notDead,
            .badData,
            "第 \(n) 条不是平台拒收的修改",
            "\(n) is no change that the hub has refused"
        )
    }

    static func unknownFrame(_ n: Int64) -> Failure {
        Failure(.unknownFrame, .badData, "隔离区里没有第 \(n) 条", "no frame \(n) in quarantine")
    }

    static func quarantineFull(_ frames: Int) -> Failure {
        Failure(
            .quarantineFull,
            .failed,
            "平台送来的数据有 \(frames) 条不能采用, 隔离区已满; 不再收取, 已有的都在",
            "\(frames) frames of the hub cannot be taken in and the quarantine is full; nothing more is read"
        )
    }
}
