/// How long a wire waits for a hub before it gives a request up. What a request may take as a whole
/// is its own `timeout`.
package struct WireLimits: Hashable, Sendable {
    /// From the name of the host to the end of the TLS handshake, a proxy included.
    package var connect: Duration
    /// How long not a byte comes or goes. A line may be slow as long as it moves.
    package var stall: Duration

    package init(connect: Duration = .seconds(10), stall: Duration = .seconds(30)) {
        self.connect = connect
        self.stall = stall
    }
}
