import FaultyDisk
import LocalStore
import SyncCore

/// What becomes of sites whose disks fail.
extension Town {
    /// The process of a site dies on a disk that knows what is durable. What was synced stays; of the rest
    /// a power cut may take any part.
    func crash(_ site: SimulatedSite, on disk: FaultyDisk) throws {
        site.dyingTables = nil
        let contents = disk.contents
        var lost: Set<Int> = []
        if weather.strikes(.lostPages) {
            let percent = weather.amount(.lostPages, 1...100)
            for number in contents.pending.flatMap(\.self)
            where weather.amount(.lostPages, 1...100) <= percent {
                lost.insert(number)
            }
        }
        let image = contents.image(losing: lost.contains)
        note(site.name, "dies, \(lost.count) writes of its disk are lost")
        // What a process writes that is dead already does not count.
        disk.faults = DiskFaults()
        try site.close()
        disk.unmount()
        try image.write(to: site.home)
        site.disk = try FaultyDisk(at: site.home)
        strikeDisk(of: site)
        let pause = weather.isCalm ? .minute : chance.number(.minute...(3 * .hour))
        plan(.start(site: site.index, life: site.life), after: pause)
    }

    /// Opens a site; `nil` where its disk does not let it start, and it tries again later.
    func openAsDiskAllows(_ site: SimulatedSite) throws -> StoreRecovery? {
        do { return try site.open() } catch let error as StoreError where site.disk != nil {
            try checkRefusal(error, at: site)
            plan(.start(site: site.index, life: site.life), after: .hour)
            return nil
        }
    }

    /// Begins and ends what lasts, by the hour.
    func strikeDisk(of site: SimulatedSite) {
        guard let disk = site.disk else { return }
        if weather.strikes(.fullDisk) {
            site.isFullUntil = now + weather.amount(.fullDisk, .hour...(3 * .day))
            note(site.name, "has a full disk for \((site.isFullUntil - now) / .hour) hours")
        }
        disk.faults.isFull = now < site.isFullUntil
        if weather.isCalm { disk.faults.failsIn = nil }
        if weather.strikes(.diskError) {
            disk.faults.failsIn = Int(weather.amount(.diskError, 0...60))
        }
    }

    /// Whether a store may refuse like that on this disk.
    func checkRefusal(_ error: StoreError, at site: SimulatedSite) throws {
        note(site.name, "\(error)")
        guard let disk = site.disk, error.isOfDisk else {
            throw Violation(.noUnexpectedError, "\(site.name): \(error)")
        }
        guard case .inputOutput = error, disk.faults.failsIn != nil else { return }
        throw Violation(.noUnexpectedError, "\(site.name), whose disk has not failed: \(error)")
    }
}

extension Witness {
    /// Notes receipts whose keeping has failed.
    func expectPerhaps(_ answer: PushAnswer, at site: SimulatedSite) {
        for case .received(let receipt, _) in answer.outcomes {
            site.refusedReceipts.insert(KnownReceipt(receipt.statement))
        }
    }

    /// Whether a refused change has left the journal as it was.
    func checkNothingKept(after error: StoreError, of site: SimulatedSite) throws {
        let before = site.hashes.count
        try checkNewOps(of: site)
        if case .overlayBehind = error { return }
        guard site.hashes.count == before else {
            throw Violation(.noUnexpectedError, "\(site.name) has kept ops in spite of \(error)")
        }
    }
}

extension StoreError {
    /// Whether it speaks of a disk that does not take what is written.
    var isOfDisk: Bool {
        switch self {
        case .diskFull, .inputOutput, .overlayBehind: true
        default: false
        }
    }
}

extension Fault {
    /// What only a disk of ours can do.
    static let ofDisks: Set<Fault> = [.lostPages, .fullDisk, .diskError]
}
