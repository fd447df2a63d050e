import LocalStore
import SyncAgent
import Terminal

extension Session {
    /// A client that speaks to a hub by libcurl.
    func hubClient(at url: String, trusting trust: WireTrust) -> WireHubClient {
        let wire = CurlWire(
            base: url,
            trust: trust,
            userAgent: "jiliang/\(Versions.product)",
            limits: configuration.hubLimits
        )
        return WireHubClient(wire, timeout: configuration.hubRequestTimeout)
    }

    /// What `agent.conf` says about the conversation with the hub that the site has joined.
    func agentSettings(for joined: Joined) -> AgentSettings {
        AgentSettings(
            hub: hubClient(at: joined.membership.url, trusting: joined.trust),
            patience: configuration.lockWait
        )
    }
}
