private import Glibc

/// The lock that makes one process the owner of databases: a file beside them, locked as a whole.
///
/// SQLite 3.40 can corrupt a WAL file when two connections write and checkpoint at the same instant
/// (fixed in 3.51.3), so a second process waits or is refused; it never opens the files.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Why a lock was not taken.
    package enum Failure: Error, Hashable, Sendable {
        /// Another process has it; its id, where it could be read.
        case held(owner: Int32?)
        /// The file of the lock cannot be opened.
        case file(path: String, errno: Int32)
    }

    /// Takes the lock, asking again every 20 ms until `patience` has passed.
    package init(path: String, patience: Duration) throws(Failure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        let deadline = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
                let owner = Self.owner(descriptor)
                close(descriptor)
                throw .held(owner: owner)
            }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            nanosleep(&pause, nil)
        }
        recordOwner()
    }

    deinit {
        // Before the file is closed: a child process that has just been started may hold it as well.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Leaves our process id in the file, for the message that a second process prints.
    private func recordOwner() {
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.count, 0)
    }

    private static func owner(_ descriptor: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: text[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
}
