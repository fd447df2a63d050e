import FaultyDisk
import Hub

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
    }
}

extension Fault {
    /// What only a hub's disk of ours can do.
    static let ofHubDisks: Set<Fault> = [.hubLostPages, .hubFullDisk]
}
