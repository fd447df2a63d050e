import ArgumentParser
import LocalStore
import SyncAgent
import Terminal

/// `jiliang doctor net`: the way to the hub layer by layer, and at which one it ends.
struct DoctorNetCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "net",
        abstract: "逐层检查到平台的网络 · the way to the hub, layer by layer"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "平台地址, 缺省为登记的那个 · https://HOST:PORT, by default the hub that was joined")
    var url: String?

    @Option(help: "登记前: 平台给的指纹 · before joining: sha256:HEX of the hub's authority")
    var caPin: String?

    func run(_ session: Session) throws -> ExitStatus {
        let joined = try session.joinedIfAny()
        guard let url = url ?? joined?.membership.url else { throw Failure.notJoined }
        guard let address = HubAddress(url) else { throw Failure.badHubAddress(url) }
        let pin = try caPin.map { text throws(Failure) in
            guard let pin = AuthorityPin(text) else { throw .badPin(text) }
            return pin
        }
        let words = NetworkWords(address: address, origins: session.origins, screen: session.screen)
        let proxy: WireProxy?
        do throws(Failure) { proxy = try session.proxy(to: url) } catch {
            return try words.show(NetworkReport.unusableSettings, error, session.options.json)
        }
        var random = SystemRandomNumberGenerator()
        let check = NetworkCheck(
            to: address,
            as: pin == nil ? joined : nil,
            pin: pin,
            by: proxy,
            limits: session.configuration.hubLimits,
            timeout: session.configuration.hubRequestTimeout,
            userAgent: Session.userAgent,
            clock: Machine.now,
            nonce: String(UInt64.random(in: 0 ... .max, using: &random), radix: 16)
        )
        let report = check.run()
        return try words.show(report, words.failure(report), session.options.json)
    }
}
