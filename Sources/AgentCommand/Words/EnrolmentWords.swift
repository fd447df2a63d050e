import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a new certificate of a site is told.
struct EnrolmentWords {
    let membership: Membership
    let site: Site
    let session: Session

    private var json: JSONValue {
        let expires = membership.certificateExpires.seconds
        return [
            "site": .string(site.id.description),
            "certificateExpires": .string(ShanghaiTime.text(secondsSince1970: expires)),
        ]
    }

    /// `有效至 2027-02-21, 2027-01-22 起自动续期`.
    private var period: String {
        let until = Day(secondsSince1970: membership.certificateExpires.seconds)
        let due = CertificateLife(of: membership).map {
            Day(secondsSince1970: $0.renewalDue.seconds)
        }
        return session.screen.say(
            "有效至 \(until)" + (due.map { ", \($0) 起自动续期" } ?? ""),
            "valid until \(until)" + (due.map { ", renewed by itself from \($0) on" } ?? "")
        )
    }

    func showJoined() throws {
        let screen = session.screen
        if session.options.json { return try screen.print(json) }
        screen.note(
            screen.say(
                "[3/3] 平台证书  指纹与 --ca-pin 一致; 本站证书\(period)",
                "[3/3] the hub's authority has the pin; the certificate is \(period)"
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

    func showRenewed() throws {
        let screen = session.screen
        if session.options.json { return try screen.print(json) }
        try screen.print(
            screen.say("本站证书已续期: \(period)", "the certificate is renewed: \(period)")
        )
    }
}
