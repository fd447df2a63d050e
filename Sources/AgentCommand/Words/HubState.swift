import LocalStore
import Policy
import SyncCore
import Terminal

/// What a site knows of its hub without asking it.
struct HubState {
    let url: String
    private let contact: (at: Instant, clockOffsetMilliseconds: Int64)?
    /// The digest of the ranks by which the hub merges; `nil` while it has not said.
    private let ranks: String?

    /// When the hub has revoked the site, as far as it has said.
    let revokedAt: Instant?
    let certificate: CertificateWords?

    /// `nil` where the site has joined no hub.
    init?(of store: Store, at now: Instant) throws {
        guard let membership = try store.membership() else { return nil }
        url = membership.url
        contact = try store.lastContact()
        ranks = try store.hubRanks()
        revokedAt = try store.revokedAt()
        certificate = try CertificateWords(of: store, at: now)
    }

    /// Whether the hub merges by another table than this program.
    var hasOtherRanks: Bool { ranks.map { $0 != AuthorityHistory.builtIn.digest } ?? false }

    /// How a site stands with the hub.
    enum Mode: String {
        case standalone, joined
        /// Joined, and without contact for more than a day.
        case offline

        func word(in language: Language) -> String {
            switch (self, language) {
            case (.standalone, .chinese): "本机独立运行"
            case (.joined, .chinese): "已登记到平台"
            case (.offline, .chinese): "与平台断开"
            case (.standalone, .english): "standalone"
            case (.joined, .english): "joined"
            case (.offline, .english): "offline"
            }
        }
    }

    private static let silenceMilliseconds: Int64 = 24 * 60 * 60 * 1000

    static func mode(_ state: HubState?, at now: Instant) -> Mode {
        guard let state else { return .standalone }
        // A site that has just joined has not been silent yet.
        guard let contact = state.contact else { return .joined }
        let silence = now.milliseconds(since: contact.at)
        return silence > silenceMilliseconds ? .offline : .joined
    }

    static func json(_ state: HubState?) -> JSONValue {
        let contact = state?.contact
        let offset = contact.map { Double($0.clockOffsetMilliseconds) / 1000 }
        return [
            "url": .text(state?.url),
            "lastSync": .text(
                contact.map { ShanghaiTime.text(secondsSince1970: $0.at.seconds) }
            ),
            "clockOffsetSeconds": offset.map { .integer(Int64($0.rounded())) } ?? .null,
            "ranks": .text(state?.ranks),
            "certificateExpires": .text(state?.certificate?.expires),
            "revokedAt": .text(
                state?.revokedAt.map { ShanghaiTime.text(secondsSince1970: $0.seconds) }
            ),
            "daysLeft": state?.certificate.map { .integer($0.daysLeft) } ?? .null,
        ]
    }

    /// One line for the screen.
    func line(pending: Int64, _ screen: Screen) -> String {
        let moment = contact.map { ShanghaiTime.screenText(secondsSince1970: $0.at.seconds) }
        return screen.say(
            "平台 \(url): 最近联系 \(moment ?? "从未"), 待送出 \(pending) 条.",
            "hub \(url): last contact \(moment ?? "never"), \(pending) changes to send."
        )
    }
}
