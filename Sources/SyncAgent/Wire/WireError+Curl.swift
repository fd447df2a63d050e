import CCurl

extension WireError {
    /// What a failed transfer means. Anything not named is `broken`: the connection did not do what
    /// was asked of it, and libcurl's words go along.
    init(_ code: CURLcode, of curl: CurlHandle, after waits: Waits) {
        let detail = curl.detail(of: code)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_INTERFACE_FAILED, CURLE_URL_MALFORMAT:
            self = .unreachable(detail: detail)
        case CURLE_UNSUPPORTED_PROTOCOL:
            // An address without https; once connected, an answer that is not HTTP.
            self = curl.isConnected ? .broken(detail: detail) : .unreachable(detail: detail)
        case CURLE_OPERATION_TIMEDOUT:
            self = curl.isConnected ? waits.error(of: curl) : .unreachable(detail: detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            self = .untrusted(detail: detail)
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CLIENTCERT:
            self = .identityRefused(detail: detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            self = Self.cut(detail)
        default:
            self = .broken(detail: detail)
        }
    }

    /// A connection that ended too early, by its cause. In TLS 1.3 the client has finished its
    /// handshake before the server looks at its certificate, so a refusal comes with the answer.
    private static func cut(_ detail: String) -> WireError {
        if let alert = TLSAlert(in: detail), alert.concernsIdentity {
            return .identityRefused(detail: detail)
        }
        return .broken(detail: detail)
    }
}

extension WireError {
    /// How long a request was waited for. libcurl has one code for all that takes too long.
    struct Waits {
        let total: Duration
        let stall: Duration

        /// libcurl counts whole seconds here.
        var stallSeconds: Int { max(1, stall.milliseconds / 1000) }

        /// What took too long, once there was a connection: libcurl ends a transfer at its total
        /// time, or before that because it stood still.
        fileprivate func error(of curl: CurlHandle) -> WireError {
            let hasBegun = curl.microseconds(CURLINFO_PRETRANSFER_TIME_T) > 0
            let elapsed = curl.microseconds(CURLINFO_TOTAL_TIME_T) / 1000
            return hasBegun && elapsed < total.milliseconds
                ? .stalled(seconds: stallSeconds) : .timedOut
        }
    }
}

/// An alert that the server sent, found in the error text of OpenSSL, as in `error:0A000412:SSL
/// routines::…`. Only the number is read: the words differ between versions.
struct TLSAlert: Hashable {
    /// The number of the alert in RFC 8446, section 6.
    let number: Int

    init?(in text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let mark = parts.firstIndex(where: { $0.hasSuffix("error") }), mark + 1 < parts.count,
            let code = UInt32(parts[mark + 1], radix: 16)
        else { return nil }
        // OpenSSL 3 packs the library (20 is TLS) above 23 bits of reason; reasons from 1000 on
        // are alerts received.
        let reason = Int(code & 0x7F_FFFF)
        guard code >> 23 == 20, (1000..<1256).contains(reason) else { return nil }
        number = reason - 1000
    }

    /// bad, unsupported, revoked, expired or unknown certificate, unknown authority, access denied,
    /// bad signature, certificate required.
    var concernsIdentity: Bool {
        [42, 43, 44, 45, 46, 48, 49, 51, 116].contains(number)
    }
}
