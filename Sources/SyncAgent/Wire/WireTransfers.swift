import CCurl
private import Glibc

/// The requests that libcurl is working on. Confined to the wire's thread.
final class WireTransfers {
    private let multi: UnsafeMutableRawPointer
    private let setup: WireSetup
    private var running: [UInt64: Running] = [:]
    /// When a request was last given up since nothing came: what was connected before may lead nowhere.
    private var doubtedAt: ContinuousClock.Instant?

    private struct Running {
        let transfer: WireTransfer
        let waiting: WireLoop.Waiting
        let began: ContinuousClock.Instant
    }

    init(multi: UnsafeMutableRawPointer, setup: WireSetup) {
        self.multi = multi
        self.setup = setup
    }

    func perform(_ order: WireLoop.Order) {
        switch order {
        case .start(let id, let request, let waiting):
            start(id, request, waiting)
        case .cancel(let id):
            // It may have ended meanwhile.
            finish(id) { _ in .failure(.cancelled) }
        }
    }

    /// Lets libcurl work, hands out what has ended, and sleeps until there is something to do.
    func advance() {
        var count: Int32 = 0
        curl_multi_perform(multi, &count)
        reap()
        // libcurl wakes by itself for its own timeouts.
        if curl_multi_poll(multi, nil, 0, 60_000, nil) != CURLM_OK {
            // Out of memory or descriptors: not to spin until that is over.
            usleep(100_000)
        }
    }

    /// Gives up everything. The handle is gone afterwards.
    func end() {
        for id in Array(running.keys) {
            finish(id) { _ in .failure(.cancelled) }
        }
        curl_multi_cleanup(multi)
    }

    private func start(_ id: UInt64, _ request: HTTPRequest, _ waiting: WireLoop.Waiting) {
        do throws(WireError) {
            let now = ContinuousClock.now
            let transfer = try WireTransfer(request, setup: setup)
            if let doubtedAt {
                let isInUse = running.values.contains { $0.began < doubtedAt }
                try transfer.avoidConnections(olderThan: now - doubtedAt, inUse: isInUse)
            }
            let code = curl_multi_add_handle(multi, transfer.curl.easy)
            guard code == CURLM_OK else {
                throw WireError.broken(detail: String(cString: curl_multi_strerror(code)))
            }
            running[id] = Running(transfer: transfer, waiting: waiting, began: now)
        } catch {
            waiting.resume(returning: .failure(error))
        }
    }

    private func reap() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            // Read before the handle is removed, which frees the message.
            let code = message.pointee.data.result
            let easy = message.pointee.easy_handle
            guard let id = running.first(where: { $0.value.transfer.curl.easy == easy })?.key else {
                continue
            }
            if code == CURLE_OPERATION_TIMEDOUT { doubtedAt = .now }
            finish(id) { $0.outcome(code) }
        }
    }

    /// Takes a request from libcurl and wakes who waits for it.
    private func finish(
        _ id: UInt64,
        _ outcome: (WireTransfer) -> Result<HTTPResponse, WireError>
    ) {
        guard let request = running.removeValue(forKey: id) else { return }
        let result = outcome(request.transfer)
        curl_multi_remove_handle(multi, request.transfer.curl.easy)
        request.waiting.resume(returning: result)
    }
}
