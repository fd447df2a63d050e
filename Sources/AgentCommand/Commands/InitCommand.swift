import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang init`: makes a site.
struct InitCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "建立站点 · make a site in the home folder"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "user-unit 使用单位 | verification-body 检定机构")
    var role: String

    @Option(help: "统一社会信用代码 · unified social credit code")
    var organisation: String

    @Option(help: "单位名称 · name of the organisation")
    var name: String

    @Option(help: "行政区划代码 · region code")
    var region: String?

    func run(_ session: Session) throws -> ExitStatus {
        guard let role = SiteRole(rawValue: role) else {
            let expected = SiteRole.allCases.map(\.rawValue).joined(separator: " | ")
            throw Failure.badChoice(role, for: "--role", expected: expected)
        }
        // Such a site could never join a hub.
        guard EnrolmentRequest.isName(name) else {
            let expected = session.screen.say("1–400 字节的名称", "a name of 1 to 400 bytes")
            throw Failure.badChoice(String(name.prefix(20)), for: "--name", expected: expected)
        }
        let code = try session.checkedOrganisation(organisation)
        if session.options.dryRun { return .done }
        try session.borrowStore()
        var random = SystemRandom()
        let (store, isNew) = try Store.create(
            home: session.home,
            role: role,
            organisation: code,
            name: name,
            region: region,
            at: session.now,
            patience: session.configuration.lockWait,
            random: &random
        )
        let site = try store.site()
        if site.name != name || region != nil && region != site.region {
            session.screen.note(
                session.screen.say("名称和行政区划保持不变.", "name and region stay as they are.")
            )
        }
        try show(site, isNew: isNew, session)
        return .done
    }

    private func show(_ site: Site, isNew: Bool, _ session: Session) throws {
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "site": .string(site.id.description),
                    "organisation": .string(site.organisation),
                    "role": .string(site.role.rawValue),
                ] as JSONValue
            )
            return
        }
        let home = session.home
        try screen.print(
            isNew
                ? screen.say("已建立站点: \(site.name)", "site made: \(site.name)")
                : screen.say("站点已存在: \(site.name)", "the site exists: \(site.name)")
        )
        try screen.print("  \(site.organisation)  \(site.role.rawValue)  \(home)")
        try screen.print(screen.say("下一步:", "next:"))
        try screen.print("  jiliang --home \(home) import \(screen.say("台账", "ledger")).csv")
    }
}
