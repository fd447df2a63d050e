import SyncCore
import Synchronization

/// What the server has done since it started, counted for those who watch over it.
///
/// Nothing in it names an organisation, a site, a record or an address: labels are calls of the interface, statuses and
/// codes of problems, of which there are few.
package final class HubMetrics: Sendable {
    private struct State {
        /// By call and status.
        var requests: [[String]: Int64] = [:]
        /// By the code of the problem.
        var refusals: [[String]: Int64] = [:]
        /// By what became of them.
        var ops: [[String]: Int64] = [:]
        var batches = Histogram(bounds: [1, 2, 5, 10, 20, 50, 100, 200])
        var seconds = Histogram(
            bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
        )
    }

    private let state = Mutex(State())

    package init() {}

    // MARK: Counting

    /// Counts an answer to a request at a call, as the interface has it; `nil` for any other path.
    func noteRequest(_ call: String?, status: Int) {
        state.withLock { $0.requests[[call ?? "other", "\(status)"], default: 0] += 1 }
    }

    /// Counts that somebody was told to come back later, or was not let in.
    func noteRefusal(_ code: String) {
        state.withLock { $0.refusals[[code], default: 0] += 1 }
    }

    /// Counts what became of the ops of a batch.
    func note(_ outcomes: [PushOutcome]) {
        state.withLock { state in
            for outcome in outcomes {
                let fate =
                    switch outcome {
                    case .received: "received"
                    case .refused: "refused"
                    case .fork: "fork"
                    }
                state.ops[[fate], default: 0] += 1
            }
        }
    }

    /// Counts a transaction with batches of sites, and the time from its beginning until it was synced to the disk.
    func noteCommit(of batches: Int, taking time: Duration) {
        state.withLock { state in
            state.batches.note(Double(batches))
            state.seconds.note(time / .seconds(1))
        }
    }

    // MARK: Telling

    /// What is asked of the parts of the server when somebody looks.
    struct Present {
        var connections: Int
        var feedWaiters: Int
        var batchesWaiting: Int
        var logEntries: Int64
        /// By what they are for.
        var diskBytes: [(String, Int64)]
    }

    func text(_ present: Present) -> String {
        let counts = state.withLock { $0 }
        var text = OpenMetricsText()
        text.counter(
            "requests",
            "Requests answered, by call and status.",
            labels: ["call", "status"],
            counts.requests
        )
        text.counter(
            "refusals",
            "Requests and connections turned away by a limit, by the code of the problem.",
            labels: ["code"],
            counts.refusals
        )
        text.counter(
            "ops",
            "Ops of batches, by what became of them; those that came again count again.",
            labels: ["fate"],
            counts.ops
        )
        text.histogram("commit_batches", "Batches written in one transaction.", counts.batches)
        text.histogram(
            "commit_seconds",
            "From the beginning of a transaction with batches until it was synced.",
            counts.seconds
        )
        text.gauge(
            "batches_waiting",
            "Batches that wait to be written.",
            Int64(present.batchesWaiting)
        )
        text.gauge("connections", "Connections that are open.", Int64(present.connections))
        text.gauge("feed_waiters", "Requests that wait for news.", Int64(present.feedWaiters))
        text.gauge("log_entries", "Entries of the log.", present.logEntries)
        text.gauge(
            "disk_bytes",
            "Bytes of the hub's files.",
            label: "kind",
            present.diskBytes
        )
        return text.whole
    }
}
