import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How it is told until when the certificate of a site holds.
struct CertificateWords {
    private let life: CertificateLife
    /// By the hub's clock.
    private let now: Instant

    init(life: CertificateLife, now: Instant) {
        self.life = life
        self.now = now
    }

    /// `nil` where the site has joined no hub.
    init?(of store: Store, at now: Instant) throws {
        guard let membership = try store.membership(),
            let life = CertificateLife(of: membership)
        else { return nil }
        self.life = life
        self.now = try store.hubNow(at: now)
    }

    var daysLeft: Int64 { life.daysLeft(at: now) }
    var expires: String { ShanghaiTime.text(secondsSince1970: life.ends.seconds) }

    /// For monitoring: thirty and fourteen days are a warning, seven and one critical.
    var checkStatus: ExitStatus {
        life.step(at: now).map { $0 > 7 ? .failed : .critical } ?? .done
    }

    /// What `status --check` says of it.
    var checkWords: String { checkStatus == .done ? "" : ", certificate \(daysLeft) days" }

    func note(on screen: Screen) {
        lines(in: screen.language).forEach(screen.note)
    }

    /// Nothing while the end is far.
    func lines(in language: Language) -> [String] {
        guard life.step(at: now) != nil else { return [] }
        let code: MessageCode = life.hasEnded(at: now) ? .certificateExpired : .certificateEnding
        let day = Day(secondsSince1970: life.ends.seconds)
        let left =
            language == .chinese
            ? "有效至 \(day), 还有 \(daysLeft) 天" : "until \(day), \(daysLeft) days left"
        return [
            "\(code.rawValue) \(code.meaning(in: language)) (\(left))",
            "      \(code.repair(in: language))",
        ]
    }
}
