/// The address of a hub, `https://host:port`.
package struct HubAddress: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Reads an address; `nil` for anything with a user, a path or a query, or without TLS.
    package init?(_ text: String) {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        var rest = text.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let end = Self.hostEnd(rest), end > rest.startIndex else { return nil }
        let port = rest[end...]
        if !port.isEmpty {
            guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0
            else { return nil }
        }
        description = scheme + rest.lowercased()
    }

    /// Where the name or the bracketed IPv6 address ends.
    private static func hostEnd(_ text: Substring) -> Substring.Index? {
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let isAddress = text[text.index(after: text.startIndex)..<close].allSatisfy {
                $0.isASCII && $0.isHexDigit || $0 == ":" || $0 == "."
            }
            return isAddress ? text.index(after: close) : nil
        }
        return text.firstIndex {
            !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "." || $0 == "-")
        } ?? text.endIndex
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
}
