import Foundation
import TestSupport
import Testing

/// kill -9 in the middle of the work.
@Suite(.serialized)
struct CrashTests {
    /// How long an undisturbed run takes, so that kills fall all over it.
    private func duration(_ work: () throws -> Void) rethrows -> Double {
        let start = Date()
        try work()
        return Date().timeIntervalSince(start)
    }

    private func serials(_ home: Home) throws -> Set<String> {
        let lines = try home.run("list", "--json").lines
        return try Set(
            lines.map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require((object as? [String: Any])?["serial"] as? String)
            }
        )
    }

    @Test
    func `fifty edits killed at random moments: each whole or absent, none acknowledged lost`()
        throws
    {
        let home = try Home()
        let whole = try duration { _ = try home.run("add", "serial=undisturbed", "name=秤") }
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var acknowledged: Set = ["undisturbed"]
        var killed = 0
        for round in 0..<50 {
            let status = try Program.jiliang.runAndKill(
                [
                    "--home", home.path, "add", "serial=K\(round)", "name=秤",
                    "verifiedOn=2026-01-02",
                    "validUntil=2027-01-01",
                ],
                after: Double.random(in: 0...whole * 1.1, using: &random)
            )
            if status == 0 { acknowledged.insert("K\(round)") } else { killed += 1 }
        }
        #expect(try serials(home).isSuperset(of: acknowledged), "seed \(seed)")
        #expect(try home.run("doctor").status == 0)
        #expect(killed > 0)
        for line in try home.run("list", "--json").lines where line.contains("\"K") {
            #expect(line.contains("2027-01-01"), "half an edit: \(line), seed \(seed)")
        }
    }

    @Test func `imports killed at random moments: the whole ledger or none of it`() throws {
        let file = try Home()
        let ledger = try file.ledger(rows: 2000)
        let undisturbed = try Home()
        let whole = try duration { _ = try undisturbed.run("import", ledger) }
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let home = try Home()
        for round in 0..<20 {
            let name = "R\(round)x"
            let ledger = try home.ledger(rows: 2000, prefix: name)
            let status = try Program.jiliang.runAndKill(
                ["--home", home.path, "import", ledger],
                after: Double.random(in: 0...whole, using: &random)
            )
            let count = try serials(home).filter { $0.hasPrefix(name) }.count
            #expect(count == 0 || count == 2000, "seed \(seed)")
            #expect(status != 0 || count == 2000, "seed \(seed)")
        }
        #expect(try home.run("doctor").status == 0)
    }

    @Test func `twenty-five acknowledged edits cost at least twenty-five syncs`() throws {
        let home = try Home()
        let trace = home.folder.file("trace")
        let strace = Program(path: "/usr/bin/strace")
        for edit in 0..<25 {
            let outcome = try strace.run([
                "-f", "-A", "-o", trace, "-e", "trace=fdatasync,fsync", Program.jiliang.path,
                "--home", home.path, "add", "serial=\(edit)",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let calls = try String(contentsOfFile: trace, encoding: .utf8)
            .split(separator: "\n").filter { $0.contains("sync(") && $0.hasSuffix("= 0") }
        #expect(calls.count >= 25)
    }
}
