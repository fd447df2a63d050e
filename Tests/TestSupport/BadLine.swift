import Foundation
import Synchronization

/// A line between two programs that misbehaves on request: a TCP relay on a free port of this machine.
package final class BadLine: Sendable {
    /// What the line does to the connections that are made from now on.
    package enum Weather: Sendable {
        case clear
        /// Every answer is cut after so many bytes, in the handshake or behind it.
        case cutAnswer(after: Int)
        /// What the client sends is cut after so many bytes.
        case cutRequest(after: Int)
        /// Everything comes so much later.
        case delay(milliseconds: Int)
        /// The connection is taken and closed.
        case refuse
    }

    package let port: Int
    private let listener: Int32
    private let target: Int
    private let weather = Mutex(Weather.clear)
    private let isOpen = Mutex(true)
    private let copied = Copied()

    /// How much has gone over the line so far, in both directions.
    package var bytes: Int { copied.count.withLock { $0 } }

    private final class Copied: Sendable {
        let count = Mutex(0)
    }

    /// Relays to a port of this machine.
    package init(to target: Int) throws {
        self.target = target
        let (listener, port) = try LoopbackSocket.listen()
        self.listener = listener
        self.port = port
        Thread.detachNewThread { [weak self] in
            while let connection = LoopbackSocket.accept(listener) {
                guard let self, self.isOpen.withLock({ $0 }) else {
                    close(connection)
                    return
                }
                self.relay(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    package func set(_ weather: Weather) {
        self.weather.withLock { $0 = weather }
    }

    private func relay(_ client: Int32) {
        let weather = weather.withLock { $0 }
        if case .refuse = weather {
            close(client)
            return
        }
        guard let server = LoopbackSocket.connect(to: target) else {
            close(client)
            return
        }
        var (requestMax, answerMax, pause) = (Int.max, Int.max, 0)
        switch weather {
        case .clear, .refuse: break
        case .cutAnswer(let bytes): answerMax = bytes
        case .cutRequest(let bytes): requestMax = bytes
        case .delay(let milliseconds): pause = milliseconds
        }
        let open = OpenEnds(client, server)
        Thread.detachNewThread { [requestMax, pause, copied] in
            Self.pump(client, server, max: requestMax, pause: pause, copied)
            open.end()
        }
        Thread.detachNewThread { [answerMax, pause, copied] in
            Self.pump(server, client, max: answerMax, pause: pause, copied)
            open.end()
        }
    }

    /// Copies until one side ends or the limit is reached.
    private static func pump(
        _ source: Int32,
        _ target: Int32,
        max: Int,
        pause: Int,
        _ copied: Copied
    ) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var done = 0
        while done < max {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            if pause > 0 { usleep(UInt32(pause * 1000)) }
            let allowed = min(count, max - done)
            // Counted before anybody can have read it.
            copied.count.withLock { $0 += allowed }
            guard LoopbackSocket.writeAll(target, buffer[..<allowed]) else { return }
            done += allowed
        }
    }
}

/// The two ends of a relayed connection: closed once, when both directions have ended.
final class OpenEnds: Sendable {
    private let first: Int32
    private let second: Int32
    private let ended = Mutex(0)

    init(_ first: Int32, _ second: Int32) {
        self.first = first
        self.second = second
    }

    func end() {
        shutdown(first, Int32(SHUT_RDWR))
        shutdown(second, Int32(SHUT_RDWR))
        let both = ended.withLock { count in
            count += 1
            return count == 2
        }
        guard both else { return }
        close(first)
        close(second)
    }
}
