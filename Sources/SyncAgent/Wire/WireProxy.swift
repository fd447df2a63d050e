import CCurl

/// The proxy by which a wire reaches its hub.
package struct WireProxy: Hashable, Sendable {
    package let address: ProxyAddress
    package let authentication: ProxyAuthentication
    let password: String?

    package init(
        address: ProxyAddress,
        authentication: ProxyAuthentication = .any,
        password: String? = nil
    ) {
        self.address = address
        self.authentication = authentication
        self.password = password
    }

    /// Whom libcurl names to the proxy. Kerberos has names of its own, for which libcurl wants an
    /// empty one.
    fileprivate var user: String? {
        address.user ?? (authentication == .negotiate ? "" : nil)
    }
}

extension CurlHandle {
    /// Goes by a proxy, or by none: what libcurl finds in the environment by itself is not used, since
    /// the settings have read it already.
    func setProxy(_ proxy: WireProxy?) throws(WireError) {
        try set(CURLOPT_PROXY, proxy?.address.description ?? "")
        try set(CURLOPT_NOPROXY, "")
        guard let proxy else { return }
        try set(CURLOPT_PROXYAUTH, proxy.authentication.bits)
        if let user = proxy.user { try set(CURLOPT_PROXYUSERNAME, user) }
        if let password = proxy.password { try set(CURLOPT_PROXYPASSWORD, password) }
    }

    /// What a proxy has refused, by its own word; `nil` where it was not the proxy.
    func refusal(by proxy: WireProxy, _ code: CURLcode, offered: String?) -> WireError? {
        let status = number(CURLINFO_HTTP_CONNECTCODE)
        let name = proxy.address.description
        if status == 407 {
            return .proxyPassword(detail: name + (offered.map { ", \($0)" } ?? ""))
        }
        if status >= 300 { return .proxyRefused(detail: "\(name): \(status)") }
        guard code == CURLE_PROXY else { return nil }
        let refused: [CURLproxycode] = [
            CURLPX_USER_REJECTED, CURLPX_NO_AUTH, CURLPX_GSSAPI, CURLPX_IDENTD_DIFFER,
        ]
        let reason = CURLproxycode(UInt32(truncatingIfNeeded: number(CURLINFO_PROXY_ERROR)))
        return refused.contains(reason)
            ? .proxyPassword(detail: name)
            : .proxyRefused(detail: "\(name): \(detail(of: code))")
    }
}

extension ProxyAuthentication {
    fileprivate var bits: Int {
        switch self {
        case .any: ccurl_auth_any
        case .basic: ccurl_auth_basic
        case .digest: ccurl_auth_digest
        case .ntlm: ccurl_auth_ntlm
        case .negotiate: ccurl_auth_negotiate
        }
    }

    /// Whether a libcurl with these features can do it.
    package func isSupported(by features: Int32) -> Bool {
        switch self {
        case .any, .basic, .digest: true
        case .ntlm: features & CURL_VERSION_NTLM != 0
        case .negotiate: features & CURL_VERSION_SPNEGO != 0
        }
    }
}
