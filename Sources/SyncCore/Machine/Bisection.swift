/// Finds the ops for which the hub fails, so that they do not hold up the others.
///
/// A hub that answers 500 three times is asked for less and less, until one op is left. That alone proves
/// nothing, for the hub may fail whatever it is sent. Where others have passed meanwhile, the op is to blame. Else it
/// becomes a suspect and stays behind, and others are tried: where one passes, the suspects are to blame; where
/// several in a row fail, the hub is. Where nothing else waits three times over, the suspects are isolated
/// without proof: whoever is to blame, what comes next need not wait for them.
struct Bisection: Hashable, Sendable {
    /// So many failures before anything but time is tried.
    static let failuresMax = 3
    private static let suspectsMax = 3

    /// What a batch may hold at the most.
    private(set) var opsMax = PushBatch.opsMax
    /// Ops that failed alone.
    private(set) var suspects: [WireOp] = []
    /// The last failure of the hub.
    private(set) var fault: HubFault?
    private var failures = 0
    /// Whether something has passed since the hub began to fail.
    private var takesOthers = false
    /// What has lately been all that waits, and how often in a row it failed.
    private var loneSeqs: Set<Int64> = []
    private var loneFailures = 0

    /// Whether the hub takes what it is sent.
    var isWell: Bool { opsMax == PushBatch.opsMax && failures == 0 && suspects.isEmpty }

    /// What to do after a failure of the hub.
    enum Verdict {
        case sameAgain
        case lessAtOnce
        case isolate
        /// The hub fails at everything.
        case giveUp
    }

    /// A batch did not get through because of its size or of what is in it.
    mutating func halve(_ count: Int) {
        opsMax = max(1, count / 2)
    }

    mutating func failed(_ sent: [WireOp], with fault: HubFault) -> Verdict {
        self.fault = fault
        failures += 1
        if failures < Self.failuresMax { return .sameAgain }
        if sent.count > 1 {
            halve(sent.count)
            return .lessAtOnce
        }
        if takesOthers {
            convicted()
            return .isolate
        }
        guard suspects.count < Self.suspectsMax else {
            startOver()
            return .giveUp
        }
        suspects += sent
        return .lessAtOnce
    }

    /// A batch has passed: batches grow again. What the hub has failed at is not forgotten before a full
    /// one passes.
    mutating func passed() {
        if opsMax == PushBatch.opsMax { failures = 0 }
        loneFailures = 0
        takesOthers = failures > 0
        opsMax = min(opsMax * 2, PushBatch.opsMax)
    }

    /// The suspects are known to be to blame, and are isolated.
    mutating func convicted() {
        suspects = []
        takesOthers = false
    }

    /// Nothing but the suspects waits. Whether they are to be isolated all the same; else they are no
    /// suspects any more.
    mutating func foundNothingElse() -> Bool {
        let seqs = Set(suspects.map(\.header.seq))
        let times = seqs == loneSeqs ? loneFailures + 1 : 1
        startOver()
        guard times < Self.failuresMax else { return true }
        (loneSeqs, loneFailures) = (seqs, times)
        return false
    }

    mutating func startOver() {
        self = Bisection()
    }
}
