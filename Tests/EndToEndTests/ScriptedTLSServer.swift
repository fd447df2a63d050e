import Foundation
import TestSupport

/// OpenSSL's test server with a certificate of ours, which gives every request the same answer.
final class ScriptedTLSServer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Listens on a port with the key in a hub's home.
    init(port: Int, hubHome: String, answer: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", hubHome + "/server.pem",
            "-key", hubHome + "/server-key.pem", "-cert_chain", hubHome + "/ca.pem",
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let (requests, answers) = (output.fileHandleForReading, input.fileHandleForWriting)
        Thread.detachNewThread {
            var heard = ""
            while true {
                let piece = requests.availableData
                guard !piece.isEmpty else { return }
                heard += String(decoding: piece, as: UTF8.self)
                while let line = heard.firstRange(of: " HTTP/1.1\r\n") {
                    heard.removeSubrange(..<line.upperBound)
                    answers.write(Data("HTTP/1.1 \(answer)".utf8))
                }
            }
        }
        for _ in 0..<200 where LoopbackSocket.connect(to: port).map({ close($0) }) == nil {
            usleep(20_000)
        }
    }

    func end() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
