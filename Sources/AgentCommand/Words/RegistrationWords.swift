import Explanations
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How registrations that were merged are told.
enum RegistrationWords {
    /// Why an instrument that another one stands for has no colour of its own.
    static func because(mergedInto canonical: RecordID, in language: Language) -> String {
        language == .chinese ? "已合并登记到 \(canonical)" : "merged into \(canonical)"
    }

    /// What an instrument owes to registrations that it stands for, below its colour; nothing where it
    /// stands only for itself.
    static func lines(
        _ record: InstrumentRecord,
        on day: Day,
        in store: Store,
        _ screen: Screen
    ) throws -> [String] {
        var lines: [String] = []
        for id in record.absorbed {
            let count = record.verifications.count { $0.instrument == id }
            lines.append(
                screen.say(
                    "合并登记: \(id), 其 \(count) 份检定计入本台",
                    "merged: \(id), \(count) of its verifications count here"
                )
            )
            if let act = try act(on: id, in: store) {
                lines.append("      \(act.reason ?? "") (\(act.author))")
            }
        }
        return lines + sources(of: record, on: day).lines(in: screen.language)
    }

    static func sources(of record: InstrumentRecord, on day: Day) -> RegistrationSources {
        RegistrationSources(
            absorbed: record.absorbed,
            verification: record.latestVerification(on: day)?.instrument
        )
    }

    /// The act that has merged a registration.
    private static func act(on id: RecordID, in store: Store) throws -> HistoryEntry? {
        try store.history(of: id).last {
            $0.field == InstrumentField.mergedInto.rawValue && $0.to != nil
        }
    }
}

extension MessageCode {
    var registrationTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .mergedInstrument:
            (
                (
                    "该登记已合并, 以下是留用的登记",
                    "the registration was merged; this is about the one that stands for it"
                ),
                ("jiliang history ID 查看合并的原因", "jiliang history ID tells why")
            )
        default:
            (
                (
                    "已合并的登记不再单列",
                    "registrations that were merged have no row of their own"
                ),
                ("ndjson 格式列出全部登记", "the format ndjson has them all")
            )
        }
    }
}
