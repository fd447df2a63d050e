/// Where the server listens.
package struct HubConfiguration: Sendable {
    package let listen: ListenAddress
    /// Plain HTTP for what needs no certificate, on this machine only.
    package let insecureListen: ListenAddress?
    /// Where `GET /metrics` is answered, on this machine only.
    package let metricsListen: ListenAddress?
    package let limits: HubLimits

    package init(
        listen: ListenAddress,
        insecureListen: ListenAddress? = nil,
        metricsListen: ListenAddress? = nil,
        limits: HubLimits = HubLimits()
    ) {
        for address in [insecureListen, metricsListen].compactMap(\.self) {
            precondition(address.isLoopback, "plain HTTP beyond this machine")
        }
        self.listen = listen
        self.insecureListen = insecureListen
        self.metricsListen = metricsListen
        self.limits = limits
    }
}
