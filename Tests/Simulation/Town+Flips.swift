import Foundation
import Hub
import LocalStore
import SyncCore

/// Bits that flip in a file of a site or of the hub while its process is down.
///
/// Of one flip at a time it is clear what breaks by it. Until it is found, whatever fails anywhere makes people
/// look: `doctor` has to find the damage then, or the failure is one of the product. Somebody looks within two days
/// in any case. What is found damaged is replaced: tables are folded anew, a journal comes from the last copy of
/// its home, the hub's file from its backup. What `doctor` finds sound has to keep every promise.
struct Flip {
    /// `nil` for the hub.
    let site: Int?
    /// What can be put back in place of a journal.
    let copy: HomeCopy?
    let place: String
}

extension Town {
    /// What strikes files by the hour.
    func strikeFiles() async throws {
        guard flip == nil, weather.strikes(.bitFlip) else { return }
        let index = Int(weather.amount(.bitFlip, 0...Int64(sites.count)))
        if sites.indices.contains(index) { try flipHome(of: sites[index]) } else { try flipHub() }
        guard flip != nil else { return }
        plan(.doctor, after: weather.amount(.bitFlip, .minute...(2 * .day)))
    }

    private func flipHome(of site: SimulatedSite) throws {
        // What a failing disk holds is not copied.
        guard site.store != nil, site.disk == nil else { return }
        let isJournal = site.oldHome != nil && weather.amount(.bitFlip, 0...1) == 0
        let file = isJournal ? "journal.db" : "replica.db"
        try site.close()
        (site.dyingTables, site.expected) = (nil, nil)
        let place = try flipBit(of: site.home + "/" + file)
        flip = Flip(site: site.index, copy: isJournal ? site.oldHome : nil, place: file + place)
        note(site.name, "has a bit flipped in \(file)\(place)")
        let pause = weather.amount(.bitFlip, .minute...(3 * .hour))
        plan(.start(site: site.index, life: site.life), after: pause)
    }

    private func flipHub() throws {
        guard !hub.backups.isEmpty, !hub.isDown(at: now) else { return }
        breakHeld("the hub died")
        var place = ""
        defer { flip = Flip(site: nil, copy: nil, place: "hub.db" + place) }
        try hub.crash(after: {
            place = try flipBit(of: hub.path)
            note("hub", "has a bit flipped in hub.db\(place)")
        })
    }

    /// Changes one bit, in a byte that is not empty, since most of a small file is. Says which.
    private func flipBit(of path: String) throws -> String {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let places = bytes.indices.filter { bytes[$0] != 0 }
        let place = places[Int(weather.amount(.bitFlip, 0...Int64(places.count - 1)))]
        let bit = UInt8(weather.amount(.bitFlip, 0...7))
        bytes[place] ^= 1 << bit
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return ", byte \(place), bit \(bit)"
    }

    /// Whether the hub's file may be damaged: no copy of it is kept, and it is not put back unread.
    var isHubInDoubt: Bool { flip.map { $0.site == nil } ?? false }

    // MARK: What people do

    /// Somebody looks whether what has failed is the work of a disk; otherwise it is a failure of the product.
    /// What was going on in all processes ends there.
    func explain(_ failure: any Error) async throws {
        guard let flip else { throw failure }
        note("doctor", "is asked about \(failure)")
        guard try await findFlip() else {
            let words = (failure as? Violation)?.detail ?? "\(failure)"
            throw Violation(
                (failure as? Violation)?.invariant ?? .noUnexpectedError,
                "\(words); doctor finds nothing, a bit was flipped in \(flip.place)"
            )
        }
        for site in sites {
            if site.store != nil { try site.close() }
            (site.dyingTables, site.expected, site.awaitsRecovery) = (nil, nil, false)
            plan(.start(site: site.index, life: site.life), after: .minute)
        }
        breakHeld("everything starts again")
    }

    /// Runs `doctor` where a bit was flipped, and puts right what it finds. Whether it finds something.
    @discardableResult
    func findFlip() async throws -> Bool {
        guard let flip else { return false }
        self.flip = nil
        if let site = flip.site { return try examine(sites[site], flip) }
        if let report = try? await hub.store.checkIntegrity(), report.isSound {
            note("doctor", "finds nothing in the hub's file")
            return false
        }
        note("doctor", "finds the hub's file damaged")
        try await putBackHub(to: hub.backups.count - 1)
        planRecovery()
        return true
    }

    private func examine(_ site: SimulatedSite, _ flip: Flip) throws -> Bool {
        let damage = damage(at: site)
        note("doctor", "finds \(damage) at \(site.name)")
        (site.dyingTables, site.expected) = (nil, nil)
        switch damage {
        case .nothing: break
        case .tables:
            try site.close()
            try Store.setAsideReplica(home: site.home)
        case .journal:
            guard let copy = flip.copy else {
                throw Violation(.journalIntegrity, "\(site.name) without a flip in its journal")
            }
            try putBack(copy, at: site, keepsTables: false)
        }
        plan(.start(site: site.index, life: site.life), after: .minute)
        return damage != .nothing
    }

    private enum Damage { case nothing, tables, journal }

    /// What a start and `jiliang doctor` say of a home.
    private func damage(at site: SimulatedSite) -> Damage {
        do {
            try site.close()
            let store = try Store.open(home: site.home, patience: .zero)
            defer { try? store.close() }
            let isRebuilt = noteRebuilt(store.recovery, at: site)
            let report = try store.checkIntegrity()
            if report.isSound { return isRebuilt ? .tables : .nothing }
            return report.isJournalSound ? .tables : .journal
        } catch StoreError.damaged(file: "replica.db", _), StoreError.tooNew(file: "replica.db") {
            return .tables
        } catch {
            note("doctor", "\(error)")
            return .journal
        }
    }

    /// A start folds tables anew that it cannot use. Whether it has.
    @discardableResult
    func noteRebuilt(_ recovery: StoreRecovery, at site: SimulatedSite) -> Bool {
        switch recovery {
        case .none, .foldedOps: return false
        case .rebuilt: break
        case .olderJournal:
            // It goes on in another life, whoever has damaged what.
            for home in sites where home.id == site.id { home.isShared = true }
        }
        if flip?.site == site.index, flip?.copy == nil { flip = nil }
        return true
    }
}
