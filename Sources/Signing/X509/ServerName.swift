import Glibc

/// A name under which a server is reached, as OpenSSL's extension language writes it.
///
/// That language has commas and colons of its own; a name is checked to the last character first,
/// so that none can add a second one.
enum ServerName {
    /// `DNS:hub.example.cn` or `IP:192.0.2.1`.
    static func extensionText(_ name: String) throws(SigningError) -> String {
        if isAddress(name) { return "IP:" + name }
        if isDNSName(name) { return "DNS:" + name }
        throw .badServerName(name)
    }

    private static func isAddress(_ name: String) -> Bool {
        guard name.utf8.allSatisfy({ isHexDigit($0) || $0 == dot || $0 == colon })
        else { return false }
        var address = in6_addr()
        return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
    }

    /// Letters, digits and hyphens (RFC 1123). A last label of digits only is an address gone wrong.
    private static func isDNSName(_ name: String) -> Bool {
        let labels = name.utf8.split(separator: dot, omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, let last = labels.last else { return false }
        return labels.allSatisfy(isLabel) && !last.allSatisfy(isDigit)
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count)
            && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isDigit($0) || isLetter($0) || $0 == hyphen }
    }

    private static let dot = UInt8(ascii: ".")
    private static let colon = UInt8(ascii: ":")
    private static let hyphen = UInt8(ascii: "-")

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
