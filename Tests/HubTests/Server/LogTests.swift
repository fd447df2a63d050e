import Hub
import Logging
import SyncCore
import Testing

/// What the server writes into its log.
struct LogTests {
    /// Keeps every line with all that belongs to it.
    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        init(_ lines: Lines) {
            self.lines = lines
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.append("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])")
        }
    }

    @Test func `no line has a token, whatever became of it`() async throws {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in Handler(lines) }
        try await RunningHub.run(logger: logger) { hub in
            let token = try await hub.token()
            let site = MemberSite(1, of: HubStoreFixture.enterprise, .userUnit)
            let stranger = MemberSite(2, of: HubStoreFixture.stranger, .userUnit)
            let good = try site.enrolment(token: token).json.canonical
            let bodies: [(String, [UInt8], Int)] = [
                ("for another", try stranger.enrolment(token: token).json.canonical, 403),
                ("no key", try site.enrolment(token: token, request: "x").json.canonical, 422),
                ("half", Array(good.prefix(good.count - 1)), 400),
                ("no request", Array(#"{"token":"\#(token)"}"#.utf8), 422),
                ("good", good, 200),
                (
                    "used",
                    try MemberSite(3, of: HubStoreFixture.enterprise, .userUnit)
                        .enrolment(token: token).json.canonical, 403
                ),
            ]
            for (label, body, status) in bodies {
                let reply = try await hub.call("POST", "/v1/enroll", body: body)
                #expect(reply.status == status, "\(label): \(reply)")
                #expect(status == 200 || !reply.body.contains(token), "\(label)")
            }
            // Who writes it where it does not belong.
            _ = try await hub.call("POST", "/v1/enroll?token=\(token)", body: good)
            #expect(lines.all.contains { $0.contains("token-used") })
            #expect(lines.all.contains { $0.contains("site joined") })
            #expect(!lines.all.contains { $0.contains(token) })
        }
    }
}
