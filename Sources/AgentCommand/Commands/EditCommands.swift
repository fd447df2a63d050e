import ArgumentParser
import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang add`: one instrument by hand.
struct AddCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "录入一台器具 · add an instrument"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "字段=值 · KEY=VALUE, as in serial=00123 name=电子秤 status=在用")
    var values: [String] = []

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        var random = SystemRandom()
        let outcome = try LedgerEdit.add(
            try EditWords.values(values),
            to: store,
            by: session.author(),
            random: &random
        )
        try EditWords.show(outcome, session)
        return .done
    }
}

/// `jiliang set`: fields of one instrument.
struct SetCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "修改器具 · change an instrument"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID 或出厂编号 · id or serial number")
    var id: String

    @Argument(help: "字段=值, 空值清除 · KEY=VALUE, an empty value clears")
    var values: [String] = []

    @Option(help: "原因 · reason")
    var reason: String?

    @Flag(help: "更正: 撤回日期更晚的自报检定 · correct: withdraw what was declared for a later day")
    var correct = false

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        var random = SystemRandom()
        let outcome = try LedgerEdit.set(
            try session.instrument(id, in: store),
            try EditWords.values(values),
            in: store,
            by: session.author(reason: reason, corrects: correct),
            random: &random
        )
        try EditWords.show(outcome, session)
        return .done
    }
}

/// `jiliang set-status`: 在用 备用 停用 维修 报废.
struct SetStatusCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-status",
        abstract: "修改使用状态 · change the use status"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID 或出厂编号 · id or serial number")
    var id: String

    @Argument(help: "在用 备用 停用 维修 报废 · in_use standby stopped repairing scrapped")
    var status: String

    @Option(help: "原因 · reason")
    var reason: String?

    func run(_ session: Session) throws -> ExitStatus {
        guard let status = UseStatus(ledgerWord: status) else {
            throw Failure.badChoice(status, for: "STATUS", expected: Terms.allStatuses)
        }
        let store = try session.openStore()
        var random = SystemRandom()
        let outcome = try LedgerEdit.set(
            try session.instrument(id, in: store),
            [.status: status.rawValue],
            in: store,
            by: session.author(reason: reason),
            random: &random
        )
        try EditWords.show(outcome, session)
        return .done
    }
}
