import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub stats`: how much the hub has of everything.
struct StatsCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "统计 · how much of everything there is",
        discussion: """
            成员, 站点, 日志, 记录, 待办, 证书文件和磁盘. 服务器运行时随时可查, 不影响收件.
            Members, sites, the log, records, what waits, certificate files and disk. May be asked at any time while the
            server runs.
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        for answer in try await session.answers(to: .statistics) {
            try session.print(answer, words: Self.words)
        }
    }

    static func words(_ screen: Screen, _ answer: JSONValue) -> String {
        func number(_ group: String, _ name: String) -> String {
            "\(answer[group]?[name]?.integer ?? 0)"
        }
        func megabytes(_ group: String, _ name: String) -> String {
            let kilobytes = (answer[group]?[name]?.integer ?? 0) / 1000
            return "\(kilobytes / 1000).\(kilobytes / 100 % 10) MB"
        }
        let expires = answer["sites"]?["nextExpires"]?.string
        let site = answer["sites"]?["nextToExpire"]?.string ?? ""
        let records = (answer["records"].map(Self.counts) ?? "")
        return screen.say(
            """
            单位   使用单位 \(number("organisations", "user-unit")), 检定机构 \
            \(number("organisations", "verification-body"))
            站点   在用 \(number("sites", "active")), 证书过期 \(number("sites", "expired")), 已吊销 \
            \(number("sites", "revoked"))\(expires.map { "; 最早到期的证书 \($0), 站点 \(site)" } ?? "")
            日志   \(number("log", "entries")) 条, 第 \(number("log", "epoch")) 纪元\
            \(answer["log"]?["latestAt"]?.string.map { ", 最近一条收于 \($0)" } ?? "")
            记录   \(records)
            待办   备案 \(answer.count("filingsWaiting")), 检定申请 \(answer.count("applicationsWaiting"))
            文件   \(number("blobs", "files")) 个, \(megabytes("blobs", "bytes")); 上传中 \
            \(number("blobs", "uploads")) 个, 已收 \(megabytes("blobs", "uploadBytes"))
            磁盘   数据库 \(megabytes("database", "bytes")), 预写日志 \
            \(megabytes("database", "writeAheadBytes"))
            """,
            """
            organisations  \(number("organisations", "user-unit")) user units, \
            \(number("organisations", "verification-body")) verification bodies
            sites          \(number("sites", "active")) active, \(number("sites", "expired")) with an expired \
            certificate, \(number("sites", "revoked")) revoked\
            \(expires.map { "; the certificate of \(site) ends first, \($0)" } ?? "")
            log            \(number("log", "entries")) entries, epoch \(number("log", "epoch"))\
            \(answer["log"]?["latestAt"]?.string.map { ", the last one received \($0)" } ?? "")
            records        \(records)
            waiting        \(answer.count("filingsWaiting")) filings, \
            \(answer.count("applicationsWaiting")) applications
            files          \(number("blobs", "files")), \(megabytes("blobs", "bytes")); \
            \(number("blobs", "uploads")) uploads under way, \(megabytes("blobs", "uploadBytes")) received
            disk           database \(megabytes("database", "bytes")), write-ahead log \
            \(megabytes("database", "writeAheadBytes"))
            """
        )
    }

    private static func counts(_ records: JSONValue) -> String {
        RecordKind.allCases.compactMap { kind in
            records[kind.rawValue]?.integer.map { "\(kind.rawValue) \($0)" }
        }.joined(separator: ", ")
    }
}

extension JSONValue {
    fileprivate func count(_ name: String) -> String { "\(self[name]?.integer ?? 0)" }
}
