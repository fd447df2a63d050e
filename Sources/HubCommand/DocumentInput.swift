import Glibc
import Hub
import SyncCore
import Terminal

// Calendars and rule packs on their way to the hub.

extension Session {
    /// Gives a file to all sites, and says under which version.
    func load(_ kind: PolicyDocument.Kind, from path: String) async throws {
        let text = try Self.text(path)
        let request = DocumentRequest.load(kind, text: text, author: Machine.accountName)
        for answer in try await answers(to: .document(request)) {
            try print(answer) { screen, answer in
                let version = answer.shown("version")
                return answer["changed"] == true
                    ? screen.say(
                        "\(version) 已签名, 各站点同步后生效.",
                        "\(version) is signed; sites use it once they have synced."
                    )
                    : screen.say(
                        "\(version) 已经在用, 内容相同, 没有变动.",
                        "\(version) is in force with the same content; nothing changed."
                    )
            }
        }
    }

    /// The text of a file, or of standard input for `-`; no more than an op can carry.
    private static func text(_ path: String) throws -> String {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.documentUnreadable(path, errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= PushBatch.bodyMax {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure.documentUnreadable(path, errno: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw bytes.count > PushBatch.bodyMax
                ? HubError.documentTooLarge : .badDocument("cannot read the file: it is not UTF-8")
        }
        // As it travels, with what JSON has to escape.
        guard JSONValue.string(text).canonical.count <= PushBatch.bodyMax else {
            throw HubError.documentTooLarge
        }
        return text
    }
}
