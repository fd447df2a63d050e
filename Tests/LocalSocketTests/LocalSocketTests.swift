import Glibc
import LocalSocket
import TestSupport
import Testing

/// A program that listens and commands that find it, in one process.
struct LocalSocketTests {
    let folder: TemporaryFolder
    var path: String { folder.file("socket") }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A client and the server's end of its connection.
    private func pair(_ server: LocalSocketServer) async throws -> Pair {
        let client = try #require(try LocalSocketClient.connect(path: path))
        for await connection in server.connections {
            return Pair(client: client, server: connection)
        }
        throw NobodyCame()
    }

    private struct Pair {
        let client: LocalConnection
        let server: LocalConnection
    }

    private struct NobodyCame: Error {}

    @Test func `a line goes there and another comes back`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        try pair.client.sendLine(Array("状态".utf8))
        #expect(try await pair.server.readLine(max: 100) == Array("状态".utf8))
        try pair.server.write(Array("一\n\n二\n".utf8))
        #expect(try pair.client.receiveLine(max: 100) == Array("一".utf8))
        #expect(try pair.client.receiveLine(max: 100) == [])
        #expect(try pair.client.receiveLine(max: 100) == Array("二".utf8))
    }

    @Test func `more than the system buffers goes through whole`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        let line = (0..<5_000_000).map { UInt8(32 + $0 % 90) }
        async let sent: Void = pair.client.sendLine(line)
        #expect(try await pair.server.readLine(max: line.count) == line)
        try await sent
    }

    @Test func `two clients are served side by side`() async throws {
        let server = try LocalSocketServer(path: path)
        let one = try await pair(server)
        let two = try await pair(server)
        try two.client.sendLine([2])
        #expect(try await two.server.readLine(max: 10) == [2])
        try one.client.sendLine([1])
        #expect(try await one.server.readLine(max: 10) == [1])
        try one.server.sendLine([11])
        #expect(try one.client.receiveLine(max: 10) == [11])
    }

    @Test func `nobody is found where nobody listens`() throws {
        #expect(try LocalSocketClient.connect(path: path) == nil)
        let server = try LocalSocketServer(path: path)
        #expect(try LocalSocketClient.connect(path: path) != nil)
        server.close()
        #expect(try LocalSocketClient.connect(path: path) == nil)
    }

    @Test func `close ends the list of connections and removes the socket`() async throws {
        let server = try LocalSocketServer(path: path)
        server.close()
        for await _ in server.connections { Issue.record("nobody has connected") }
        #expect(access(path, F_OK) != 0)
    }

    @Test func `only the account itself can see into the socket`() throws {
        let server = try LocalSocketServer(path: path)
        var file = stat()
        #expect(lstat(path, &file) == 0)
        #expect(file.st_mode & 0o777 == 0o600)
        server.close()
    }

    @Test(
        arguments: [
            (user: 1000, owner: 1000, isAdmitted: true),
            (user: 0, owner: 1000, isAdmitted: true),
            (user: 1001, owner: 1000, isAdmitted: false),
            (user: 1000, owner: 0, isAdmitted: false),
        ] as [(user: UInt32, owner: UInt32, isAdmitted: Bool)]
    )
    func `the same account and root are let in`(
        _ example: (user: UInt32, owner: UInt32, isAdmitted: Bool)
    ) {
        let isAdmitted = LocalSocketServer.admits(example.user, owner: example.owner)
        #expect(isAdmitted == example.isAdmitted)
    }

    // MARK: What is already there

    @Test func `a socket left by a dead program is replaced`() async throws {
        let stale = try LocalSocketServer(path: path)
        // The file stays behind under its name while the listener goes.
        #expect(link(path, path + ".kept") == 0)
        stale.close()
        for await _ in stale.connections {}
        #expect(rename(path + ".kept", path) == 0)
        #expect(try LocalSocketClient.connect(path: path) == nil)

        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        try pair.client.sendLine([7])
        #expect(try await pair.server.readLine(max: 10) == [7])
    }

    @Test func `a socket at which a program listens is left alone`() async throws {
        let server = try LocalSocketServer(path: path)
        #expect(throws: LocalSocketError.inUse(path: path)) { try LocalSocketServer(path: path) }
        #expect(try LocalSocketClient.connect(path: path) != nil)
        server.close()
    }

    @Test func `a file that is no socket is left alone`() throws {
        _ = try folder.write("socket", [1, 2, 3])
        #expect(throws: LocalSocketError.notASocket(path: path)) {
            try LocalSocketServer(path: path)
        }
        #expect(access(path, F_OK) == 0)
    }

    @Test func `a path that is too long is named`() {
        let long = "/tmp/" + String(repeating: "长", count: 35)
        #expect(throws: LocalSocketError.pathTooLong(path: long, bytesMax: 107)) {
            try LocalSocketServer(path: long)
        }
        #expect(throws: LocalSocketError.pathTooLong(path: long, bytesMax: 107)) {
            try LocalSocketClient.connect(path: long)
        }
    }

    // MARK: The other side goes away

    @Test func `a hang-up is seen while a command runs, and its lines can still be read`()
        async throws
    {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        try pair.client.sendLine([1])
        async let hungUp: Void = pair.server.waitForHangUp()
        pair.client.close()
        try await hungUp
        #expect(try await pair.server.readLine(max: 10) == [1])
        #expect(try await pair.server.readLine(max: 10) == nil)
    }

    @Test func `a cancelled wait for a hang-up leaves the connection open`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        let connection = pair.server
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.waitForHangUp() }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        try pair.server.sendLine([9])
        #expect(try pair.client.receiveLine(max: 10) == [9])
    }

    @Test func `half a line is no line`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        try pair.client.write([1, 2])
        pair.client.close()
        await #expect(throws: LocalSocketError.lineCut) { try await pair.server.readLine(max: 10) }
    }

    @Test func `a line without end is refused`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        try pair.client.write([UInt8](repeating: 65, count: 11))
        await #expect(throws: LocalSocketError.lineTooLong(bytesMax: 10)) {
            try await pair.server.readLine(max: 10)
        }
    }

    @Test func `writing to one who has gone is an error and not a signal`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        pair.client.close()
        #expect(throws: LocalSocketError.hungUp) { try pair.server.sendLine([1]) }
    }

    @Test func `a client does not wait longer than it wants`() async throws {
        let server = try LocalSocketServer(path: path)
        let pair = try await pair(server)
        #expect(throws: LocalSocketError.timedOut) {
            try pair.client.receiveLine(max: 10, timeout: .milliseconds(20))
        }
        try pair.server.sendLine([5])
        #expect(try pair.client.receiveLine(max: 10, timeout: .seconds(10)) == [5])
    }
}
