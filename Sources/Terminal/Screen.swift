import Glibc
package import Policy
package import SyncCore

/// Where a command prints: data to standard output, everything else to standard error.
package final class Screen {
    package let language: Language
    package let isQuiet: Bool
    private var pending: [UInt8] = []

    /// Enough to keep system calls rare, little enough to keep a pipe moving.
    private static let pendingMax = 1 << 16

    package init(language: Language, isQuiet: Bool) {
        self.language = language
        self.isQuiet = isQuiet
    }

    /// One line of data.
    package func print(_ line: String) throws(OutputLost) {
        pending.append(contentsOf: line.withoutControls.utf8)
        pending.append(0x0A)
        try flushIfLarge()
    }

    /// One JSON value on a line of its own, members in the order given.
    package func print(_ json: JSONValue) throws(OutputLost) {
        json.writeOrdered(to: &pending)
        pending.append(0x0A)
        try flushIfLarge()
    }

    /// One JSON object on a line of its own, written member by member: a long list among them never
    /// stands in memory as a whole.
    package func print(streaming members: [(name: String, value: StreamedJSON)]) throws(OutputLost)
    {
        pending.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { pending.append(UInt8(ascii: ",")) }
            JSONValue.string(member.name).writeOrdered(to: &pending)
            pending.append(UInt8(ascii: ":"))
            switch member.value {
            case .value(let value): value.writeOrdered(to: &pending)
            case .list(let count, let element): try write(list: count, element)
            }
        }
        pending.append(contentsOf: [UInt8(ascii: "}"), 0x0A])
        try flushIfLarge()
    }

    private func write(list count: Int, _ element: (Int) -> JSONValue) throws(OutputLost) {
        pending.append(UInt8(ascii: "["))
        for index in 0..<count {
            if index > 0 { pending.append(UInt8(ascii: ",")) }
            element(index).writeOrdered(to: &pending)
            try flushIfLarge()
        }
        pending.append(UInt8(ascii: "]"))
    }

    /// Bytes as they are.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputLost) {
        pending.append(contentsOf: bytes)
        try flushIfLarge()
    }

    private func flushIfLarge() throws(OutputLost) {
        if pending.count >= Self.pendingMax { try flush() }
    }

    /// Hands everything to the system; a full disk behind a redirection is an error, not silence.
    package func flush() throws(OutputLost) {
        defer { pending.removeAll(keepingCapacity: true) }
        var start = 0
        while start < pending.count {
            let written = pending[start...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw OutputLost(errno: errno, isLast: false) }
            start += written
        }
    }

    /// Flushes at the end of a command that has succeeded.
    package func finish() throws(OutputLost) {
        do { try flush() } catch { throw OutputLost(errno: error.errno, isLast: true) }
    }

    /// A remark that `--quiet` suppresses.
    package func note(_ line: String) {
        if isQuiet { return }
        Self.printError(line)
    }

    /// A line on standard error.
    package static func printError(_ line: String) {
        let clean = line.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).withoutControls }.joined(separator: "\n")
        let bytes = Array((clean + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// The text in the language of the screen.
    package func say(_ chinese: @autoclosure () -> String, _ english: @autoclosure () -> String)
        -> String
    {
        language == .chinese ? chinese() : english()
    }

    /// Whether a person can answer a question.
    package static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks for a yes; anything else is a no.
    package func confirm(_ question: String) -> Bool {
        let bytes = Array((question + " [y/N] ").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
        let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
        return ["y", "yes", "是"].contains(answer)
    }
}

/// What was printed did not arrive.
package struct OutputLost: Error {
    package let errno: Int32
    /// The command has done its work, and only the last of what it printed is missing.
    package let isLast: Bool
}

/// A member of an object that is written as it is made.
package enum StreamedJSON {
    case value(JSONValue)
    /// So many elements, each made when its turn comes.
    case list(Int, (Int) -> JSONValue)
}

extension String {
    /// The text with blanks for control characters: what somebody typed into a ledger must not
    /// command the terminal of whoever looks at it.
    package var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        let clean = unicodeScalars.map { $0.isControl ? " " : $0 }
        return String(String.UnicodeScalarView(clean))
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
            || (0x2066...0x2069).contains(value)
    }
}
