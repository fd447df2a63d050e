import Documents
import Foundation
import Glibc
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// S7: one durable edit of an instrument, op and tables, against two writes that are synced each, as any two files
/// need at least.
struct EditBenchmark {
    let programs: SyncBenchmark.Programs
    let folder: String

    private static let edits = 200

    func comparison() throws -> Comparison {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/edits")
        defer { town.end() }
        try town.importLedger(at: "shop", rows: 1000)
        let shop = town.site("shop")
        var ids: [RecordID] = []
        try shop.use { store in try store.forEachInstrument { ids.append($0.id) } }
        return try Comparison(
            "S7 durable edits, an instrument each, against two fsyncs",
            unit: "edits/s",
            target: ">= 0.8",
            ours: {
                try shop.use { store in
                    let start = ContinuousClock.now
                    for (number, id) in ids.shuffled().prefix(Self.edits).enumerated() {
                        try Self.edit(id, number, in: store)
                    }
                    return Double(Self.edits) / (ContinuousClock.now - start).inSeconds
                }
            },
            baseline: { try syncs() }
        )
    }

    /// An instrument whose place can be changed.
    static func someInstrument(of store: Store) throws -> RecordID {
        guard let id = try store.instruments(matching: "00007919").first else {
            throw BenchmarkError("the shop has no instrument")
        }
        return id
    }

    static func edit(_ id: RecordID, _ number: Int, in store: Store) throws {
        var random = SystemRandomNumberGenerator()
        let author = Author(name: "bench", now: BenchmarkSite.now(), language: .english)
        _ = try LedgerEdit.set(
            id,
            [.location: "\(number) 号库 \(author.now.milliseconds)"],
            in: store,
            by: author,
            random: &random
        )
    }

    /// Pairs of synced appends of a page in a second.
    private func syncs() throws -> Double {
        let files = ["one", "two"].map { folder + "/sync-" + $0 }
        let open = files.map { Glibc.open($0, O_CREAT | O_TRUNC | O_WRONLY, 0o600) }
        defer { open.forEach { _ = close($0) } }
        let page = [UInt8](repeating: 1, count: 4096)
        let start = ContinuousClock.now
        for _ in 0..<Self.edits {
            for file in open {
                guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                    throw BenchmarkError("cannot write to \(folder)")
                }
            }
        }
        return Double(Self.edits) / (ContinuousClock.now - start).inSeconds
    }
}
