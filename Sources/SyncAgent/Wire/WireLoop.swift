private import CCurl
private import Glibc
import Synchronization

/// The thread on which libcurl works, and the box where others leave their orders.
final class WireLoop: Sendable {
    typealias Waiting = CheckedContinuation<Result<HTTPResponse, WireError>, Never>

    enum Order: Sendable {
        case start(id: UInt64, HTTPRequest, Waiting)
        case cancel(id: UInt64)
    }

    private struct Inbox {
        var isOpen = true
        var orders: [Order] = []
    }

    private let setup: WireSetup
    private let inbox = Mutex(Inbox())
    private let lastID = Atomic<UInt64>(0)
    // Used by the thread alone, but for `curl_multi_wakeup`, which libcurl allows from everywhere;
    // that is called only under the lock of an open box, and the box is closed before the handle.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    /// Once for the program; the first use waits for it.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ setup: WireSetup) {
        // Requests to one hub share a connection, where it speaks HTTP/2.
        guard Self.isReady, let multi = curl_multi_init(),
            ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX) == CURLM_OK
        else { preconditionFailure("libcurl does not start") }
        self.setup = setup
        self.multi = multi
    }

    /// A number that no other request of this wire has.
    func nextID() -> UInt64 {
        lastID.add(1, ordering: .relaxed).newValue
    }

    func order(_ order: Order) {
        let isTaken = inbox.withLock { inbox in
            guard inbox.isOpen else { return false }
            inbox.orders.append(order)
            curl_multi_wakeup(multi)
            return true
        }
        if !isTaken, case .start(_, _, let waiting) = order {
            waiting.resume(returning: .failure(.cancelled))
        }
    }

    func close() {
        inbox.withLock { inbox in
            guard inbox.isOpen else { return }
            inbox.isOpen = false
            curl_multi_wakeup(multi)
        }
    }

    /// Starts the thread, which ends after `close`.
    func start() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { context in
                context.map { Unmanaged<WireLoop>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(self).toOpaque()
        )
        precondition(code == 0, "no thread for libcurl: errno \(code)")
        pthread_detach(thread)
    }

    private func run() {
        // A write to a connection that the hub has cut must not end the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let transfers = WireTransfers(multi: multi, setup: setup)
        while let orders = takeOrders() {
            orders.forEach(transfers.perform)
            transfers.advance()
        }
        transfers.end()
    }

    /// The orders since the last call; `nil` once the box is closed, with the rest turned away.
    private func takeOrders() -> [Order]? {
        let (orders, isOpen) = inbox.withLock { inbox in
            defer { inbox.orders = [] }
            return (inbox.orders, inbox.isOpen)
        }
        if isOpen { return orders }
        for case .start(_, _, let waiting) in orders {
            waiting.resume(returning: .failure(.cancelled))
        }
        return nil
    }
}
