import Glibc
import Synchronization

/// One end of a connection on this machine, on which both sides speak in lines.
///
/// The descriptor is closed with the last reference, not by `close`: another thread may still be
/// waiting at it, and its number could be given away meanwhile.
package final class LocalConnection: Sendable {
    private let descriptor: Int32
    private let received = Mutex(LineBuffer())
    private let writing = Mutex(())

    /// How long a peer may leave a full connection unread.
    private static let writePatience = 30

    /// Takes over a connected socket.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: Self.writePatience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Ends the connection for both sides; who waits for it wakes.
    package func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // MARK: Reading

    /// The next line without its break, of at most so many bytes; `nil` when the peer has gone.
    /// Cancelling the task ends the wait and nothing else.
    package func readLine(max: Int) async throws -> [UInt8]? {
        while true {
            switch try received.withLock({ try take(from: &$0, max: max) }) {
            case .line(let line): return line
            case .end: return nil
            case .nothingYet: try await wait(for: POLLIN)
            }
        }
    }

    /// The same for a program without tasks; blocks.
    package func receiveLine(max: Int, timeout: Duration? = nil) throws -> [UInt8]? {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            switch try received.withLock({ try take(from: &$0, max: max) }) {
            case .line(let line): return line
            case .end: return nil
            case .nothingYet: try waitForBytes(until: deadline)
            }
        }
    }

    /// Returns when the peer has closed the connection, or this side has. What the peer sent before
    /// stays to be read.
    package func waitForHangUp() async throws {
        try await wait(for: 0)
    }

    private enum Taken {
        case line([UInt8])
        case nothingYet
        case end
    }

    /// Takes a line from what has arrived; never waits.
    private func take(from buffer: inout LineBuffer, max: Int) throws(LocalSocketError) -> Taken {
        var piece = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            if let line = try buffer.nextLine(max: max) { return .line(line) }
            let count = recv(descriptor, &piece, piece.count, Int32(MSG_DONTWAIT))
            switch (count, errno) {
            case (1..., _): buffer.append(piece[..<count])
            case (0, _), (_, ECONNRESET):
                guard buffer.isEmpty else { throw .lineCut }
                return .end
            case (_, EAGAIN): return .nothingYet
            case (_, EINTR): continue
            case (_, let code): throw .last("recv", code: code)
            }
        }
    }

    private func wait(for events: Int32) async throws {
        let wake = try Wake()
        let isCancelled = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try WaitingThread.start { [self] in
                        continuation.resume(returning: wake.wait(for: events, at: descriptor))
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            wake.ring()
        }
        if isCancelled { throw CancellationError() }
    }

    private func waitForBytes(until deadline: ContinuousClock.Instant?) throws(LocalSocketError) {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let rest = deadline.map { Swift.max(.zero, $0 - .now) }
        // Rounded up, so that the last part of a millisecond does not spin.
        let milliseconds = rest.map { Int32(Swift.min($0 / .milliseconds(1), 1e9).rounded(.up)) }
        let count = poll(&wait, 1, milliseconds ?? -1)
        if count == 0 { throw .timedOut }
        if count < 0, errno != EINTR { throw .last("poll", code: errno) }
    }

    // MARK: Writing

    /// Writes everything. Blocks while the peer is behind, though not for ever: then it hangs up, since
    /// the peer would wait for the rest of what has begun.
    package func write(_ bytes: [UInt8]) throws {
        try writing.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    // A peer that has gone is an error, not a signal.
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    let error = Self.writeError(errno)
                    close()
                    throw error
                }
            }
        }
    }

    /// Writes a line with its break.
    package func sendLine(_ line: [UInt8]) throws {
        precondition(!line.contains(10), "a line with a line break")
        try write(line + [10])
    }

    private static func writeError(_ code: Int32) -> LocalSocketError {
        switch code {
        case EPIPE, ECONNRESET: .hungUp
        case EAGAIN: .timedOut
        default: .last("send", code: code)
        }
    }
}
