import Glibc

/// The side of a command that looks for a running program.
package enum LocalSocketClient {
    /// Connects to the program that listens at the path; `nil` when none does.
    package static func connect(path: String) throws(LocalSocketError) -> LocalConnection? {
        let address = try SocketAddress(path: path)
        let descriptor = try SocketAddress.makeSocket()
        while !address.connect(descriptor) {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            if code == ENOENT || code == ECONNREFUSED { return nil }
            throw .last("connect", code: code)
        }
        return LocalConnection(descriptor: descriptor)
    }
}
