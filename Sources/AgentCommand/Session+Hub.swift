import LocalStore
import SyncAgent
import Terminal

extension Session {
    /// A client that speaks to a hub by libcurl.
    func hubClient(at url: String, trusting trust: WireTrust) throws(Failure) -> WireHubClient {
        let wire = CurlWire(
            base: url,
            trust: trust,
            userAgent: "jiliang/\(Versions.product)",
            limits: configuration.hubLimits,
            proxy: try proxy(to: url)
        )
        return WireHubClient(wire, timeout: configuration.hubRequestTimeout)
    }

    /// The proxy by which a hub is reached, with its password.
    func proxy(to url: String) throws(Failure) -> WireProxy? {
        do throws(ProxyProblem) {
            return try configuration.proxy.proxy(
                to: HubAddress(url)?.host ?? "",
                credentials: Machine.environment["CREDENTIALS_DIRECTORY"]
            )
        } catch { throw .proxy(error) }
    }

    /// What `agent.conf` says about the conversation with the hub that the site has joined.
    func agentSettings(for joined: Joined) throws(Failure) -> AgentSettings {
        AgentSettings(
            hub: try hubClient(at: joined.membership.url, trusting: joined.trust),
            patience: configuration.lockWait
        )
    }
}
