import LocalStore
import Policy
import SyncCore
import Terminal

/// How tree heads and contradictions between them are told.
enum HeadWords {
    static func json(_ signed: SignedTreeHead) -> JSONValue {
        let head = signed.head
        return [
            "epoch": .number(head.epoch),
            "count": .integer(head.count),
            "root": .string(head.root.hex),
            "time": .string(ShanghaiTime.text(secondsSince1970: head.time.seconds)),
            "hub": .string(head.hub.description),
            "keyID": .string(signed.keyID),
            "signature": .string(signed.signature.hex),
        ]
    }

    static func json(_ noted: NotedContradiction) -> JSONValue {
        [
            "n": .integer(noted.n),
            "kind": .string(noted.contradiction.kind.rawValue),
            "noticedAt": .string(
                ShanghaiTime.text(secondsSince1970: noted.noticedAt.seconds)
            ),
            "reason": .text(noted.reason),
            "earlier": json(noted.contradiction.earlier),
            "later": json(noted.contradiction.later),
        ]
    }

    static func kind(_ kind: HeadContradiction.Kind, in language: Language) -> String {
        switch (kind, language) {
        case (.shrunk, .chinese): "条数变少"
        case (.forked, .chinese): "条数相同, 内容不同"
        case (.unproven, .chinese): "不能证明后来的日志包含先前的"
        case (.shrunk, .english): "it has become shorter"
        case (.forked, .english): "as many entries, but others"
        case (.unproven, .english): "the later log is not proven to begin with the earlier"
        }
    }

    static func table(_ heads: KeptTreeHeads, _ screen: Screen) -> [String] {
        var table = TextTable(
            screen.say("代次", "epoch"),
            screen.say("条数", "entries"),
            screen.say("最近一条时间", "newest entry"),
            screen.say("根", "root"),
            widthMax: 64
        )
        for signed in heads.heads {
            table.add(
                "\(signed.head.epoch)",
                "\(signed.head.count)",
                ShanghaiTime.screenText(secondsSince1970: signed.head.time.seconds),
                signed.head.root.hex
            )
        }
        return table.lines
    }

    static func table(_ contradictions: [NotedContradiction], _ screen: Screen) -> [String] {
        var table = TextTable(
            screen.say("编号", "n"),
            screen.say("发现时间", "noticed"),
            screen.say("先前 (代次/条数)", "earlier (epoch/entries)"),
            screen.say("后来", "later"),
            screen.say("矛盾", "contradiction"),
            screen.say("处理", "settled"),
            widthMax: 48
        )
        for noted in contradictions {
            let (earlier, later) = (noted.contradiction.earlier, noted.contradiction.later)
            table.add(
                "\(noted.n)",
                ShanghaiTime.screenText(secondsSince1970: noted.noticedAt.seconds),
                "\(earlier.head.epoch)/\(earlier.head.count)",
                "\(later.head.epoch)/\(later.head.count)",
                kind(noted.contradiction.kind, in: screen.language),
                noted.reason ?? screen.say("未处理", "open")
            )
        }
        return table.lines
    }
}

extension Failure {
    static func unknownContradiction(_ n: Int64) -> Failure {
        Failure(
            .unknownContradiction,
            .failed,
            "没有编号为 \(n) 的未决矛盾",
            "no open contradiction has the number \(n)"
        )
    }
}
