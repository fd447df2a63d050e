import Synchronization

/// HTTPS to one hub. Requests share connections, and may wait side by side.
///
/// libcurl works on one thread of its own: its calls may block for a while, which the threads of
/// Swift's tasks must not.
package final class CurlWire: Sendable {
    private let loop: WireLoop
    /// Whether the hub has refused a compressed body, as older ones do.
    private let wantsPlain = Atomic(false)

    /// A wire to `https://host:port`, the base. Connects to nothing yet.
    package init(
        base: String,
        trust: WireTrust,
        userAgent: String,
        limits: WireLimits = WireLimits(),
        proxy: WireProxy? = nil,
        uploadRate: @escaping @Sendable () -> Int? = { nil }
    ) {
        loop = WireLoop(
            WireSetup(
                base: base,
                trust: trust,
                userAgent: userAgent,
                limits: limits,
                proxy: proxy,
                uploadRate: uploadRate
            )
        )
        loop.start()
    }

    deinit {
        loop.close()
    }

    /// Sends a request and waits for the whole answer. Cancelling the task gives the request up; the
    /// hub may have seen it nevertheless.
    package func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        if !wantsPlain.load(ordering: .relaxed), let compressed = request.compressed {
            let response = try await exchange(compressed)
            guard response.status == 415 else { return response }
            wantsPlain.store(true, ordering: .relaxed)
        }
        return try await exchange(request)
    }

    private func exchange(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        let id = loop.nextID()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.order(.start(id: id, request, continuation))
                // A cancellation before that order found nothing to cancel.
                if Task.isCancelled { loop.order(.cancel(id: id)) }
            }
        } onCancel: {
            loop.order(.cancel(id: id))
        }
        return try outcome.get()
    }

    /// Ends the thread. Requests that wait, and later ones, end with `.cancelled`.
    package func close() {
        loop.close()
    }
}
