import Glibc
import SyncAgent
import Terminal

/// A file that a command makes: whole under its name, or not there at all.
enum OutputFile {
    /// Writes to standard output for `-`; otherwise beside the file, and renames when complete.
    /// An existing file is replaced only with `--yes`.
    static func write(
        _ path: String,
        _ session: Session,
        _ body: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        if path == "-" {
            try body { try session.screen.write($0) }
            return
        }
        guard session.options.yes || access(path, F_OK) != 0 else {
            throw Failure(
                .fileExists,
                .cannotCreate,
                "`\(path)` 已存在",
                "`\(path)` exists already"
            )
        }
        try writeWhole(path, body)
        session.screen.note(session.screen.say("已写出 \(path)", "written: \(path)"))
    }

    private static func writeWhole(
        _ path: String,
        _ body: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        // A name that nobody else uses; a device or a pipe is written to, not replaced.
        let isSpecial = isSpecialFile(path)
        let partial = isSpecial ? path : "\(path.folder)/.\(path.lastComponent).\(getpid()).part"
        let flags = isSpecial ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL
        let descriptor = open(partial, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure.cannotWrite(path, errno: errno) }
        do {
            defer { close(descriptor) }
            var pending: [UInt8] = []
            try body { bytes in
                pending.append(contentsOf: bytes)
                if pending.count >= 1 << 16 { try flush(&pending, to: descriptor, path) }
            }
            try flush(&pending, to: descriptor, path)
            guard isSpecial || fsync(descriptor) == 0 else {
                throw Failure.cannotWrite(path, errno: errno)
            }
            guard isSpecial || rename(partial, path) == 0 else {
                throw Failure.cannotWrite(path, errno: errno)
            }
        } catch {
            if !isSpecial { unlink(partial) }
            throw error
        }
    }

    private static func isSpecialFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    private static func flush(
        _ pending: inout [UInt8],
        to descriptor: Int32,
        _ path: String
    ) throws(Failure) {
        var start = 0
        while start < pending.count {
            let written = pending[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Failure.cannotWrite(path, errno: errno) }
            start += written
        }
        pending.removeAll(keepingCapacity: true)
    }
}
