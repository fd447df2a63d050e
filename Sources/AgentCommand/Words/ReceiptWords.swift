import Policy
import Signing
import SyncCore
import Terminal

/// How a receipt is told.
struct ReceiptWords {
    let receipt: Receipt
    /// Why it proves nothing; `nil` when it holds.
    let flaw: Receipt.Flaw?
    /// Whether its entry is in the log of a head that the hub has signed; `nil` where nobody has asked.
    private let isInLog: Bool?
    private let count: Int64

    var holds: Bool { flaw == nil && isInLog != false }

    /// The same with its place in the hub's log, where somebody has one.
    init(
        _ receipt: Receipt,
        by check: inout ReceiptCheck,
        in place: LogInclusion?,
        of keys: some StatementVerifier
    ) {
        self.init(
            receipt,
            by: &check,
            isInLog: place.map { $0.has(receipt.statement) && $0.head.isSigned(by: keys) },
            count: place?.head.head.count ?? 0
        )
    }

    init(
        _ receipt: Receipt,
        by check: inout ReceiptCheck,
        isInLog: Bool? = nil,
        count: Int64 = 0
    ) {
        self.receipt = receipt
        var flaw: Receipt.Flaw?
        do throws(Receipt.Flaw) { try check.check(receipt) } catch { flaw = error }
        self.flaw = flaw
        (self.isInLog, self.count) = (isInLog, count)
    }

    private var statement: ReceiptStatement { receipt.statement }

    var json: JSONValue { .object(members) }

    func json(with commands: [String]) -> JSONValue {
        let list = JSONValue.array(commands.map { .string($0) })
        return .object(members + [JSONValue.Member("commands", list)])
    }

    private var members: [JSONValue.Member] {
        let told: KeyValuePairs<String, JSONValue> = [
            "op": .integer(statement.op.seq),
            "record": .string(statement.aggregate.description),
            "receivedAt": .string(
                ShanghaiTime.text(secondsSince1970: statement.receivedAt.seconds)
            ),
            "hubSeq": .integer(statement.seq),
            "epoch": .number(statement.epoch),
            "verified": .bool(flaw == nil),
            "hash": .string(statement.hash.hex),
            "site": .string(statement.op.site.description),
            "incarnation": .number(statement.op.incarnation),
            "hub": .string(statement.hub.description),
            "flaw": .text(flaw?.rawValue),
        ]
        let members = told.map { JSONValue.Member($0.key, $0.value) }
        return members + (isInLog.map { [JSONValue.Member("inLog", .bool($0))] } ?? [])
    }

    static func emptyTable(_ screen: Screen) -> TextTable {
        TextTable(
            screen.say("修改", "op"),
            screen.say("收到时间", "received at"),
            screen.say("平台序号", "hub number"),
            screen.say("器具 ID", "record"),
            screen.say("验证", "verified"),
            widthMax: 40
        )
    }

    func add(to table: inout TextTable, _ screen: Screen) {
        table.add(
            "\(statement.op.seq)",
            ShanghaiTime.screenText(secondsSince1970: statement.receivedAt.seconds),
            "\(statement.seq)",
            statement.aggregate.description,
            verdict(screen)
        )
    }

    /// Two lines, or three, each after a sign.
    func show(_ screen: Screen, after sign: String) throws(OutputLost) {
        let moment = ShanghaiTime.screenText(secondsSince1970: statement.receivedAt.seconds)
        try screen.print(
            sign
                + screen.say(
                    "平台 \(statement.hub) 于 \(moment) 收到第 \(statement.op.seq) 条修改, 序号 \(statement.seq)",
                    "hub \(statement.hub) received op \(statement.op.seq) at \(moment) as \(statement.seq)"
                )
        )
        try screen.print(sign + verdict(screen))
        guard let isInLog else { return }
        try screen.print(
            sign
                + (isInLog
                    ? screen.say(
                        "在平台签名的 \(count) 条日志中",
                        "it is in the log of \(count) entries that the hub has signed"
                    )
                    : screen.say("不在平台签名的日志中", "it is not in a log that the hub has signed"))
        )
    }

    private func verdict(_ screen: Screen) -> String {
        switch flaw {
        case nil: screen.say("成立", "holds")
        case .signature: screen.say("不成立: 签名不是这把公钥的", "does not hold: not signed by this key")
        case .key:
            screen.say("不成立: 手头没有签名所用的公钥", "does not hold: signed by a key that is not at hand")
        case .path: screen.say("不成立: 内容与签名不符", "does not hold: not what was signed")
        case .hub: screen.say("不成立: 两个平台", "does not hold: two hubs")
        }
    }
}
