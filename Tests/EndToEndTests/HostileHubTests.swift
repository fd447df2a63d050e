import Foundation
import TestSupport
import Testing

/// Something else answers in the hub's place: one clear line, the contract's exit status, and nothing is
/// lost.
@Suite(.serialized)
struct HostileHubTests {
    /// What stands on the hub's port instead of the hub.
    private enum Impostor: String, CaseIterable {
        case htmlPage, silence, hangUp, plainText, otherHub, nobody

        /// The exit status of the contract, and the code that the screen shows.
        var expected: (status: Int32, code: String) {
            switch self {
            // It holds the hub's own key and certificate, so only what it says gives it away.
            case .htmlPage: (69, "E3112")
            case .silence, .hangUp, .plainText, .nobody: (75, "E3103")
            case .otherHub: (77, "E3104")
            }
        }
    }

    @Test func `whatever answers in the hub's place, the edits wait and arrive once`() throws {
        let town = try Town()
        for impostor in Impostor.allCases {
            _ = try town.shop.add(serial: impostor.rawValue)
            town.stopHub()
            let stand = try start(impostor, in: town)
            // OpenSSL's page answers a GET only.
            let outcome = try town.shop.run(
                impostor == .htmlPage ? "pull" : "sync",
                environment: ["JILIANG_HUB__REQUEST_TIMEOUT": "2s"]
            )
            stand()
            #expect(outcome.status == impostor.expected.status, "\(impostor): \(outcome.errors)")
            #expect(
                outcome.errors.contains(impostor.expected.code),
                "\(impostor): \(outcome.errors)"
            )
            try town.startHub()
        }
        try town.syncUntilQuiet()
        let serials = try town.branch.lines("list").compactMap { $0["serial"] as? String }
        #expect(serials.sorted() == Impostor.allCases.map(\.rawValue).sorted())
        #expect(try town.shop.receipts() == serials.count)
        #expect(try town.hubExport() == town.shop.export())
    }

    private static let answers: [(name: String, text: String, status: Int32, code: String)] = [
        ("redirect", "302 F\r\nLocation: http://portal.corp/in?a\r\n", 69, "E3161"),
        ("throttled", "429 T\r\nRetry-After: 7\r\n", 75, "E3113"),
        ("overloaded", "503 S\r\n", 75, "E3113"),
        ("html", "200 OK\r\nContent-Type: text/html\r\n", 69, "E3112"),
    ]

    @Test func `sync and doctor net name the same cause of an answer, and the edits wait`() throws {
        let town = try Town()
        town.stopHub()
        for (name, text, status, code) in Self.answers {
            _ = try town.shop.add(serial: name)
            let server = try ScriptedTLSServer(
                port: town.port,
                hubHome: town.hubHome,
                answer: text + "Content-Length: 6\r\n\r\n<html>"
            )
            let sync = try town.shop.run("sync", "--lang", "en")
            let why = try town.shop.run("doctor", "net", "--lang", "en")
            server.end()
            #expect(sync.status == status, "\(name): \(sync.errors)")
            let line = sync.errors.split(separator: "\n").first { $0.hasPrefix(code) }
            #expect(line != nil, "\(name): \(sync.errors)")
            #expect(why.status == 69, "\(name): \(why.output)")
            #expect(why.lines.last?.hasPrefix(code) == true, "\(name): \(why.output)")
            if name == "redirect" { #expect(line?.contains("`http://portal.corp`") == true) }
            if name == "throttled" { #expect(line?.contains(" 7 s;") == true) }
        }
        try town.startHub()
        try town.syncUntilQuiet()
        #expect(try town.shop.receipts() == Self.answers.count)
        #expect(try town.hubExport() == town.shop.export())
    }

    /// Starts an impostor, and gives what ends it.
    private func start(_ impostor: Impostor, in town: Town) throws -> () -> Void {
        switch impostor {
        case .nobody: return {}
        case .htmlPage: return try tlsServer(town, key: town.hubHome)
        case .otherHub:
            let other = town.folder.file("other")
            let made = try Program.jiliangHub.run("--home", other, "init", "--city", "别处")
            guard made.status == 0 else { throw TownError(made.errors) }
            return try tlsServer(town, key: other)
        case .silence: return try rawServer(town) { _ in Thread.sleep(forTimeInterval: 4) }
        case .hangUp: return try rawServer(town) { _ in }
        case .plainText:
            return try rawServer(town) { connection in
                let text = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)
                _ = LoopbackSocket.writeAll(connection, text[...])
            }
        }
    }

    /// OpenSSL's own test server, which answers every request with a page of HTML.
    private func tlsServer(_ town: Town, key home: String) throws -> () -> Void {
        let output = try TemporaryFolder()
        let running = try Program(path: "/usr/bin/openssl").start(
            [
                "s_server", "-accept", "\(town.port)", "-cert", home + "/server.pem", "-key",
                home + "/server-key.pem", "-cert_chain", home + "/ca.pem", "-www",
            ],
            in: output
        )
        for _ in 0..<200 where LoopbackSocket.connect(to: town.port).map({ close($0) }) == nil {
            usleep(20_000)
        }
        return { running.end(SIGKILL) }
    }

    private func rawServer(
        _ town: Town,
        _ answer: @escaping @Sendable (Int32) -> Void
    ) throws -> () -> Void {
        let (listener, _) = try LoopbackSocket.listen(port: town.port)
        Thread.detachNewThread {
            while let connection = LoopbackSocket.accept(listener) {
                answer(connection)
                close(connection)
            }
        }
        return {
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
        }
    }
}
