package import LocalStore
import Signing

/// The address of a hub, `https://host:port`.
package struct HubAddress: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// In lower case, without the brackets of an IPv6 address.
    package let host: String
    package let port: UInt16

    /// Reads an address; `nil` for anything with a user, a path or a query, or without TLS.
    package init?(_ text: String) {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        var rest = text.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.contains("_"), let place = HostAndPort(rest) else { return nil }
        host = place.host
        port = place.port ?? 443
        description = scheme + rest.lowercased()
    }
}

/// The digest of an authority's key, as an operator hands it over: `sha256:` and 64 digits.
package struct AuthorityPin: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        let pin = text.lowercased()
        guard pin.hasPrefix("sha256:") else { return nil }
        let digits = pin.dropFirst("sha256:".count)
        let isHex = digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        guard digits.utf8.count == 64, isHex else { return nil }
        description = pin
    }

    /// The pin of the authority that a member knows; `nil` where its certificate cannot be read.
    package init?(of membership: Membership) {
        guard let ca = try? Certificate(pem: membership.ca) else { return nil }
        description = ca.publicKeyPin
    }
}
