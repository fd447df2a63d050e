/// Why commands cannot reach a running program.
package enum LocalSocketError: Error, Hashable, Sendable {
    /// The path is longer than the system allows for a socket.
    case pathTooLong(path: String, bytesMax: Int)
    /// Another program listens there.
    case inUse(path: String)
    /// Something else than a socket is at the path; it was left alone.
    case notASocket(path: String)
    /// A system call failed.
    case system(call: String, errno: Int32)
    /// The peer sent more than so many bytes without a line break.
    case lineTooLong(bytesMax: Int)
    /// The peer went away in the middle of a line.
    case lineCut
    /// The peer went away before it had read everything.
    case hungUp
    /// The peer sent nothing, or read nothing, for too long.
    case timedOut
}

extension LocalSocketError {
    /// The error for the last system call of this thread.
    static func last(_ call: String, code: Int32) -> LocalSocketError {
        .system(call: call, errno: code)
    }
}
