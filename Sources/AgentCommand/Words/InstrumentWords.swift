import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a judged instrument is told.
enum InstrumentWords {
    /// The object of `list --json`.
    static func json(_ judged: JudgedInstrument, _ language: Language) -> JSONValue {
        let (record, conclusion) = (judged.record, judged.shown)
        return [
            "id": .string(record.id.description),
            "serial": .text(record[.serial]),
            "name": .text(record[.name]),
            "model": .text(record[.model]),
            "manufacturer": .text(record[.manufacturer]),
            "category": .text(record[.category]),
            "regime": .string(record.regime.rawValue),
            "status": .string(record.status.rawValue),
            "location": .text(record[.location]),
            "parent": .text(record[.parent]),
            "validUntil": .text(judged.latest?.validUntil?.description),
            "latestResult": .text(judged.latest?.result.rawValue),
            "color": .string(judged.color.rawValue),
            "violations": .texts(conclusion?.violations.map(\.rawValue) ?? []),
            "daysLeft": .number(conclusion?.daysLeft),
            "provisions": .texts(conclusion?.provisions ?? []),
            "because": .string(because(judged, language)),
            "mergedInto": .text(record.canonical?.description),
        ]
    }

    private static func because(_ judged: JudgedInstrument, _ language: Language) -> String {
        judged.record.canonical.map { RegistrationWords.because(mergedInto: $0, in: language) }
            ?? judged.conclusion.because.text(in: language)
    }

    /// An instrument as a text begins with it.
    static func title(_ record: InstrumentRecord, _ language: Language) -> String {
        let names = [record[.name], record[.model], record[.serial]].compactMap { $0 }
        return "\(names.joined(separator: " ")) (\(record.status.word(in: language)))"
    }

    /// The row of `list`.
    static func add(
        _ judged: JudgedInstrument,
        to table: inout TextTable,
        _ language: Language
    ) {
        let record = judged.record
        table.add(
            Terms.tag(judged.color, in: language),
            record[.name],
            record[.model],
            record[.serial],
            record.status.word(in: language),
            judged.latest?.validUntil?.description,
            record.id.description,
            because(judged, language)
        )
    }
}
