import CCurl
import Compression

/// One request on its way: the handle, what has arrived, and who waits. Confined to the wire's
/// thread.
final class WireTransfer {
    let curl: CurlHandle
    private let sink: ResponseSink
    private let server: ServerCheck
    private let waits: WireError.Waits
    private let proxy: WireProxy?

    init(_ request: HTTPRequest, setup: WireSetup) throws(WireError) {
        curl = try CurlHandle()
        sink = ResponseSink(bodyMax: request.responseMax)
        proxy = setup.proxy
        server = ServerCheck(setup.trust)
        waits = WireError.Waits(total: request.timeout, stall: setup.limits.stall + request.hold)
        try setConnection(setup)
        try setVersion(isAlone: request.isAlone)
        try setTrust(setup.trust)
        try curl.set(CURLOPT_URL, setup.base + request.path)
        try setRequest(request)
        try setSinks()
    }

    /// What became of the request, once libcurl has finished with it.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, WireError> {
        if code == CURLE_OK {
            let response = sink.response(status: curl.number(CURLINFO_RESPONSE_CODE))
            if let response { return .success(response) }
        }
        if sink.isTooLarge { return .failure(.tooLarge) }
        if sink.isDamaged { return .failure(.broken(detail: "the body is badly compressed")) }
        let offered = sink.offeredAuthentication
        if let refusal = proxy.flatMap({ curl.refusal(by: $0, code, offered: offered) }) {
            return .failure(refusal)
        }
        return .failure(server.mismatch ?? WireError(code, of: curl, after: waits))
    }

    private func setConnection(_ setup: WireSetup) throws(WireError) {
        // Signals would hit the whole program.
        try curl.set(CURLOPT_NOSIGNAL, 1)
        try curl.set(CURLOPT_PROTOCOLS_STR, "https")
        try curl.set(CURLOPT_FOLLOWLOCATION, 0)
        try curl.set(CURLOPT_USERAGENT, setup.userAgent)
        try curl.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, setup.limits.connect.milliseconds))
        try curl.set(CURLOPT_TIMEOUT_MS, max(1, waits.total.milliseconds))
        // Less than a byte in a second, seen over some seconds, is a line that stands still.
        try curl.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try curl.set(CURLOPT_LOW_SPEED_TIME, waits.stallSeconds)
        try curl.setProxy(setup.proxy)
        if let rate = setup.uploadRate() {
            try curl.set(CURLOPT_MAX_SEND_SPEED_LARGE, offset: rate)
        }
    }

    /// HTTP/2 where the hub speaks it: then requests share one connection, and those that come while it is made
    /// wait for it.
    private func setVersion(isAlone: Bool) throws(WireError) {
        if isAlone {
            try curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
            try curl.set(CURLOPT_FRESH_CONNECT, 1)
            try curl.set(CURLOPT_FORBID_REUSE, 1)
        } else {
            try curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
            try curl.set(CURLOPT_PIPEWAIT, 1)
        }
    }

    /// Uses no connection that has been there for longer; where others are in use that may be as old, none but a new
    /// one. libcurl goes on with a connection of HTTP/2 on which a request has waited in vain.
    func avoidConnections(olderThan age: Duration, inUse: Bool) throws(WireError) {
        try curl.set(CURLOPT_MAXLIFETIME_CONN, max(1, age.milliseconds / 1000))
        if inUse { try curl.set(CURLOPT_FRESH_CONNECT, 1) }
    }

    private func setTrust(_ trust: WireTrust) throws(WireError) {
        try curl.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_3))
        try curl.set(CURLOPT_SSL_VERIFYPEER, 1)
        try curl.set(CURLOPT_SSL_VERIFYHOST, 2)
        if trust.caPEM != nil || trust.pin != nil {
            // Otherwise the folder of the system's authorities would be trusted besides.
            try curl.set(CURLOPT_CAINFO, nil)
            try curl.set(CURLOPT_CAPATH, nil)
        }
        if let caPEM = trust.caPEM { try curl.setBlob(CURLOPT_CAINFO_BLOB, caPEM) }
        try server.install(in: curl)
        if let certificate = trust.clientCertificatePEM {
            try curl.setBlob(CURLOPT_SSLCERT_BLOB, certificate)
        }
        if let key = trust.clientKeyPEM { try curl.setBlob(CURLOPT_SSLKEY_BLOB, key) }
    }

    private func setRequest(_ request: HTTPRequest) throws(WireError) {
        try curl.set(CURLOPT_CUSTOMREQUEST, request.method)
        var lines = request.headers.map { header in
            // libcurl's way to write a header without a value.
            header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value
        }
        lines.append("Accept-Encoding: \(Zstd.name)")
        if request.method == "HEAD" {
            try curl.set(CURLOPT_NOBODY, 1)
        } else if request.method != "GET" || !request.body.isEmpty {
            try curl.setBody(request.body)
            // Neither the type of a web form nor a pause before a large body.
            let names = request.headers.map { $0.name.lowercased() }
            if !names.contains("content-type") { lines.append("Content-Type:") }
            lines.append("Expect:")
        }
        try curl.setHeaders(lines)
    }

    private func setSinks() throws(WireError) {
        let context = Unmanaged.passUnretained(sink).toOpaque()
        try curl.setSink(CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, context: context) {
            ResponseSink.from($3)?.takeBody(.init(start: $0, count: $1 * $2)) ?? 0
        }
        try curl.setSink(CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, context: context) {
            ResponseSink.from($3)?.takeHeader(.init(start: $0, count: $1 * $2)) ?? 0
        }
    }
}

extension ResponseSink {
    /// The sink behind the pointer that libcurl hands back.
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> ResponseSink? {
        context.map { Unmanaged<ResponseSink>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension Duration {
    /// Whole milliseconds, as libcurl counts.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        // Longer than a month is no timeout, and must not overflow.
        return Int(min(seconds, 2_678_400)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
