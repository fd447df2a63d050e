import Glibc
import Synchronization

/// A socket in a folder, at which a running program takes commands. Only the account that runs the
/// program, and root, are let in.
package final class LocalSocketServer: Sendable {
    /// Those who connect, in order; for one reader. Ends after `close`.
    package let connections: AsyncStream<LocalConnection>

    private let path: String
    private let file: FileIdentity?
    private let wake: Wake
    private let isOpen = Mutex(true)

    /// Connections that nobody has taken yet; more are turned away.
    private static let waitingMax = 64

    /// Listens at the path. A socket that a dead program left behind is replaced.
    ///
    /// Two programs that start at the same instant could replace each other's; whoever owns the
    /// folder must hold its lock.
    package init(path: String) throws(LocalSocketError) {
        let wake = try Wake()
        let descriptor = try Self.listen(at: SocketAddress(path: path))
        let (connections, incoming) = AsyncStream.makeStream(
            of: LocalConnection.self,
            bufferingPolicy: .bufferingOldest(Self.waitingMax)
        )
        do throws(LocalSocketError) {
            try WaitingThread.start {
                Self.accept(at: descriptor, until: wake, into: incoming)
                Glibc.close(descriptor)
                incoming.finish()
            }
        } catch {
            Glibc.close(descriptor)
            unlink(path)
            throw error
        }
        self.connections = connections
        self.path = path
        self.wake = wake
        file = FileIdentity(path: path)
    }

    deinit {
        close()
    }

    /// Takes no more connections and removes the socket. Connections that exist go on.
    package func close() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            // Not the socket of a program that came after us. While ours listens, its inode lives,
            // and no other file can have its number.
            if let file, FileIdentity(path: path) == file { unlink(path) }
            wake.ring()
        }
    }

    /// Whether a peer with this user id is let in by a program that runs as `owner`.
    package static func admits(_ user: UInt32, owner: UInt32) -> Bool {
        user == owner || user == 0
    }

    private static func accept(
        at descriptor: Int32,
        until wake: Wake,
        into incoming: AsyncStream<LocalConnection>.Continuation
    ) {
        while !wake.wait(for: POLLIN, at: descriptor) {
            let peer = Glibc.accept(descriptor, nil, nil)
            guard peer >= 0 else {
                // Out of descriptors, perhaps: not to spin until that is over.
                if errno != EINTR, errno != ECONNABORTED { usleep(50_000) }
                continue
            }
            _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
            // A connection that is not taken is closed with its last reference.
            let connection = LocalConnection(descriptor: peer)
            if let user = user(of: peer), admits(user, owner: geteuid()) {
                incoming.yield(connection)
            }
        }
    }

    /// Who connected, as the kernel saw it then.
    private static func user(of descriptor: Int32) -> UInt32? {
        // `struct ucred`, which Glibc hides from Swift: process, user, group.
        var peer: [UInt32] = [0, 0, 0]
        var size = socklen_t(peer.count * MemoryLayout<UInt32>.size)
        let status = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size)
        return status == 0 ? peer[1] : nil
    }
}
