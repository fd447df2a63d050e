import Foundation
import Hub
import TestSupport

/// A client that speaks HTTP/2 by hand, over the TLS of `openssl s_client`.
final class RawHTTP2Client {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var heard: [UInt8] = []

    /// Connects to a hub, with the certificate of a site or none, and begins as a client does.
    init(_ hub: RunningHub, as site: MemberSite? = nil) throws {
        var arguments = [
            "s_client", "-quiet", "-connect", "\(hub.listening.secure)", "-alpn", "h2", "-CAfile",
            hub.home.path + "/ca.pem",
        ]
        if let site { arguments += try site.arguments(in: hub) }
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        send(RawFrame.preface + RawFrame(.settings).bytes)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func send(_ frames: RawFrame...) { send(frames.flatMap(\.bytes)) }

    func send(_ frames: [RawFrame]) { send(frames.flatMap(\.bytes)) }

    /// A server that has hung up is no failure of the test.
    func send(_ bytes: [UInt8]) {
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
    }

    /// Says a frame again and again, until the task is cancelled.
    func drip(_ frame: RawFrame) -> Task<Void, any Error> {
        let handle = input.fileHandleForWriting
        return Task {
            while !Task.isCancelled {
                try handle.write(contentsOf: Data(frame.bytes))
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// The next frame; `nil` once the server has hung up.
    func next() async -> RawFrame? {
        while true {
            if let frame = RawFrame.take(from: &heard) { return frame }
            let handle = output.fileHandleForReading
            let piece = await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: handle.availableData) }
            }
            guard !piece.isEmpty else { return nil }
            heard.append(contentsOf: piece)
        }
    }

    /// The next frame of a kind; `nil` once the server has hung up.
    func next(_ kind: RawFrame.Kind, stream: UInt32? = nil) async -> RawFrame? {
        while let frame = await next() {
            if frame.kind == kind, stream.map({ $0 == frame.stream }) ?? true { return frame }
        }
        return nil
    }

    /// Everything up to the end of the connection.
    func rest() async -> [RawFrame] {
        var frames: [RawFrame] = []
        while let frame = await next() { frames.append(frame) }
        return frames
    }
}
