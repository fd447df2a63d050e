import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang enroll`: joins a hub.
struct EnrollCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "登记到平台 · join a hub"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "平台地址 · https://HOST:PORT")
    var url: String

    @Option(help: "平台证书公钥指纹 · sha256:HEX of the hub's authority")
    var caPin: String

    @Option(help: "令牌文件, - 为标准输入 · file of the one-time token, - for standard input")
    var tokenFile: String

    func run(_ session: Session) async throws -> ExitStatus {
        guard let address = HubAddress(url) else { throw Failure.badHubAddress(url) }
        guard let pin = AuthorityPin(caPin) else { throw Failure.badPin(caPin) }
        let store = try session.openStore()
        if let membership = try store.membership() { throw Failure.alreadyJoined(membership.url) }
        let token = try TokenInput.read(tokenFile, session)
        if session.options.dryRun { return .done }

        let screen = session.screen
        let site = try store.site()
        let enrolment = try Enrolment(of: site, home: session.home, at: address, pin: pin)
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
        try store.join(membership)
        try show(membership, site, session)
        return .done
    }

    private func show(_ membership: Membership, _ site: Site, _ session: Session) throws {
        let screen = session.screen
        let expires = membership.certificateExpires.seconds
        if session.options.json {
            try screen.print(
                [
                    "site": .string(site.id.description),
                    "certificateExpires": .string(ShanghaiTime.text(secondsSince1970: expires)),
                ] as JSONValue
            )
            return
        }
        let day = Day(secondsSince1970: expires)
        screen.note(
            screen.say(
                "[3/3] 平台证书  指纹与 --ca-pin 一致; 本站证书有效至 \(day)",
                "[3/3] the hub's authority has the pin; the certificate is valid until \(day)"
            )
        )
        try screen.print(
            screen.say(
                "已登记到 \(membership.city) (\(membership.url)). 站点 \(site.id).",
                "joined \(membership.city) (\(membership.url)). site \(site.id)."
            )
        )
        try screen.print(screen.say("下一步:", "next:"))
        try screen.print("  jiliang --home \(session.home) sync")
    }
}
