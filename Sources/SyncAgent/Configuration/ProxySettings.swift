/// What the settings say about the proxy between a site and its hub.
package struct ProxySettings: Hashable, Sendable {
    /// `nil` for none.
    package var address: ProxyAddress?
    package var noProxy = NoProxy(NoProxy.loopback)
    package var authentication = ProxyAuthentication.any
    /// A path, or the name of a credential that systemd hands over; `nil` for none.
    package var passwordFile: String?

    /// No proxy.
    package init() {}

    /// The proxy by which a host is reached, ready for use; `nil` where it is reached directly.
    /// `credentials` is the folder of systemd's credentials.
    package func proxy(
        to host: String,
        credentials: String?
    ) throws(ProxyProblem) -> WireProxy? {
        guard let address, !noProxy.covers(host) else { return nil }
        guard authentication.isSupported(by: LibraryVersions.curlFeatures) else {
            throw .unsupported(authentication, by: LibraryVersions.curl)
        }
        return WireProxy(
            address: address,
            authentication: authentication,
            password: try password(credentials) ?? address.password
        )
    }

    private func password(_ credentials: String?) throws(ProxyProblem) -> String? {
        guard let passwordFile else { return nil }
        var path = passwordFile
        if !path.contains("/") {
            guard let credentials else { throw .noCredentials(name: path) }
            path = "\(credentials)/\(path)"
        }
        let text: String?
        do { text = try PrivateFile.read(path) } catch { throw .unreadable(path: path, error) }
        guard let text else { throw .unreadable(path: path, .missing(path: path)) }
        let password = text.prefix { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }
        guard !password.isEmpty else { throw .empty(path: path) }
        return String(password)
    }
}

/// Why the settings name a proxy that cannot be used.
package enum ProxyProblem: Error, Hashable, Sendable {
    case unreadable(path: String, SiteKeys.KeysError)
    /// The file of the password begins with an empty line.
    case empty(path: String)
    /// A credential is named, and systemd has handed none over.
    case noCredentials(name: String)
    /// The libcurl that is linked cannot do what is asked of it.
    case unsupported(ProxyAuthentication, by: String)
}

/// How a site shows a proxy who it is.
package enum ProxyAuthentication: String, CaseIterable, Hashable, Sendable {
    /// What the proxy offers, the strongest first.
    case any
    case basic, digest, ntlm, negotiate
}
