import CCurl

/// One easy handle of libcurl with what its options point to. Confined to the wire's thread.
final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    init() throws(WireError) {
        guard let easy = curl_easy_init() else { throw .broken(detail: "curl gives no handle") }
        self.easy = easy
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, message), CURLOPT_ERRORBUFFER)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerLines)
        message.deallocate()
    }

    /// What libcurl says of the transfer: its own sentence, or the general one for the code.
    func detail(of code: CURLcode) -> String {
        let text = String(cString: message)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }

    // MARK: Options

    func set(_ option: CURLoption, _ value: Int) throws(WireError) {
        try check(ccurl_set_long(easy, option, value), option)
    }

    func set(_ option: CURLoption, offset value: Int) throws(WireError) {
        try check(ccurl_set_offset(easy, option, curl_off_t(value)), option)
    }

    /// `nil` takes a default of libcurl away.
    func set(_ option: CURLoption, _ text: String?) throws(WireError) {
        try check(ccurl_set_string(easy, option, text), option)
    }

    /// A certificate or a key, as bytes that libcurl copies.
    func setBlob(_ option: CURLoption, _ text: String) throws(WireError) {
        let bytes = Array(text.utf8)
        try check(ccurl_set_blob(easy, option, bytes, bytes.count), option)
    }

    func setBody(_ bytes: [UInt8]) throws(WireError) {
        try check(ccurl_set_body(easy, bytes, bytes.count), CURLOPT_COPYPOSTFIELDS)
    }

    /// Invariant: a line has no line break; one would start a header of its own.
    func setHeaders(_ lines: [String]) throws(WireError) {
        for line in lines {
            precondition(!line.utf8.contains { $0 == 10 || $0 == 13 }, "a header with a line break")
            headerLines = curl_slist_append(headerLines, line)
        }
        try check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerLines), CURLOPT_HTTPHEADER)
    }

    /// Where the bytes of the body or of the headers go. The context must outlive the transfer.
    func setSink(
        _ function: CURLoption,
        _ argument: CURLoption,
        context: UnsafeMutableRawPointer,
        _ sink: ccurl_sink
    ) throws(WireError) {
        try check(ccurl_set_sink(easy, function, sink), function)
        try check(ccurl_set_pointer(easy, argument, context), argument)
    }

    /// What sees the SSL_CTX before a handshake.
    func setTLSHook(
        context: UnsafeMutableRawPointer,
        _ hook: ccurl_tls_hook
    ) throws(WireError) {
        try check(ccurl_set_tls_hook(easy, hook), CURLOPT_SSL_CTX_FUNCTION)
        try check(ccurl_set_pointer(easy, CURLOPT_SSL_CTX_DATA, context), CURLOPT_SSL_CTX_DATA)
    }

    /// An option that is refused must end the request: going on could mean going on unverified.
    private func check(_ code: CURLcode, _ option: CURLoption) throws(WireError) {
        guard code != CURLE_OK else { return }
        let reason = String(cString: curl_easy_strerror(code))
        throw .broken(detail: "curl refuses option \(option.rawValue): \(reason)")
    }

    // MARK: Facts about the transfer

    func number(_ item: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(easy, item, &value) == CURLE_OK ? value : 0
    }

    /// One of the times of a transfer, from its start.
    func microseconds(_ item: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_offset(easy, item, &value) == CURLE_OK ? Int(value) : 0
    }

    /// The version of HTTP that was spoken.
    var httpVersion: String {
        number(CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0) ? "HTTP/2" : "HTTP/1.1"
    }

    /// Whether TCP came about, with the hub or with a proxy. Its times do not tell: libcurl sets
    /// them only once TLS is there too.
    var isConnected: Bool { peer != nil }

    /// The address of the hub or the proxy with which TCP came about.
    var peer: String? {
        var address: UnsafePointer<CChar>?
        let code = ccurl_get_string(easy, CURLINFO_PRIMARY_IP, &address)
        guard code == CURLE_OK, let address, address[0] != 0 else { return nil }
        return String(cString: address)
    }
}
