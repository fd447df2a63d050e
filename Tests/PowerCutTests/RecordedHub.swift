import FaultyDisk
import GRDB
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// A hub on a disk that records everything, and what it had answered at each moment.
final class RecordedHub {
    static let id = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")

    let folder: String
    let disk: FaultyDisk
    let receiptKey: Ed25519PrivateKey
    /// `nil` between two lives of the process: the lock of a folder goes with its store.
    private var running: SQLiteHubStore?
    private(set) var moments: [Moment] = []
    /// The outcome of every op that was answered.
    private(set) var answers: [OpID: PushOutcome] = [:]
    private let scratch: String

    /// What the hub has acknowledged so far.
    struct Moment {
        let what: String
        let dump: Dump
        let answers: [OpID: PushOutcome]
    }

    init(in folder: TemporaryFolder) throws {
        self.folder = folder.file("hub")
        scratch = folder.file("scratch-hub")
        receiptKey = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        disk = try FaultyDisk(at: self.folder, records: true)
        running = try Self.open(self.folder, key: receiptKey)
        try acknowledge("the hub is made")
    }

    var store: SQLiteHubStore { get throws { try #require(running) } }

    static func open(_ folder: String, key: Ed25519PrivateKey) throws -> SQLiteHubStore {
        try SQLiteHubStore(folder: folder, hub: id, receiptKey: key)
    }

    /// Does one thing that is acknowledged when it returns.
    @discardableResult
    func step<Value>(
        _ what: String,
        _ work: (SQLiteHubStore) async throws -> Value
    ) async throws -> Value {
        let value = try await work(try store)
        try acknowledge(what)
        return value
    }

    /// Takes a batch, and answers.
    func accept(_ batch: PushBatch, of site: HubSite, at now: Instant) async throws -> PushAnswer {
        let accepted = try await store.accept(batch, from: site, at: now)
        for (op, outcome) in zip(batch.ops, accepted.answer.outcomes) {
            answers[op.header.id] = outcome
        }
        try acknowledge("a batch of \(batch.ops.count) ops of \(site.name) is answered")
        return accepted.answer
    }

    func restart() throws {
        try store.close()
        running = nil
        running = try Self.open(folder, key: receiptKey)
        try acknowledge("a restart")
    }

    /// SQLite makes a checkpoint by itself after many pages; a short story has to ask for it.
    func checkpoint() throws {
        let queue = try DatabaseQueue(path: folder + "/hub.db")
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        try queue.close()
    }

    /// Looks at a copy, so that looking leaves no trace in what is recorded.
    private func acknowledge(_ what: String) throws {
        try disk.contents.image { _ in false }.write(to: scratch)
        let dump = try Dump(scratch + "/hub.db")
        moments.append(Moment(what: what, dump: dump, answers: answers))
        disk.mark(moments.count)
    }

    func close() throws {
        try store.close()
        disk.unmount()
    }
}
