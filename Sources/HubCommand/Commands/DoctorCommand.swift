import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub doctor`: reads the whole log again and holds it against hashes, receipts and records.
struct DoctorCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "检查数据 · check the stored data",
        discussion: """
            重算每条的哈希和标记, 验证回执, 由日志重算各记录和日志树, 核对证书文件和快照分块. 有损坏时退出码 1.
            Computes every hash and mark again, verifies receipts, makes records and tree of the log once more, and
            reads the certificate files and the pieces of snapshots.
            Exits with 1 where something is damaged.
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws { try await Self.check(session) }

    static func check(_ session: Session) async throws {
        for answer in try await session.answers(to: .doctor) {
            try session.print(answer, words: words)
            guard answer["sound"] == true else { throw Failure.damagedLog }
        }
    }

    static func words(_ screen: Screen, _ answer: JSONValue) -> String {
        func number(_ name: String) -> Int64 { answer[name]?.integer ?? 0 }
        let damaged = (answer["damaged"]?.elements ?? []).compactMap(\.integer).map(String.init)
        let tree = answer["treeDiffersAt"]?.integer
        let some = damaged.isEmpty ? "" : " (\(damaged.joined(separator: ", ")))"
        let files = (answer["damagedBlobs"]?.elements ?? []).compactMap(\.string)
        let pieces = (answer["damagedChunks"]?.elements ?? []).compactMap(\.string)
        let somePieces = pieces.isEmpty ? "" : " (\(pieces.joined(separator: ", ")))"
        let someFiles = files.isEmpty ? "" : " (\(files.joined(separator: ", ")))"
        return screen.say(
            """
            hub.db  \(answer.shown("file"))
            日志 \(number("entries")) 条, 其中依法删除正文 \(number("erased")) 条; \
            损坏 \(number("damagedCount")) 条\(some)
            与日志不符的记录 \(number("recordsThatDiffer")) 条, 归属、可见范围或汇总 \
            \(number("scopesThatDiffer")) 处
            证书文件 \(number("blobs")) 个, 损坏或缺失 \(number("damagedBlobsCount")) 个\(someFiles)
            快照分块 \(number("chunks")) 个, 损坏或缺失 \(number("damagedChunksCount")) 个, 需要时重做\(somePieces)
            \(tree.map { "日志树自第 \($0) 条起与日志不符" } ?? "日志树与日志相符")
            """,
            """
            hub.db  \(answer.shown("file"))
            \(number("entries")) entries, \(number("erased")) of them erased by law; \
            \(number("damagedCount")) damaged\(some)
            \(number("recordsThatDiffer")) records are not what the log makes of them, nor are \
            \(number("scopesThatDiffer")) rows about owners, readers and sums
            \(number("blobs")) certificate files, \(number("damagedBlobsCount")) damaged or missing\(someFiles)
            \(number("chunks")) pieces of snapshots, \(number("damagedChunksCount")) damaged or missing, which are made anew when \
            they are wanted\(somePieces)
            the tree of the log is \(tree.map { "not that of entry \($0) and after" } ?? "the log's")
            """
        )
    }
}
