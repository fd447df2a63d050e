import Foundation
import Glibc

/// A hub that serves on a free port of this machine.
final class HubProcess {
    /// Where it takes connections: `https://…`.
    let address: String
    private let server = Process()

    init(_ program: String, home: String, log: String) throws {
        try Data().write(to: URL(fileURLWithPath: log))
        server.executableURL = URL(fileURLWithPath: program)
        server.arguments = ["--home", home, "serve", "--listen", "127.0.0.1:0"]
        server.standardError = FileHandle(forWritingAtPath: log)
        try server.run()
        for _ in 0..<500 {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if let match = text.firstMatch(of: /https:\/\/[^ \n]+/) {
                address = String(match.output)
                return
            }
            usleep(20_000)
        }
        throw BenchmarkError(
            "the hub did not start: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")"
        )
    }

    var id: Int32 { server.processIdentifier }

    func stop() {
        guard server.isRunning else { return }
        kill(server.processIdentifier, SIGTERM)
        server.waitUntilExit()
    }
}
