/// The address of a proxy: `http://host:port` for CONNECT, `socks5h://host:port` where it resolves names,
/// `socks5://host:port` where it does not.
package struct ProxyAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Scheme: String, Hashable, Sendable {
        case http, socks5, socks5h

        fileprivate var defaultPort: UInt16 { self == .http ? 3128 : 1080 }
    }

    package let scheme: Scheme
    /// Without the brackets of an IPv6 address.
    package let host: String
    package let port: UInt16
    package let user: String?
    /// Where the environment says one; a file has no place for it.
    package let password: String?

    /// Without user and password: what a screen may show, and what libcurl takes.
    package var description: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Reads `[scheme://][user[:password]@]host[:port]`, with signs in user and password as `%40`.
    package init?(_ text: String) {
        var rest = text[...]
        if let mark = text.firstRange(of: "://") {
            guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else {
                return nil
            }
            self.scheme = scheme
            rest = text[mark.upperBound...]
        } else {
            scheme = .http
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var words: [String] = []
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            words = parts.compactMap { String(percentEncoded: $0) }
            guard words.count == parts.count, !words[0].isEmpty else { return nil }
            rest = rest[rest.index(after: at)...]
        }
        user = words.first
        password = words.count > 1 ? words[1] : nil
        guard let place = HostAndPort(rest) else { return nil }
        host = place.host
        port = place.port ?? scheme.defaultPort
    }
}

/// `host`, `host:port`, `[address]` or `[address]:port`.
struct HostAndPort: Hashable {
    /// In lower case, without brackets.
    let host: String
    let port: UInt16?

    init?(_ text: Substring) {
        guard let end = Self.hostEnd(text), end > text.startIndex else { return nil }
        let rest = text[end...]
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0
            else { return nil }
            port = number
        }
        host = text[..<end].lowercased().filter { $0 != "[" && $0 != "]" }
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
            !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "." || $0 == "-" || $0 == "_")
        } ?? text.endIndex
    }
}

extension String {
    /// The text behind `%40` and the like; `nil` where a sign is cut or the bytes are no UTF-8.
    fileprivate init?(percentEncoded text: Substring) {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard rest.count >= 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        self.init(validating: bytes, as: UTF8.self)
    }
}
