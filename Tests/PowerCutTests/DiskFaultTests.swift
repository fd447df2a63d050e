import Documents
import FaultyDisk
import Hub
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// One write or sync fails, or the disk is full for a while.
@Suite struct DiskFaultTests {
    private static let now = Instant(milliseconds: RecordedStory.begin)
    private static let author = Author(name: "王会计", now: now, language: .chinese)

    /// Registers an instrument.
    private static func add(
        _ serial: String,
        to store: Store,
        _ random: inout SeededGenerator
    ) throws {
        let values: [LedgerField: String] = [
            .serial: serial, .name: "电子秤", .model: "ACS-30", .manufacturer: "示例衡器一厂",
            .status: "在用", .location: String(repeating: "三号仓", count: 2000),
        ]
        _ = try LedgerEdit.add(values, to: store, by: author, random: &random)
    }

    /// The serial numbers that a person sees.
    private static func serials(_ store: Store) throws -> [String] {
        var serials: [String] = []
        try store.forEachInstrument { serials.append($0[.serial] ?? "") }
        return serials.sorted()
    }

    @Test func `an edit whose n-th write or sync fails is there as a whole or not at all`() throws {
        var failed = 0
        var after = 0
        while true {
            let folder = try TemporaryFolder(isInMemory: true)
            let disk = try FaultyDisk(at: folder.path)
            defer { disk.unmount() }
            var random = SeededGenerator(seed: 5)
            let store = try RecordedSite.make(folder.path, random: &random)
            try Self.add("1", to: store, &random)
            disk.faults.failsIn = after
            var isKept = true
            do { try Self.add("2", to: store, &random) } catch StoreError.overlayBehind {
                failed += 1
            } catch is StoreError {
                failed += 1
                isKept = false
            }
            let isOver = disk.faults.failsIn != nil
            disk.faults.failsIn = nil
            // Work goes on in the same process, and after its end.
            try Self.add("3", to: store, &random)
            try store.close()
            let again = try Store.open(home: folder.path, patience: .zero)
            let wanted = isKept ? ["1", "2", "3"] : ["1", "3"]
            #expect(try Self.serials(again) == wanted, "operation \(after)")
            #expect(try again.checkIntegrity().isSound, "operation \(after)")
            #expect(try again.journalSummary().ops == Int64(wanted.count), "operation \(after)")
            try again.close()
            if isOver { break }
            after += 1
        }
        #expect(failed > 3 && after > 5)
    }

    @Test
    func
        `on a full disk nothing is kept and nothing is lost, and there is work when there is room`()
        throws
    {
        let folder = try TemporaryFolder(isInMemory: true)
        let disk = try FaultyDisk(at: folder.path)
        defer { disk.unmount() }
        var random = SeededGenerator(seed: 5)
        let store = try RecordedSite.make(folder.path, random: &random)
        try Self.add("1", to: store, &random)
        disk.faults.isFull = true
        for serial in ["2", "3"] {
            let error = #expect(throws: StoreError.self) {
                try Self.add(serial, to: store, &random)
            }
            guard case .diskFull? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(try Self.serials(store) == ["1"])
        disk.faults.isFull = false
        try Self.add("4", to: store, &random)
        #expect(try Self.serials(store) == ["1", "4"])
        #expect(try store.checkIntegrity().isSound)
        try store.close()
    }
}
