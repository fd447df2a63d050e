import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang receipts`: what the hub has acknowledged.
struct ReceiptsCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "平台的收据 · what the hub has acknowledged"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "每张收据写成一个文件 · write each receipt as a file into this folder")
    var out: String?

    @Flag(
        help: "另附其在平台日志树中的位置, 须联网 · with the place of each in the hub's log, which it asks the hub"
    )
    var withTree = false

    func run(_ session: Session) async throws -> ExitStatus {
        guard !withTree || out != nil else { throw Failure.notGiven("--out") }
        let store = try session.openStore()
        guard let membership = try store.membership() else { throw Failure.notJoined }
        var check = ReceiptCheck(keys: membership.keys)
        var table = ReceiptWords.emptyTable(session.screen)
        var allHold = true
        let folder = try out.map { try ReceiptFolder($0, membership.keys) }
        for kept in try store.receipts() {
            let words = ReceiptWords(kept.receipt, by: &check)
            allHold = allHold && words.flaw == nil
            try folder?.write(kept.receipt)
            if session.options.json {
                try session.screen.print(words.json)
            } else {
                words.add(to: &table, session.screen)
            }
        }
        if withTree, let folder, let audit = try await session.audit(of: store, sample: nil) {
            for finding in audit.findings {
                if let place = finding.inclusion { try folder.write(place, of: finding.receipt) }
            }
            if !audit.missing.isEmpty { throw Failure.notInLog(audit.missing) }
        }
        guard !session.options.json else { return allHold ? .done : .failed }
        for line in table.lines where !table.isEmpty { try session.screen.print(line) }
        if table.isEmpty {
            session.screen.note(session.screen.say("还没有收据.", "no receipt yet."))
        }
        return allHold ? .done : .failed
    }
}

/// `jiliang receipt`.
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "收据 · a receipt",
        subcommands: [ReceiptVerifyCommand.self]
    )
}

/// `jiliang receipt verify`: whether a receipt holds; with a key, anywhere and without a site.
struct ReceiptVerifyCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "验证收据 · verify a receipt"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "收据文件, - 为标准输入 · file of a receipt, - for standard input")
    var file: String

    @Option(help: "平台公钥, 可多把: PEM 或十六进制 · the hub's keys, PEM or digits")
    var key: String?

    @Option(help: "其在日志树中位置的文件 · file with its place in the hub's log")
    var inTree: String?

    @Flag(help: "另列出用 openssl 自行验证的命令 · also print the commands to verify it with openssl")
    var commands = false

    func run(_ session: Session) throws -> ExitStatus {
        let bytes = try SmallFile.read(file)
        let json = try? JSONParser.parse(bytes)
        guard let receipt = json.flatMap(Receipt.init(json:)) else { throw unread(json, file) }
        let keys = try hubKeys(session)
        var check = ReceiptCheck(keys: keys)
        let words = ReceiptWords(receipt, by: &check, in: try inTree.map(place), of: keys)
        let script = commands ? ReceiptScript(receipt, keys).lines : []
        if session.options.json {
            try session.screen.print(commands ? words.json(with: script) : words.json)
        } else {
            // As remarks of a script, where one follows.
            try words.show(session.screen, after: commands ? "# " : "")
            for line in script { try session.screen.print(line) }
        }
        return words.holds ? .done : .failed
    }

    private func place(_ file: String) throws -> LogInclusion {
        let json = try? JSONParser.parse(SmallFile.read(file))
        guard let place = json.flatMap(LogInclusion.init(json:)) else { throw unread(json, file) }
        return place
    }

    private func unread(_ json: JSONValue?, _ file: String) -> Failure {
        json?.unknownSuite.map { .unknownSuite($0, .badData) } ?? .notAReceipt(file)
    }

    private func hubKeys(_ session: Session) throws -> KeyFile {
        guard let key else {
            guard let membership = try session.openStore().membership() else {
                throw Failure.notJoined
            }
            return KeyFile(membership.keys.all + membership.keys.others)
        }
        let text = String(decoding: try SmallFile.read(key), as: UTF8.self)
        guard let keys = KeyFile(text) else { throw Failure.badKey(key) }
        return keys
    }
}
