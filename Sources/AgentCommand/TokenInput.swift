import Glibc
import Terminal

/// The one-time token: from a file, from standard input or from the service manager, never from the command
/// line, where every account of the machine could read it. It is not shown and not written anywhere.
enum TokenInput {
    private static let bytesMax = 4096

    /// The name of the token among the credentials that systemd hands over (`LoadCredential=`).
    private static let credential = "jiliang-token"

    /// Reads and trims; asks only where a person can answer. Without a path it is the credential.
    static func read(_ path: String?, _ session: Session) throws(Failure) -> String {
        let folder = Machine.variable("CREDENTIALS_DIRECTORY")
        guard let path = path ?? folder.map({ "\($0)/\(credential)" }) else {
            throw .notGiven("--token-file")
        }
        let bytes = path == "-" ? fromStandardInput(session.screen) : try fromFile(path)
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.trimmingPrefix { $0.isWhitespace }.reversed()
            .trimmingPrefix { $0.isWhitespace }.reversed()
        let isPlain = token.allSatisfy { $0.isASCII && !$0.isWhitespace }
        guard !token.isEmpty, isPlain, bytes.count < bytesMax else { throw .noToken(path) }
        return String(token)
    }

    private static func fromFile(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
        defer { close(descriptor) }
        return allBytes(of: descriptor)
    }

    private static func fromStandardInput(_ screen: Screen) -> [UInt8] {
        guard Screen.canAsk else { return allBytes(of: STDIN_FILENO) }
        let prompt = screen.say("请粘贴令牌, 回车结束: ", "paste the token, then return: ")
        let bytes = Array(prompt.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
        // What is pasted must not stay on the screen.
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            Screen.printError("")
        }
        return Array((readLine(strippingNewline: true) ?? "").utf8)
    }

    private static func allBytes(of descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: bytesMax)
        while bytes.count < bytesMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
