import Hub
import Policy
import SyncCore
import TestSupport

/// Notices about working days, in one seed of five: each is a calendar that the authority gives to all sites, while
/// some are offline, clocks run and batches are on their way. A notice takes back what the one before it had
/// changed, so deadlines go both ways.
extension Town {
    func planNotices() {
        var draw = Draw(scenario.seed, for: "notices")
        guard !scenario.absent.contains(Bureau.name), draw.happens(2_000) else { return }
        for _ in 1...draw.number(1...4) {
            plan(.notice, after: draw.number(1...Int64(scenario.days) * 24) * .hour)
        }
    }

    /// Gives out a calendar; an hour later where the hub is down.
    func giveNotice() async throws {
        bureau.notices += 1
        let draft = try notice(bureau.notices)
        guard !hub.isDown(at: now), try await bureau.act(draft, in: self) else {
            return plan(.notice, after: .hour)
        }
    }

    private func notice(_ number: Int64) throws -> AuthorityDraft {
        var draw = Draw(scenario.seed, for: "notice \(number)")
        let base =
            try draw.happens(5_000) ? SamplePolicy.calendar2027 : SamplePolicy.builtInCalendar
        let text = Self.calendar(base, around: Day(secondsSince1970: hubTime.seconds), &draw)
        let document = PolicyDocument(
            .calendar,
            version: "notice-\(number)",
            number: number,
            text: text,
            of: SimulatedHub.id,
            signedBy: hub.receiptKey
        )
        var ids = RecordIDGenerator()
        let id = ids.next(at: hubTime, using: &draw.random)
        return AuthorityDraft(
            aggregate: id,
            kind: .register,
            patches: [Patch(.policyDocument, id, document.fields)],
            author: "李科长",
            reason: nil
        )
    }

    /// Makes some of the days from a week ago to a month ahead otherwise, those of this year: of next year
    /// nobody knows which may.
    private static func calendar(_ base: String, around day: Day, _ draw: inout Draw) -> String {
        let lines = base.split(separator: "\n").map(String.init)
        var rows: [String: String] = [:]
        for line in lines.dropFirst() { rows[String(line.prefix(10))] = line }
        for offset in -7...30 where draw.happens(3_000) {
            let changed = day.adding(days: offset)
            guard changed.year == day.year, rows[changed.description] == nil else { continue }
            let kind = changed.weekday <= 5 ? "holiday" : "workday"
            rows[changed.description] = "\(changed),\(kind),调休"
        }
        let sorted = rows.sorted { $0.key < $1.key }.map(\.value)
        return (lines.prefix(1) + sorted).joined(separator: "\n") + "\n"
    }
}
