import Evaluation
import Explanations
import Policy
import SyncCore

/// Decides what becomes of a text that an operator wants to give to all sites: the next document of its
/// kind, nothing because it is in force already, or a refusal.
///
/// Nothing older ever replaces what is newer, and a version never names two texts: a conclusion that
/// names it must stay open to checking.
struct NextDocument {
    /// The version that the text has, or would have.
    let version: String
    /// `nil` where the text is in force already.
    let number: Int64?
    /// Days of announced years that a calendar makes otherwise.
    let changedDays: [Day]

    /// Reads the text by the strict reader of its kind. `known` are the documents of that kind, and
    /// `policy` is what they make.
    init(
        _ kind: PolicyDocument.Kind,
        _ load: DocumentLoad,
        after known: [PolicyDocument],
        _ policy: PolicyInForce
    ) throws(HubError) {
        let next = (known.map(\.number).max() ?? 0) + 1
        switch kind {
        case .calendar:
            self = try Self.calendar(load, after: known, policy.engine.calendar, number: next)
        case .rulePack:
            self = try Self.rulePack(load, after: known, policy.engine.rulePacks, number: next)
        }
    }

    private init(version: String, number: Int64?, changedDays: [Day] = []) {
        self.version = version
        self.number = number
        self.changedDays = changedDays
    }

    private static func calendar(
        _ load: DocumentLoad,
        after known: [PolicyDocument],
        _ inForce: WorkingCalendar,
        number: Int64
    ) throws(HubError) -> NextDocument {
        let calendar: WorkingCalendar
        do throws(CalendarError) {
            calendar = try WorkingCalendar(csv: Array(load.text.utf8))
        } catch { throw .badDocument(error.text(in: load.language)) }
        guard !calendar.agrees(with: inForce) else {
            return NextDocument(version: inForce.version, number: nil)
        }
        guard calendar.announces(inForce.announcedYears) else {
            let years = inForce.announcedYears
            throw .olderDocument("\(inForce.version): \(years.lowerBound)–\(years.upperBound)")
        }
        let changed = calendar.changedDays(from: inForce)
        guard changed.isEmpty || load.changesDays else {
            throw .daysChange(changed.map(\.description).joined(separator: ", "))
        }
        let builtIn = WorkingCalendar.version(through: WorkingCalendar.builtInYears.upperBound)
        let isTaken = ([builtIn] + known.map(\.version)).contains(calendar.version)
        let version = isTaken ? "\(calendar.version).\(number)" : calendar.version
        return NextDocument(version: version, number: number, changedDays: changed)
    }

    private static func rulePack(
        _ load: DocumentLoad,
        after known: [PolicyDocument],
        _ history: RulePackHistory,
        number: Int64
    ) throws(HubError) -> NextDocument {
        let pack: RulePack
        do throws(RulePackError) {
            pack = try RulePack(json: Array(load.text.utf8))
        } catch { throw .badDocument(error.text(in: load.language)) }
        if let same = history.packs.first(where: { $0.version == pack.version }) {
            guard same.digest == pack.digest else { throw .versionTaken(pack.version) }
            return NextDocument(version: pack.version, number: nil)
        }
        if let former = known.first(where: { $0.version == pack.version }),
            former.text != load.text
        {
            throw .versionTaken(pack.version)
        }
        let isFormer = known.contains { $0.version == pack.version }
        guard !isFormer, history.adding(pack) != nil else {
            throw .olderDocument("\(history.newest.version): \(history.newest.validFrom)")
        }
        return NextDocument(version: pack.version, number: number)
    }
}
