import Foundation
import TestSupport
import Testing

/// The line breaks, the programs are killed: after the next sync everything is there once.
@Suite(.serialized)
struct BadLineTests {
    @Test func `a hundred syncs over a bad line: nothing lost, nothing twice`() throws {
        let town = try Town()
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var serials: Set<String> = []
        for round in 0..<100 {
            let serial = "LINE-\(round)"
            _ = try town.shop.add(serial: serial)
            serials.insert(serial)
            town.line.set(Self.weather(round, using: &random))
            let outcome = try town.shop.run("sync")
            #expect([0, 69, 75].contains(outcome.status), "seed \(seed): \(outcome.errors)")
        }
        town.line.set(.clear)
        try town.syncUntilQuiet()
        try expectOnce(serials, in: town, seed)
    }

    private static func weather(
        _ round: Int,
        using random: inout SeededGenerator
    ) -> BadLine.Weather {
        switch round % 5 {
        case 0: .cutAnswer(after: Int.random(in: 0...12_000, using: &random))
        case 1: .cutRequest(after: Int.random(in: 0...6_000, using: &random))
        // Behind the handshake, where the hub has done what it was asked and only its word is lost.
        case 2: .cutAnswer(after: Int.random(in: 2_000...4_500, using: &random))
        case 3: .delay(milliseconds: Int.random(in: 1...20, using: &random))
        default: .refuse
        }
    }

    @Test func `fifty syncs in which agent or hub is killed: nothing lost, nothing twice`() throws {
        let town = try Town()
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let start = Date()
        _ = try town.shop.succeed("sync")
        let whole = Date().timeIntervalSince(start)
        var serials: Set<String> = []
        for round in 0..<50 {
            let serial = "KILL-\(round)"
            _ = try town.shop.add(serial: serial)
            serials.insert(serial)
            let moment = Double.random(in: 0...whole, using: &random)
            if round % 2 == 0 {
                _ = try Program.jiliang.runAndKill(
                    ["--home", town.shop.home, "sync"],
                    after: moment
                )
            } else {
                let folder = try TemporaryFolder()
                let sync = try Program.jiliang.start(
                    ["--home", town.shop.home, "sync"],
                    in: folder
                )
                usleep(UInt32(moment * 1_000_000))
                town.stopHub(SIGKILL)
                let status = sync.waitUntilExit()
                #expect([0, 69, 75].contains(status), "seed \(seed): \(sync.errors)")
                try town.startHub()
            }
        }
        try town.syncUntilQuiet()
        try expectOnce(serials, in: town, seed)
    }

    private func expectOnce(_ serials: Set<String>, in town: Town, _ seed: UInt64) throws {
        let export = try town.shop.export()
        #expect(try town.branch.export() == export, "seed \(seed)")
        #expect(try town.hubExport() == export, "seed \(seed)")
        let found = try town.branch.lines("list").compactMap { $0["serial"] as? String }
        #expect(found.sorted() == serials.sorted(), "seed \(seed)")
        let receipts = try town.shop.lines("receipts")
        #expect(receipts.count == serials.count, "seed \(seed)")
        #expect(receipts.allSatisfy { $0["verified"] as? Bool == true }, "seed \(seed)")
        #expect(Set(receipts.compactMap { $0["hubSeq"] as? Int }).count == serials.count)
    }

    @Test func `twenty-five acknowledged pushes cost the hub at least twenty-five syncs`() throws {
        let town = try Town()
        town.stopHub()
        let trace = town.folder.file("trace")
        try town.startHub(through: [
            "/usr/bin/strace", "-D", "-f", "-A", "-o", trace, "-e", "trace=fdatasync,fsync",
        ])
        for edit in 0..<25 {
            _ = try town.shop.add(serial: "SYNC-\(edit)")
            try town.shop.succeed("push")
        }
        town.stopHub()
        let calls = try String(contentsOfFile: trace, encoding: .utf8)
            .split(separator: "\n").filter { $0.contains("sync(") && $0.hasSuffix("= 0") }
        #expect(try town.shop.receipts() == 25)
        #expect(calls.count >= 25)
    }
}
