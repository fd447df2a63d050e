import Documents
import Hub
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// What people do at the sites.
extension Town {
    /// Somebody at a site does one thing, and comes back later.
    func work(at site: SimulatedSite) async throws {
        // People come, do some things in a row, and go for hours.
        let isBusy = site.people.happens(3_500)
        // Instruments are verified every day, a ledger is not looked at for days.
        let longest: Int64 = site.plan.role == .verificationBody ? .day : 80 * .hour
        let pause = site.people.number(isBusy ? 1...(20 * .second) : .hour...(longest * pace))
        plan(.work(site: site.index), after: pause)
        guard site.store != nil else { return }
        let before = site.hashes.count
        do {
            switch site.plan.role {
            case .userUnit: try clerk(at: site)
            case .verificationBody: try examine(at: site)
            }
        } catch let violation as Violation {
            throw violation
        } catch let error as StoreError where site.disk != nil && error.isOfDisk {
            try checkRefusal(error, at: site)
            try witness.checkNothingKept(after: error, of: site)
        } catch {
            guard Self.isOrdinary(error) else {
                throw Violation(.noUnexpectedError, "\(site.name): \(error)")
            }
        }
        try witness.checkNewOps(of: site)
        if site.hashes.count > before {
            note(site.name, "ops \(before + 1) to \(site.hashes.count)")
        }
        if site.dyingTables != nil { return try crash(site) }
        // As when a command gives the store back to the daemon.
        try await step(.localChange, at: site)
    }

    /// What a person is told when something is not possible now.
    static func isOrdinary(_ error: any Error) -> Bool {
        switch error {
        case is LedgerRefusal, is LedgerEdit.EditError, is VerificationError, is ResultRefusal,
            is ResolutionError:
            true
        case HubError.notPossible, HubError.unknownRecord: true
        case StoreError.batchUndone: true
        default: false
        }
    }

    func author(at site: SimulatedSite) -> Author {
        Author(
            name: site.plan.role == .userUnit ? "王会计" : "张工",
            reason: "例行",
            now: site.clock.instant(at: now),
            language: .chinese
        )
    }

    func today(at site: SimulatedSite) -> Day {
        Day(secondsSince1970: site.clock.instant(at: now).seconds)
    }
}
