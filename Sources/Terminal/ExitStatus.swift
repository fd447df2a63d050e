private import Glibc

/// What a command tells the shell. A code that is not listed is a failure.
package enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    /// CRITICAL for monitoring (`status --check`).
    case critical = 2
    case doneInPart = 3
    case nothingToDo = 10
    case usage = 64
    case badData = 65
    /// The hub is needed, and does not answer as one.
    case unavailable = 69
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    /// Accepted and kept; it goes to the hub when that can be reached.
    case queued = 75
    case notPermitted = 77
    case configuration = 78
}

extension ExitStatus {
    /// Ends the program with this status, what was printed included.
    ///
    /// Without the endings that C libraries have asked for: OpenSSL's would free what the thread of
    /// libcurl may still be closing, and the program would die of a double free after its work.
    package func end() -> Never {
        fflush(nil)
        _exit(rawValue)
    }
}
