import FaultyDisk
import Hub
import SyncAgent
import SyncCore

/// What becomes of a hub whose disk fails.
extension Town {
    /// The hub dies on a disk that knows what is durable: of what was not synced a power cut may take any part. Every
    /// entry that anybody has a receipt for was, so the log is what it was.
    func crashHub(on disk: FaultyDisk) throws {
        let contents = disk.contents
        var lost: Set<Int> = []
        if weather.strikes(.hubLostPages) {
            let percent = weather.amount(.hubLostPages, 1...100)
            for number in contents.pending.flatMap(\.self)
            where weather.amount(.hubLostPages, 1...100) <= percent {
                lost.insert(number)
            }
        }
        note("hub", "dies, \(lost.count) writes of its disk are lost")
        try hub.crash(leaving: contents.image(losing: lost.contains))
        // Where only the sync had failed, what was refused may be durable all the same.
        if let refused = hub.refused {
            hub.refused = nil
            try witness.observe(hub.eyes, in: self, from: refused.site, at: refused.time)
        }
        try witness.checkLog(hub.eyes)
        breakHeld("the hub died")
    }

    /// Begins and ends what lasts, by the hour.
    func strikeHubDisk() {
        guard hub.disk != nil else { return }
        if hub.isFull {
            hub.isFull = !weather.isCalm && weather.amount(.hubFullDisk, 1...6) > 1
        } else if weather.strikes(.hubFullDisk) {
            hub.isFull = true
            note("hub", "has a full disk")
        }
        if weather.isCalm { hub.failing = DiskFaults() }
        if weather.strikes(.hubDiskError) {
            hub.failing.failsIn = Int(weather.amount(.hubDiskError, 0...60))
            hub.failing.failedSyncForgets = weather.amount(.hubDiskError, 0...1) == 1
        }
    }

    /// Whether what the hub answers is what it has kept: nothing of what it refuses, and it says that its disk
    /// has failed only where that has.
    func checkKept(_ answer: HubAnswer, since before: Int) throws {
        guard answer.response.status != 200 else { return }
        guard witness.entries.count == before else {
            throw Violation(.noUnexpectedError, "the hub has kept what it has refused")
        }
        guard answer.hasFailedDisk else { return }
        note("hub", "refuses a batch: its disk fails")
        guard hub.disk != nil, hub.failing.failsIn == nil else {
            throw Violation(.noUnexpectedError, "the hub's disk has not failed: \(answer)")
        }
    }
}

extension Fault {
    /// What only a hub's disk of ours can do.
    static let ofHubDisks: Set<Fault> = [.hubLostPages, .hubFullDisk, .hubDiskError]
}
