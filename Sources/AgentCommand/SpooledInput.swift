import Documents
import Glibc
import LocalStore
import Terminal

extension Session {
    /// Standard input as a file that can be read twice: a nameless one in the home, which vanishes
    /// with the command.
    func spooledInput() throws -> ByteSource {
        let path = home + "/import.\(getpid()).part"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.spool(path) }
        unlink(path)
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw TableError.unreadable(errno: errno) }
            if count == 0 { break }
            guard write(descriptor, chunk, count) == count else { throw Failure.spool(path) }
        }
        return try ByteSource(path: "/proc/self/fd/\(descriptor)")
    }
}

extension Failure {
    fileprivate static func spool(_ path: String) -> Failure {
        Failure(
            errno == ENOSPC ? .diskFull : .cannotCreate,
            errno == ENOSPC ? .inputOutput : .cannotCreate,
            "无法暂存标准输入到 `\(path)`: \(systemText(errno))",
            "cannot keep standard input in `\(path)`: \(systemText(errno))"
        )
    }
}
