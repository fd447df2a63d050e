import LocalStore
import SyncCore
import Terminal

/// How it is told what came from the hub and could not be taken in.
enum QuarantineWords {
    static func json(_ frame: QuarantinedFrame, withFrame: Bool = false) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("n", .integer(frame.n)),
            .init("epoch", .number(frame.epoch)),
            .init("seq", .integer(frame.place)),
            .init("record", .text(frame.aggregate?.description)),
            .init("reason", .string(frame.reason.rawValue)),
            .init("detail", .string(frame.detail)),
            .init("bytes", .number(frame.bytes.count)),
        ]
        if withFrame {
            members.append(.init("frame", .string(String(decoding: frame.bytes, as: UTF8.self))))
        }
        return .object(members)
    }

    static func json(released: Int, left: Int) -> JSONValue {
        ["released": .number(released), "left": .number(left)]
    }

    static func table(_ frames: [QuarantinedFrame], _ screen: Screen) -> [String] {
        var table = TextTable(
            "#",
            screen.say("平台编号", "at the hub"),
            screen.say("不完整的记录", "record that is incomplete"),
            screen.say("原因", "because"),
            screen.say("字节", "bytes")
        )
        for frame in frames {
            table.add(
                "\(frame.n)",
                "\(frame.epoch)/\(frame.place)",
                frame.aggregate?.description,
                reason(frame, screen),
                "\(frame.bytes.count)"
            )
        }
        return table.lines
    }

    /// Nothing where nothing is in quarantine.
    static func note(_ frames: [QuarantinedFrame], on screen: Screen) {
        guard !frames.isEmpty else { return }
        let records = Set(frames.compactMap(\.aggregate)).count
        let counts = screen.say(
            " (\(frames.count) 条, \(records) 个记录不完整)",
            " (\(frames.count), \(records) records incomplete)"
        )
        let code = MessageCode.framesQuarantined
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language))\(counts)")
        screen.note("      \(code.repair(in: screen.language))")
    }

    /// The object of `status --json`.
    static func summary(_ frames: [QuarantinedFrame]) -> JSONValue {
        [
            "frames": .number(frames.count),
            "records": .array(
                Set(frames.compactMap(\.aggregate)).sorted().map { .string($0.description) }
            ),
        ]
    }

    private static func reason(_ frame: QuarantinedFrame, _ screen: Screen) -> String {
        switch frame.reason {
        case .unreadable: screen.say("本程序读不懂", "this program cannot read it")
        case .constraint: screen.say("表里放不下: ", "the tables refuse it: ") + frame.detail
        }
    }
}
