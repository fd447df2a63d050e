import LocalSocket
import Logging
import ServiceLifecycle
package import SyncCore

// A connection carries one request, a line of JSON, and its answer: a line for every object, then one
// that says how it ended.

/// The server's side: takes commands at a socket in the hub's folder.
package struct ControlSocket: Service {
    private let socket: LocalSocketServer
    private let control: HubControl
    private let logger: Logger

    /// Listens in the home; whoever calls holds its lock.
    package init(_ surroundings: Surroundings) throws {
        socket = try LocalSocketServer(path: surroundings.home.socketPath)
        control = HubControl(surroundings)
        logger = surroundings.logger
    }

    /// Answers until a graceful shutdown.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            await withGracefulShutdownHandler {
                for await connection in socket.connections {
                    group.addTask { await answer(connection) }
                }
            } onGracefulShutdown: {
                socket.close()
            }
            // Whoever is connected and still says nothing.
            group.cancelAll()
        }
    }

    private func answer(_ connection: LocalConnection) async {
        do {
            guard let line = try await connection.readLine(max: ControlLine.bytesMax)
            else { return }
            let end = try await perform(line, answeringTo: connection)
            try connection.sendLine(end.canonical)
        } catch {
            logger.warning("command was cut off", metadata: ["error": "\(error)"])
        }
        connection.close()
    }

    private func perform(
        _ line: [UInt8],
        answeringTo connection: LocalConnection
    ) async throws -> JSONValue {
        guard let json = try? JSONParser.parse(line), let request = ControlRequest(json: json)
        else { return ControlLine.error(.storage(detail: "the server is of another version")) }
        do {
            try await control.perform(request) { answer in
                // In the order in which the members stand: a command prints them so.
                try connection.sendLine(Array(ControlLine.answer(answer).orderedText.utf8))
            }
            return ControlLine.lastLine
        } catch let error as HubError {
            return ControlLine.error(error)
        } catch let error as LocalSocketError {
            throw error
        } catch {
            logger.error("command failed", metadata: ["error": "\(error)"])
            return ControlLine.error(.storage(detail: "\(error)"))
        }
    }
}

/// The side of a command.
package enum ControlClient {
    /// Lets the running server do it; `false` when none is running.
    package static func perform(
        _ request: ControlRequest,
        home: HubHome,
        emit: @Sendable (JSONValue) throws -> Void
    ) async throws -> Bool {
        let connection: LocalConnection?
        do throws(LocalSocketError) {
            connection = try LocalSocketClient.connect(path: home.socketPath)
        } catch .pathTooLong { return false }
        guard let connection else { return false }
        try connection.sendLine(request.json.canonical)
        while let line = try await connection.readLine(max: ControlLine.answerBytesMax) {
            switch ControlLine(line) {
            case .answer(let answer): try emit(answer)
            case .end: return true
            case .error(let error): throw error
            case nil: throw HubError.storage(detail: "the server is of another version")
            }
        }
        throw LocalSocketError.hungUp
    }
}

/// One line of an answer.
private enum ControlLine {
    case answer(JSONValue)
    case end
    case error(HubError)

    /// More than any record takes.
    static let bytesMax = 1 << 20
    /// More than the explanation of a unit with some thousand facts takes.
    static let answerBytesMax = 1 << 26
    static let lastLine: JSONValue = ["end": true]

    static func answer(_ value: JSONValue) -> JSONValue { ["answer": value] }
    static func error(_ error: HubError) -> JSONValue { ["error": error.json] }

    init?(_ line: [UInt8]) {
        guard let json = try? JSONParser.parse(line) else { return nil }
        if let answer = json["answer"] {
            self = .answer(answer)
        } else if let error = json["error"] {
            self = .error(HubError(json: error))
        } else if json == Self.lastLine {
            self = .end
        } else {
            return nil
        }
    }
}
