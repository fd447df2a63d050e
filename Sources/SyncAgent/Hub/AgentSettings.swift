/// What `agent.conf` says about the conversation with the hub.
package struct AgentSettings: Sendable {
    /// How long to wait for the lock of the home.
    let patience: Duration
    /// A client for the hub, with the certificate that the site has now.
    let connect: @Sendable (Joined) -> any HubClient

    package init(
        patience: Duration,
        connect: @escaping @Sendable (Joined) -> any HubClient
    ) {
        self.patience = patience
        self.connect = connect
    }
}
