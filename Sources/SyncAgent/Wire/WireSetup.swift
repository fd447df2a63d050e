/// What every request of a wire has in common.
struct WireSetup: Sendable {
    /// `https://host:port`.
    let base: String
    var trust: WireTrust
    let userAgent: String
    let limits: WireLimits
    /// `nil` for none, whatever the environment says.
    var proxy: WireProxy?
    /// Bytes that may be sent in a second, asked whenever a request begins; `nil` for any.
    var uploadRate: @Sendable () -> Int? = { nil }
}
