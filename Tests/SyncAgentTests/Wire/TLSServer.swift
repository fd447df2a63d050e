import Foundation
import SyncAgent
import TestSupport

/// `openssl s_server` on a free port of this machine; it ends with the value.
final class TLSServer {
    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var heard: [UInt8] = []

    var base: String { "https://127.0.0.1:\(port)" }

    /// How the server answers.
    enum Answers {
        /// `GET /name` gets the file of that name, status line and all, and the connection ends.
        case files(in: TemporaryFolder)
        /// The test itself reads requests and writes answers, on one connection.
        case conversation
    }

    private struct DidNotStart: Error {}

    init(
        _ certificates: Certificates,
        showing name: String = "hub",
        chain: [String] = [],
        _ answers: Answers,
        options: [String] = []
    ) throws {
        var arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificates.file(name, "pem"),
            "-key", certificates.file(name, "key"),
        ]
        if !chain.isEmpty {
            let texts = try chain.map { try certificates.text($0, "pem") }
            let file = try certificates.folder.write("chain.pem", Array(texts.joined().utf8))
            arguments += ["-cert_chain", file]
        }
        if case .files(let folder) = answers {
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            arguments.append("-HTTP")
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments + options
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        port = try Self.port(from: output.fileHandleForReading)
    }

    deinit {
        // It inherits a thread's mask, in which gentler signals are blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The server names the port that it was given: `ACCEPT 127.0.0.1:41234`.
    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        while !text.contains("ACCEPT") || !text.hasSuffix("\n") {
            let piece = output.availableData
            guard !piece.isEmpty else { throw DidNotStart() }
            text += String(decoding: piece, as: UTF8.self)
        }
        let line = text.split(separator: "\n").last { $0.hasPrefix("ACCEPT") }
        guard let number = line?.split(separator: ":").last, let port = Int(number) else {
            throw DidNotStart()
        }
        return port
    }

    // MARK: A conversation

    /// Waits for a request with a body of so many bytes; its text.
    func hear(bodyBytes: Int = 0) async -> String {
        let headersEnd = Array("\r\n\r\n".utf8)
        while true {
            if let end = heard.firstRange(of: headersEnd)?.upperBound,
                heard.count >= end + bodyBytes
            {
                let text = String(decoding: heard[..<(end + bodyBytes)], as: UTF8.self)
                heard.removeFirst(end + bodyBytes)
                // Before the first request, the server prints about the session.
                let start = text.firstRange(of: #/[A-Z]+ /[^\n]* HTTP/1.1\r\n/#)?.lowerBound
                return String(text[(start ?? text.startIndex)...])
            }
            let handle = output.fileHandleForReading
            let piece = await aside { handle.availableData }
            guard !piece.isEmpty else { return "" }
            heard.append(contentsOf: piece)
        }
    }

    func say(_ text: String) {
        input.fileHandleForWriting.write(Data(text.utf8))
    }

    // MARK: The same in HTTP/2

    /// Waits for a client that begins to speak HTTP/2, and greets it. The server prints about sessions before.
    func begin() async {
        while true {
            if let end = heard.firstRange(of: RawFrame.preface)?.upperBound {
                heard.removeFirst(end)
                break
            }
            guard await hearMore() else { return }
        }
        say(RawFrame(.settings), RawFrame(.settings, flags: RawFrame.ack))
    }

    /// Waits for a frame of a kind; `nil` once the server has ended.
    func hear(_ kind: RawFrame.Kind) async -> RawFrame? {
        while true {
            while let frame = RawFrame.take(from: &heard) {
                if frame.kind == kind { return frame }
            }
            guard await hearMore() else { return nil }
        }
    }

    private func hearMore() async -> Bool {
        let handle = output.fileHandleForReading
        let piece = await aside { handle.availableData }
        heard.append(contentsOf: piece)
        return !piece.isEmpty
    }

    func say(_ frames: RawFrame...) {
        input.fileHandleForWriting.write(Data(frames.flatMap(\.bytes)))
    }
}
