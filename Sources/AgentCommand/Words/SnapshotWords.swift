import LocalStore
import Policy
import SyncAgent
import SyncCore
import Synchronization
import Terminal

/// How a first sync by a snapshot is told.
enum SnapshotWords {
    static func megabytes(_ bytes: Int64) -> String { "\((bytes + 999_999) / 1_000_000) MB" }

    static func flaw(_ flaw: SnapshotFlaw, in language: Language) -> String {
        let isChinese = language == .chinese
        return switch flaw {
        case .notSigned:
            isChinese ? "不是平台为本单位签的" : "not signed by the hub for this organisation"
        case .damaged: isChinese ? "内容与签名不符" : "not what the hub has signed"
        case .incomplete: isChinese ? "平台给不全" : "the hub does not give all of it"
        case .newer: isChinese ? "由更新的程序做出" : "made by a newer program"
        case .otherRanks: isChinese ? "按另一份权属表合并" : "merged by other ranks"
        case .otherEpoch: isChinese ? "平台的日志已另起一段" : "of another epoch of the hub's log"
        case .notWritten: isChinese ? "本机写不下" : "it cannot be written here"
        case .notAtStart: isChinese ? "本站已经读过日志" : "this site has read the log already"
        }
    }

    /// For `--json`; `nil` where no snapshot is under way.
    static func json(_ snapshot: RoundReport.Snapshot?) -> JSONValue {
        guard let snapshot else { return .null }
        return [
            "received": .integer(snapshot.received),
            "size": .integer(snapshot.size),
            "preparation": .text(snapshot.preparation),
        ]
    }
}

/// A first sync that is not done, as `status` and `doctor` find it.
struct FirstSync {
    /// Bytes that have come, and of how many; `nil` where none of the whole has.
    let fetched: (received: Int64, size: Int64)?
    /// Whether the first part of a snapshot is in the tables, and no more.
    let hasPart: Bool

    /// `nil` where no first sync is under way.
    init?(of store: Store) throws {
        let folder = SnapshotInbox(home: store.home)
        hasPart = try store.hasPartOnly()
        guard try folder.isThere && store.isAtStart() || hasPart else { return nil }
        fetched = folder.progress.flatMap { $0.slice == .whole ? ($0.received, $0.size) : nil }
    }

    var json: JSONValue {
        [
            "received": .integer(fetched?.received ?? 0),
            "size": fetched.map { .integer($0.size) } ?? .null,
            "urgentIsHere": .bool(hasPart),
        ]
    }

    func show(on screen: Screen) {
        let code = MessageCode.firstSync
        let amount = fetched.map {
            " (\(SnapshotWords.megabytes($0.received)) / \(SnapshotWords.megabytes($0.size)))"
        }
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language))\(amount ?? "")")
        screen.note("      \(code.repair(in: screen.language))")
    }
}

/// The bar of a first sync: the bytes that have come of those that the hub said first.
final class SnapshotBar: Sendable {
    private let state: Mutex<State>

    private struct State {
        /// Its own: a round tells of itself from wherever it runs.
        let screen: Screen
        var bar: Progress?
        var isPreparationTold = false
    }

    init(on screen: Screen) {
        let (language, isQuiet) = (screen.language, screen.isQuiet)
        state = Mutex(State(screen: Screen(language: language, isQuiet: isQuiet)))
    }

    func show(_ snapshot: RoundReport.Snapshot) {
        state.withLock { state in
            if let preparation = snapshot.preparation {
                return tell(preparation, &state)
            }
            let size = SnapshotWords.megabytes(snapshot.size)
            let label = state.screen.say("首次同步 \(size)", "first sync \(size)")
            if state.bar == nil { LineOnTerminal.clear(on: state.screen) }
            let bar = state.bar ?? Progress(label, on: state.screen)
            state.bar = bar
            bar.update(done: Int(snapshot.received), of: Int(snapshot.size))
        }
    }

    /// Again and again where somebody watches, once elsewhere.
    private func tell(_ preparation: String, _ state: inout State) {
        let screen = state.screen
        let words = screen.say(
            "平台正在准备快照 \(preparation), 备好即开始",
            "the hub is making a snapshot \(preparation); it begins once that is there"
        )
        if LineOnTerminal.isShown(on: screen) { return LineOnTerminal.draw(words) }
        if !state.isPreparationTold { screen.note(words) }
        state.isPreparationTold = true
    }
}
