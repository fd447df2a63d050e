import Foundation
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// A certificate's file on its way from a body to an enterprise, over lines that break and machines that fall.
@Suite(.serialized)
struct CertificateFileTests {
    private let seed = UInt64.random(in: 0 ... .max)
    private let bytes: [UInt8]
    private let town: Town

    /// A town in which the body has a result with a certificate of 4 MB to send.
    init() throws {
        var random = SeededGenerator(seed: seed)
        bytes = (0..<500_000).flatMap { _ in
            withUnsafeBytes(of: random.next()) { Array($0) }
        }
        town = try Town()
        _ = try town.shop.add(serial: "CF-1")
        try town.shop.succeed("apply", "CF-1", "--body", Town.body)
        try town.syncUntilQuiet()
        try town.lab.succeed("job", "accept", "CF-1")
        let today = Day(secondsSince1970: Int64(Date().timeIntervalSince1970))
        let result = """
            {"result":"fail","testedOn":"\(today)","issuedOn":"\(today)",\
            "certificateNumber":"YH-J-0417","inspector":"张工","verifier":"李工",\
            "approver":"陈工","regulation":"JJG 539-2016"}
            """
        let file = try town.folder.write("result.json", Array(result.utf8))
        let certificate = try town.folder.write("certificate.pdf", bytes)
        try town.lab.succeed(
            "result",
            "add",
            "--job",
            "CF-1",
            "--file",
            file,
            "--certificate",
            certificate
        )
    }

    private var digest: String { SHA256().digest(bytes).hex }

    private func deadline() throws -> [String: Any] {
        try #require(try town.lab.lines("deadlines").first)
    }

    /// The file is at the hub, the clock is met, and the enterprise gets the same bytes.
    private func expectArrived() throws {
        let deadline = try deadline()
        #expect(deadline["met"] as? Bool == true, "seed \(seed): \(deadline)")
        #expect(deadline["certificateReceivedAt"] is String)
        #expect(try town.lab.succeed("status", "--json").object.number("certificatesWaiting") == 0)
        let path = "\(town.hubHome)/blobs/sha256/\(digest.prefix(2))/\(digest)"
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(bytes), "seed \(seed)")
        #expect(try town.hub("doctor").status == 0)
        #expect(try town.lab.succeed("doctor").status == 0)
        try town.shop.succeed("sync")
        let out = town.folder.file("got.pdf")
        try town.shop.succeed("certificate", "get", "YH-J-0417", "--out", out)
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == Data(bytes), "seed \(seed)")
        let again = try town.shop.succeed("certificate", "get", "CF-1", "--json").object
        #expect(again["digest"] as? String == digest)
    }

    @Test func `over a line that breaks every 300 KB it goes on where it broke`() throws {
        town.line.set(.cutRequest(after: 300_000))
        let before = town.line.bytes
        let report = try town.lab.succeed("sync", "--json").object
        let sent = town.line.bytes - before
        #expect((report["certificates"] as? [String: Any])?["sent"] as? Int == 1)
        // A handshake costs a few KB, and what a break leaves of a record of TLS is lost. Until it has seen a break
        // libcurl sends a piece once more by itself.
        #expect(sent < bytes.count * 5 / 4, "\(sent) bytes, seed \(seed)")
        town.line.set(.clear)
        try expectArrived()
    }

    @Test func `agent and hub are killed while it is on its way, and it begins nowhere anew`()
        throws
    {
        var random = SeededGenerator(seed: seed)
        town.line.set(.delay(milliseconds: 2))
        for round in 0..<8 {
            let moment = Double.random(in: 0.2...1.2, using: &random)
            if round % 2 == 0 {
                _ = try Program.jiliang.runAndKill(
                    ["--home", town.lab.home, "sync"],
                    after: moment
                )
            } else {
                let folder = try TemporaryFolder()
                let sync = try Program.jiliang.start(["--home", town.lab.home, "sync"], in: folder)
                usleep(UInt32(moment * 1_000_000))
                town.stopHub(SIGKILL)
                sync.end(SIGTERM)
                try town.startHub()
            }
        }
        town.line.set(.clear)
        try town.lab.succeed("sync")
        try expectArrived()
    }

    @Test func `a daemon brings it by itself, while commands borrow its store`() throws {
        town.line.set(.delay(milliseconds: 2))
        let folder = try TemporaryFolder()
        let daemon = try Program.jiliang.start(["--home", town.lab.home, "run"], in: folder)
        #expect(daemon.wait(for: /运行中/) != nil, "\(daemon.errors)")
        let deadline = Date(timeIntervalSinceNow: 120)
        while try town.lab.succeed("status", "--json").object.number("certificatesWaiting") > 0 {
            try #require(Date() < deadline, "never sent: \(daemon.errors), seed \(seed)")
            usleep(200_000)
        }
        #expect(daemon.end(SIGTERM) == 0, "\(daemon.errors)")
        town.line.set(.clear)
        try expectArrived()
    }

    @Test
    func `the data alone do not meet the clock, and the enterprise is told that there is no file`()
        throws
    {
        let blobs = town.lab.home + "/blobs"
        let aside = town.lab.home + "/aside"
        try FileManager.default.moveItem(atPath: blobs, toPath: aside)
        let first = try town.lab.run("sync")
        #expect(first.status == 0 && first.errors.contains("W3190"), "\(first.errors)")
        let waiting = try deadline()
        #expect(waiting["dataReceivedAt"] is String, "\(waiting)")
        #expect(waiting["met"] as? Bool == false && waiting["receivedAt"] is NSNull)
        let status = try town.lab.succeed("status", "--json").object
        #expect(try status.number("certificatesWaiting") == 1)
        try town.shop.succeed("sync")
        let missing = try town.shop.run("certificate", "get", "YH-J-0417", "--json")
        #expect(missing.status == 69 && missing.errors.contains("E3191"), "\(missing.errors)")
        try FileManager.default.moveItem(atPath: aside, toPath: blobs)
        try town.lab.succeed("sync")
        try expectArrived()
    }
}
