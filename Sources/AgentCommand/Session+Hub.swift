import LocalStore
import SyncAgent
import Terminal

extension Session {
    static var userAgent: String { "jiliang/\(Versions.product)" }

    /// A client that speaks to a hub by libcurl.
    func hubClient(at url: String, trusting trust: WireTrust) throws(Failure) -> WireHubClient {
        Self.hubClient(at: url, trusting: trust, configuration, by: try proxy(to: url))
    }

    /// The proxy by which a hub is reached, with its password.
    func proxy(to url: String) throws(Failure) -> WireProxy? {
        do throws(ProxyProblem) {
            return try configuration.proxy.proxy(
                to: HubAddress(url)?.host ?? "",
                credentials: Machine.variable("CREDENTIALS_DIRECTORY")
            )
        } catch { throw .proxy(error) }
    }

    /// What `agent.conf` says about the conversation with the hub that the site has joined.
    func agentSettings(for joined: Joined) throws(Failure) -> AgentSettings {
        let proxy = try proxy(to: joined.membership.url)
        return AgentSettings(patience: configuration.lockWait) { [configuration] joined in
            let url = joined.membership.url
            return Self.hubClient(at: url, trusting: joined.trust, configuration, by: proxy)
        }
    }

    private static func hubClient(
        at url: String,
        trusting trust: WireTrust,
        _ configuration: AgentConfiguration,
        by proxy: WireProxy?
    ) -> WireHubClient {
        let wire = CurlWire(
            base: url,
            trust: trust,
            userAgent: userAgent,
            limits: configuration.hubLimits,
            proxy: proxy,
            uploadRate: { configuration.uploads.bytesPerSecond(at: Machine.now()) }
        )
        return WireHubClient(wire, timeout: configuration.hubRequestTimeout)
    }
}
