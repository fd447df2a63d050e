import Hub
import SyncCore
import Terminal

// Calendars and rule packs on their way to the hub.

extension Session {
    /// Gives a file to all sites, and says under which version. `changesDays` lets a calendar change
    /// days that had been announced.
    func load(
        _ kind: PolicyDocument.Kind,
        from path: String,
        changesDays: Bool = false
    ) async throws {
        let load = DocumentLoad(
            try Self.text(path),
            by: Machine.accountName,
            in: language,
            changesDays: changesDays
        )
        let answers: [JSONValue]
        do { answers = try await self.answers(to: .document(.load(kind, load))) } catch {
            guard case HubError.badDocument(let detail) = error else { throw error }
            throw Failure.badDocument(path, detail)
        }
        for answer in answers {
            let days = answer["changedDays"]?.elements?.compactMap(\.string) ?? []
            if !days.isEmpty, !isJSON {
                let list = days.joined(separator: ", ")
                screen.note(screen.say("与原来不同的日期: \(list)", "days that change: \(list)"))
            }
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
        let bytes: [UInt8]
        do throws(FileUnreadable) {
            bytes = try WholeFile.read(path, bytesMax: PushBatch.bodyMax)
        } catch { throw Failure.documentUnreadable(path, errno: error.errno) }
        guard bytes.count <= PushBatch.bodyMax else { throw HubError.documentTooLarge }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure.documentNotText(path)
        }
        // As it travels, with what JSON has to escape.
        guard JSONValue.string(text).canonical.count <= PushBatch.bodyMax else {
            throw HubError.documentTooLarge
        }
        return text
    }
}
