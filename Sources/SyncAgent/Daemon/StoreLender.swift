private import LocalSocket
import SyncCore

/// The daemon's side of a loan: commands that ask for the store get it one after another.
package struct StoreLender: Sendable {
    private let server: LocalSocketServer

    static let request = Array(#"{"ask":"store","version":1}"#.utf8)
    static let grant = Array(#"{"lent":"store","version":1}"#.utf8)
    static let lineMax = 256
    /// How long a command may take to say what it wants.
    private static let askingTime: Duration = .seconds(5)

    static func path(_ home: String) -> String { home + "/agent.sock" }

    /// Why commands cannot reach the daemon.
    package enum LenderError: Error, Hashable, Sendable {
        /// Another daemon has the home.
        case otherDaemon
        case cannotListen(path: String, detail: String)
    }

    /// Listens in a home whose lock the caller holds.
    package init(home: String) throws(LenderError) {
        do throws(LocalSocketError) {
            server = try LocalSocketServer(path: Self.path(home))
        } catch {
            if case .inUse = error { throw .otherDaemon }
            throw .cannotListen(path: Self.path(home), detail: "\(error)")
        }
    }

    /// Lends until the task is cancelled. Throws when the store cannot be opened again.
    package func run(for agent: Agent) async throws {
        for await connection in server.connections {
            guard await isAskedFor(by: connection) else {
                connection.close()
                continue
            }
            try await lend(to: connection, by: agent)
        }
    }

    /// Takes no more commands.
    func close() {
        server.close()
    }

    private func lend(to connection: LocalConnection, by agent: Agent) async throws {
        try await agent.lend()
        do {
            try connection.sendLine(Self.grant)
            try await connection.waitForHangUp()
        } catch is CancellationError {
            // The daemon ends, and the command keeps what it has.
            return
        } catch {
            // It went away before it had the answer.
        }
        connection.close()
        try await agent.takeBack()
    }

    private func isAskedFor(by connection: LocalConnection) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                let line = try? await connection.readLine(max: Self.lineMax)
                return line == Self.request
            }
            group.addTask {
                try? await Task.sleep(for: Self.askingTime)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
