private import Glibc

/// Hosts that are reached without a proxy, as `no_proxy` lists them: names with everything below them,
/// addresses, networks as `10.0.0.0/8`, or `*` for all.
package struct NoProxy: Hashable, Sendable {
    private let entries: [String]

    /// This machine, where no proxy of somebody else finds it.
    package static let loopback = "localhost,127.0.0.0/8,::1"

    /// Reads entries between commas or blanks.
    package init(_ text: String) {
        entries = text.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.map { entry in
            let name = entry.hasPrefix("*.") ? entry.dropFirst(2) : entry.drop { $0 == "." }
            return name.filter { $0 != "[" && $0 != "]" }
        }
    }

    /// Whether a host, in lower case and without brackets, is reached directly.
    package func covers(_ host: String) -> Bool {
        let address = IPAddress(host)
        return entries.contains { entry in
            if entry == "*" || entry == host { return true }
            guard let address else { return host.hasSuffix("." + entry) }
            return IPNetwork(entry)?.contains(address) == true
        }
    }
}

/// An IPv4 or IPv6 address, as its 4 or 16 bytes.
struct IPAddress: Hashable {
    let bytes: [UInt8]

    init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }
}

/// The addresses that begin with the same bits.
private struct IPNetwork {
    let address: IPAddress
    let bits: Int

    /// Reads an address, or one with the number of bits: `10.0.0.0/8`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        let all = address.bytes.count * 8
        guard parts.count <= 2, let bits = parts.count == 2 ? Int(parts[1]) : all,
            (0...all).contains(bits)
        else { return nil }
        self.address = address
        self.bits = bits
    }

    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return zip(address.bytes, other.bytes).enumerated().allSatisfy { index, pair in
            let known = min(max(bits - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> known)
            return pair.0 & mask == pair.1 & mask
        }
    }
}
