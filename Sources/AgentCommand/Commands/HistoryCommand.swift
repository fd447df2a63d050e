import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang history`: who changed what, when, from what, to what, and why.
struct HistoryCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "修改历史 · the history of an instrument"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID 或出厂编号 · id or serial number")
    var id: String

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let entries = try store.history(of: try record(in: store, session))
        guard !entries.isEmpty else { throw Failure.unknownInstrument(id) }
        var batches: [RecordID: String] = [:]
        for batch in Set(entries.compactMap(\.batch)) {
            batches[batch] = try store.batchName(batch)
        }
        if session.options.json {
            for entry in entries { try session.screen.print(json(entry, batches)) }
        } else {
            try show(entries, batches, own: try store.site().organisation, session)
        }
        return .done
    }

    /// A withdrawn instrument is in no table, but its history stands.
    private func record(in store: Store, _ session: Session) throws -> RecordID {
        if let id = RecordID(id) { return id }
        return try session.instrument(id, in: store)
    }

    private func json(_ entry: HistoryEntry, _ batches: [RecordID: String]) -> JSONValue {
        [
            "at": .string(ShanghaiTime.text(secondsSince1970: entry.at.seconds)),
            "by": .string(entry.author),
            "op": .integer(entry.seq),
            "kind": .string(entry.op.rawValue),
            "record": .string(entry.record.rawValue),
            "recordId": .string(entry.recordID.description),
            "field": .string(entry.field),
            "from": .text(entry.from),
            "to": .text(entry.to),
            "reason": .text(entry.reason),
            "batch": .text(entry.batch.flatMap { batches[$0] }),
            "outcome": .string(entry.outcome.rawValue),
            "rule": .string(entry.rule.rawValue),
            "ranks": .text(entry.ranks),
            "hubSeq": entry.hubSeq.map { .integer($0) } ?? .null,
            "receivedAt": .text(
                entry.receivedAt.map { ShanghaiTime.text(secondsSince1970: $0.seconds) }
            ),
            "organisation": .string(entry.organisation),
            "party": .string(entry.party.rawValue),
        ]
    }

    private func show(
        _ entries: [HistoryEntry],
        _ batches: [RecordID: String],
        own organisation: String,
        _ session: Session
    ) throws {
        let screen = session.screen
        var table = TextTable(
            screen.say("时间", "when"),
            screen.say("谁", "who"),
            screen.say("字段", "field"),
            screen.say("原值", "from"),
            screen.say("新值", "to"),
            screen.say("原因", "why"),
            screen.say("结果", "outcome")
        )
        for entry in entries where entry.field != VerificationField.declared.rawValue {
            table.add(
                ShanghaiTime.screenText(secondsSince1970: entry.at.seconds),
                entry.organisation == organisation
                    ? entry.author : Self.stranger(entry, session.language),
                Terms.field(entry.field, in: session.language),
                Terms.value(entry.from, of: entry.field, in: session.language),
                Terms.value(entry.to, of: entry.field, in: session.language),
                entry.reason ?? entry.batch.flatMap { batches[$0] },
                Self.outcome(entry, session.language)
            )
        }
        for line in table.lines { try screen.print(line) }
    }

    private static func stranger(_ entry: HistoryEntry, _ language: Language) -> String {
        "\(entry.author) (\(Terms.party(entry.party, in: language)) \(entry.organisation))"
    }

    /// What became of a value, where it did not simply apply.
    private static func outcome(_ entry: HistoryEntry, _ language: Language) -> String? {
        guard entry.outcome != .applied else { return nil }
        // Not about rights: the hub has not looked at the single values at all.
        if entry.rule == .refused { return MergeWords.sentence(.refused, in: language) }
        let outcome = MergeWords.outcome(entry.outcome, in: language)
        let ranks = entry.ranks.map { " (\($0))" } ?? ""
        return "\(outcome): \(MergeWords.sentence(entry.rule, in: language))\(ranks)"
    }
}
