import CCurl
private import Glibc

/// Goes towards a hub as far as it is told, on the thread that asks, and says how far it came.
struct WireProbe {
    var setup: WireSetup
    let timeout: Duration

    /// How far to go. Each step makes a connection of its own, so each includes those before it.
    enum Step {
        /// TCP with the hub, or with the proxy before it.
        case firstHop(host: String, port: UInt16)
        /// Through the proxy to the hub.
        case tunnel(to: HubAddress)
        /// TLS with the hub.
        case handshake
        /// A whole request.
        case answer(path: String)
    }

    struct Outcome {
        let result: Result<HTTPResponse, WireError>
        let milliseconds: Int
        /// How long the name took; `nil` where it was not found.
        let nameMilliseconds: Int?
        /// Whom the connection is with, the hub or a proxy.
        let peer: String?
        var httpVersion = "HTTP/1.1"

        var error: WireError? {
            if case .failure(let error) = result { error } else { nil }
        }
    }

    /// An answer of this size is enough to know a hub.
    private static let answerMax = 64 << 10

    func go(_ step: Step) -> Outcome {
        guard WireLoop.isReady else { return .nothing(.broken(detail: "libcurl does not start")) }
        do throws(WireError) {
            let transfer = try transfer(step)
            let code = Self.withoutSIGPIPE { curl_easy_perform(transfer.curl.easy) }
            return Outcome(transfer, code)
        } catch { return .nothing(error) }
    }

    private func transfer(_ step: Step) throws(WireError) -> WireTransfer {
        var setup = setup
        var path = "/"
        switch step {
        case .firstHop: setup.proxy = nil
        case .answer(let asked): path = asked
        case .tunnel, .handshake: break
        }
        let request = HTTPRequest(path: path, timeout: timeout, responseMax: Self.answerMax)
        let transfer = try WireTransfer(request, setup: setup)
        switch step {
        case .answer: break
        case .handshake: try transfer.curl.set(CURLOPT_CONNECT_ONLY, 1)
        case .firstHop(let host, let port): try connectOnly(transfer.curl, host, port)
        case .tunnel(let hub):
            try connectOnly(transfer.curl, hub.host, hub.port)
            try transfer.curl.set(CURLOPT_HTTPPROXYTUNNEL, 1)
        }
        return transfer
    }

    /// Goes no further than TCP: libcurl does not speak HTTP then.
    private func connectOnly(
        _ curl: CurlHandle,
        _ host: String,
        _ port: UInt16
    ) throws(WireError) {
        try curl.set(CURLOPT_PROTOCOLS_STR, "http")
        try curl.set(CURLOPT_URL, "http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        try curl.set(CURLOPT_CONNECT_ONLY, 1)
    }

    /// A write to a connection that was cut must not end the program.
    private static func withoutSIGPIPE(_ work: () -> CURLcode) -> CURLcode {
        var (pipe, before) = (sigset_t(), sigset_t())
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &before)
        defer {
            // One that waits would strike as soon as it may.
            var none = timespec()
            sigtimedwait(&pipe, nil, &none)
            pthread_sigmask(SIG_SETMASK, &before, nil)
        }
        return work()
    }
}

extension WireProbe.Outcome {
    fileprivate init(_ transfer: WireTransfer, _ code: CURLcode) {
        let name = transfer.curl.microseconds(CURLINFO_NAMELOOKUP_TIME_T)
        let isUnknown = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY
        result = transfer.outcome(code)
        milliseconds = transfer.curl.microseconds(CURLINFO_TOTAL_TIME_T) / 1000
        nameMilliseconds = isUnknown || name == 0 ? nil : name / 1000
        peer = transfer.curl.peer
        httpVersion = transfer.curl.httpVersion
    }

    /// What was not even begun.
    fileprivate static func nothing(_ error: WireError) -> WireProbe.Outcome {
        WireProbe.Outcome(
            result: .failure(error),
            milliseconds: 0,
            nameMilliseconds: nil,
            peer: nil
        )
    }
}
