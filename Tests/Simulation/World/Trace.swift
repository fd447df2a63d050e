import Signing
import SyncCore

/// What happened, line by line, and one digest over all of it: two runs of a seed give the same.
struct Trace {
    private(set) var lines: [Line] = []
    private var digest: [UInt8] = []
    private var waiting: [UInt8] = []

    /// One thing that happened.
    struct Line {
        let at: Int64
        let actor: String
        let what: String

        /// The line as a person reads it: day and time of the run, who, what.
        var text: String {
            let (day, rest) = (at / 86_400_000, at % 86_400_000)
            let parts = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60]
            let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            return "day \(day) \(clock)  \(actor): \(what)"
        }
    }

    mutating func note(_ at: Int64, _ actor: String, _ what: String) {
        lines.append(Line(at: at, actor: actor, what: what))
        waiting += Array("\(at) \(actor) \(what)\n".utf8)
        if waiting.count > 1 << 16 { fold() }
    }

    private mutating func fold() {
        digest = SHA256().digest(digest, waiting)
        waiting = []
    }

    /// Stands for everything so far.
    mutating func summary() -> String {
        fold()
        return digest.hex
    }
}
