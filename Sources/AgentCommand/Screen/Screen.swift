import Glibc
import Policy
import SyncCore

/// Where a command prints: data to standard output, everything else to standard error.
final class Screen {
    let language: Language
    private let isQuiet: Bool
    private var pending: [UInt8] = []

    /// Enough to keep system calls rare, little enough to keep a pipe moving.
    private static let pendingMax = 1 << 16

    init(language: Language, isQuiet: Bool) {
        self.language = language
        self.isQuiet = isQuiet
    }

    /// One line of data.
    func print(_ line: String) throws(Failure) {
        pending.append(contentsOf: line.utf8)
        pending.append(0x0A)
        try flushIfLarge()
    }

    /// One JSON value on a line of its own, members in the order given.
    func print(_ json: JSONValue) throws(Failure) {
        json.writeOrdered(to: &pending)
        pending.append(0x0A)
        try flushIfLarge()
    }

    /// Bytes as they are.
    func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        pending.append(contentsOf: bytes)
        try flushIfLarge()
    }

    private func flushIfLarge() throws(Failure) {
        if pending.count >= Self.pendingMax { try flush() }
    }

    /// Hands everything to the system; a full disk behind a redirection is an error, not silence.
    func flush() throws(Failure) {
        defer { pending.removeAll(keepingCapacity: true) }
        var start = 0
        while start < pending.count {
            let written = pending[start...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw .outputLost(errno: errno) }
            start += written
        }
    }

    /// A remark that `--quiet` suppresses.
    func note(_ line: String) {
        guard !isQuiet else { return }
        Self.printError(line)
    }

    /// A line on standard error.
    static func printError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// The text in the language of the screen.
    func say(_ chinese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language == .chinese ? chinese() : english()
    }

    /// Whether a person reads what is printed.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person can answer a question.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks for a yes; anything else is a no.
    func confirm(_ question: String) -> Bool {
        let bytes = Array((question + " [y/N] ").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
        let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
        return ["y", "yes", "是"].contains(answer)
    }
}
