import Glibc
import NIOCore

/// From where a client comes, as far as it is counted together.
enum PeerAddress {
    /// An IPv4 address, or the first 64 bits of an IPv6 one: everything below belongs to one customer.
    static func key(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "" }
        return key(of: text)
    }

    static func key(of text: String) -> String {
        var bytes = in6_addr()
        guard text.contains(":"), inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        let octets = withUnsafeBytes(of: &bytes) { Array($0) }
        // An IPv4 client at a socket for both.
        if octets[..<10].allSatisfy({ $0 == 0 }), octets[10] == 0xFF, octets[11] == 0xFF {
            return octets[12...].map(String.init).joined(separator: ".")
        }
        return octets[..<8].map { String($0, radix: 16) }.joined(separator: ":")
    }
}
