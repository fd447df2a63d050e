/// Where the server listens.
package struct HubConfiguration: Sendable {
    package let listen: ListenAddress
    /// Plain HTTP for what needs no certificate, on this machine only.
    package let insecureListen: ListenAddress?
    package let limits: HubLimits

    package init(
        listen: ListenAddress,
        insecureListen: ListenAddress? = nil,
        limits: HubLimits = HubLimits()
    ) {
        precondition(insecureListen?.isLoopback ?? true, "plain HTTP beyond this machine")
        self.listen = listen
        self.insecureListen = insecureListen
        self.limits = limits
    }
}
