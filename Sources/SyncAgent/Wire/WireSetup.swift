/// What every request of a wire has in common.
struct WireSetup: Sendable {
    /// `https://host:port`.
    let base: String
    let trust: WireTrust
    let userAgent: String
    let limits: WireLimits

    /// Whether the hub is on this machine, where no proxy of the environment can find it.
    var isLoopback: Bool {
        let rest = base.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
        let host = rest.map(String.init) ?? ""
        return host.hasPrefix("[::1]") || host.hasPrefix("127.")
            || host.prefix { $0 != ":" } == "localhost"
    }
}
