import Foundation
import TestSupport

/// Connections that say something, or nothing, and then hang.
final class HangingClients {
    private var sockets: [Int32] = []

    deinit { for socket in sockets { close(socket) } }

    /// Opens connections to a port and says the words on each.
    func open(_ count: Int, to port: Int, saying words: String = "") throws {
        for _ in 0..<count {
            guard let socket = LoopbackSocket.connect(to: port) else {
                throw LoopbackFailure(port: port)
            }
            sockets.append(socket)
            _ = LoopbackSocket.writeAll(socket, ArraySlice(words.utf8))
        }
    }

    struct LoopbackFailure: Error { let port: Int }

    /// How many are open still. What has come is taken and forgotten.
    func openCount() -> Int {
        sockets.removeAll { socket in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 { continue }
                guard count == 0 || errno != EAGAIN else { return false }
                close(socket)
                return true
            }
        }
        return sockets.count
    }

    /// Says a word on each, for those that drip.
    func say(_ word: String) {
        for socket in sockets { _ = LoopbackSocket.writeAll(socket, ArraySlice(word.utf8)) }
    }

    /// Everything that comes on one new connection after some bytes, up to its end.
    static func answer(to bytes: [UInt8], at port: Int) async throws -> String {
        guard let socket = LoopbackSocket.connect(to: port) else {
            throw LoopbackFailure(port: port)
        }
        defer { close(socket) }
        _ = LoopbackSocket.writeAll(socket, bytes[...])
        var answer: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                answer += buffer[..<count]
            } else if count == 0 || errno != EAGAIN {
                break
            } else {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
