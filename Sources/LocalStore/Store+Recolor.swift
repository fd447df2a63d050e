import GRDB
package import Policy
import Storage
import SyncCore

extension Store {
    /// The rule: what an instrument is on the day in question.
    package typealias Judge = (InstrumentFacts) -> (color: WarningColor, violations: ViolationSet)

    /// Brings the stored colours up to a day: asks the rule once for each distinct set of facts, and
    /// writes only what differs. `tell` hears of each instrument that changes.
    ///
    /// With `keeps` false everything is told and nothing is kept.
    ///
    /// - Throws: `StoreError`, or what `tell` throws; then nothing is kept.
    package func recolor(
        on day: Day,
        _ scope: RecolorScope = .all,
        by judge: @escaping Judge,
        keeps: Bool = true,
        tell: ((ColorChange) throws -> Void)? = nil
    ) throws -> Recoloring {
        try Self.translating(Replica.file) {
            try replica.queue.writeWithoutTransaction { database in
                var recoloring = Recoloring(day: day)
                try database.inTransaction(.immediate) {
                    var repaint = Repaint(
                        on: day,
                        naming: tell != nil,
                        judge: judge,
                        in: database
                    )
                    try repaint.find(scope)
                    (recoloring.moves, recoloring.violations) = try repaint.write(tell)
                    return keeps ? .commit : .rollback
                }
                return recoloring
            }
        }
    }
}
