import Glibc

/// A bell that ends a `poll` on another thread. Once rung, it stays so.
final class Wake: Sendable {
    /// Two sockets that know each other: hanging up one is seen at the other.
    private let ends: [Int32]

    init() throws(LocalSocketError) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .last("socketpair", code: errno)
        }
        self.ends = ends
    }

    deinit {
        ends.forEach { close($0) }
    }

    func ring() {
        shutdown(ends[0], Int32(SHUT_RDWR))
    }

    /// Waits until something is to be seen at the descriptor, or the bell rings. A hang-up is seen
    /// even when no events are asked for.
    /// - Returns: whether the bell rang.
    func wait(for events: Int32, at descriptor: Int32) -> Bool {
        var waits = [
            pollfd(fd: descriptor, events: Int16(events), revents: 0),
            pollfd(fd: ends[1], events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waits, 2, -1) < 0, errno == EINTR {}
        return waits[1].revents != 0
    }
}
