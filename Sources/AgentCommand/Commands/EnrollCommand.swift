import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang enroll`: joins a hub, and keeps the site a member of it.
struct EnrollCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "登记到平台, 续期 · join a hub, stay a member",
        discussion: """
            证书有效 90 天, 到第 60 天由 sync 和 run 自动续期; --renew 立即续期. 证书已过期, 或站点被注销: 向平台申请新令牌,
            用 --again 重新登记, 站点和修改都保留.
            A certificate holds for 90 days; sync and run renew it from the 60th on, --renew does it now. Once it
            has expired, or the site was revoked, ask for a new token and join with --again: site and changes stay.

            没有 --token-file 时读 systemd 凭据 jiliang-token (LoadCredential=jiliang-token:文件).
            Without --token-file the token is the systemd credential jiliang-token
            (LoadCredential=jiliang-token:FILE).
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "平台地址 · https://HOST:PORT")
    var url: String?

    @Option(help: "平台证书公钥指纹 · sha256:HEX of the hub's authority")
    var caPin: String?

    @Option(help: "令牌文件, - 为标准输入 · file of the one-time token, - for standard input")
    var tokenFile: String?

    @Flag(help: "现在续期, 不需要令牌 · the next certificate now, without a token")
    var renew = false

    @Flag(help: "用新令牌重新登记, 站点不变 · join again with a new token, as the same site")
    var again = false

    func run(_ session: Session) async throws -> ExitStatus {
        let store = try session.openStore()
        if renew { return try await renewed(store, session) }
        let former = try store.membership()
        let (address, pin) = try place(former)
        let token = try TokenInput.read(tokenFile, session)
        if session.options.dryRun { return .done }

        let screen = session.screen
        let site = try store.site()
        let enrolment = try Enrolment(
            of: site,
            home: session.home,
            at: address,
            pin: pin,
            insteadOf: former
        )
        screen.note(
            screen.say(
                "[1/3] 本机密钥  P-256 与 Ed25519, 只存本机 (0600)",
                "[1/3] keys of this machine  P-256 and Ed25519, kept here only (0600)"
            )
        )
        let hub = try session.hubClient(at: address.description, trusting: enrolment.trust)
        screen.note(
            screen.say(
                "[2/3] 证书申请  \(site.organisation) → \(address)",
                "[2/3] request   \(site.organisation) → \(address)"
            )
        )
        let membership: Membership
        do throws(HubFault) {
            membership = try await enrolment.run(hub, token: token, at: session.now)
        } catch { throw Failure.enrolment(error, at: address) }
        try keep(membership, in: store)
        let words = EnrolmentWords(membership: membership, site: site, session: session)
        try words.showJoined()
        return .done
    }

    /// Where to join: for a site that joins again what it knows, unless it is told otherwise.
    private func place(_ former: Membership?) throws -> (HubAddress, AuthorityPin) {
        guard again else {
            if let former { throw Failure.alreadyJoined(former.url) }
            return (
                try Self.address(given(url, "URL")), try Self.pin(given(caPin, "--ca-pin"))
            )
        }
        guard let former, let known = AuthorityPin(of: former) else { throw Failure.notJoined }
        guard try caPin.map(Self.pin) ?? known == known else { throw Failure.notTheHub }
        return (try Self.address(url ?? former.url), known)
    }

    private static func address(_ text: String) throws(Failure) -> HubAddress {
        guard let address = HubAddress(text) else { throw Failure.badHubAddress(text) }
        return address
    }

    private static func pin(_ text: String) throws(Failure) -> AuthorityPin {
        guard let pin = AuthorityPin(text) else { throw Failure.badPin(text) }
        return pin
    }

    private func given(_ value: String?, _ name: String) throws(Failure) -> String {
        guard let value else { throw Failure.notGiven(name) }
        return value
    }

    private func renewed(_ store: Store, _ session: Session) async throws -> ExitStatus {
        for (value, name) in [(url, "URL"), (caPin, "--ca-pin"), (tokenFile, "--token-file")]
        where value != nil {
            throw Failure.notWithRenew(name)
        }
        guard !again else { throw Failure.notWithRenew("--again") }
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        if session.options.dryRun { return .done }
        let url = joined.membership.url
        let renewal = try Renewal(of: joined, home: session.home)
        let hub = try session.hubClient(at: url, trusting: joined.trust)
        let membership: Membership
        do throws(HubFault) { membership = try await renewal.run(hub) } catch {
            let now = try store.hubNow(at: session.now)
            let end = joined.membership.certificateExpires
            if error.isAsOfExpired, end < now { throw Failure.expired(at: end) }
            throw Failure.needed(error, at: url)
        }
        try keep(membership, in: store)
        let words = EnrolmentWords(
            membership: membership,
            site: try store.site(),
            session: session
        )
        try words.showRenewed()
        return .done
    }

    /// Once the certificate is in the journal its key takes its place.
    private func keep(_ membership: Membership, in store: Store) throws {
        try store.join(membership)
        _ = try Joined(of: store)
    }
}
