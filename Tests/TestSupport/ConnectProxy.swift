import Foundation
import Synchronization

/// A proxy on a free port of this machine: HTTP by CONNECT, and SOCKS5. Whatever host it is asked for, it
/// connects to that port of this machine, so names need not exist.
package final class ConnectProxy: Sendable {
    /// What the proxy does for those who ask.
    package enum Manner: Sendable {
        case open
        /// Only for `user:password`.
        case password(String)
        /// Wants to know by this method, and is never content.
        case wants(String)
        /// Answers this status.
        case refuses(Int)
    }

    package let port: Int
    private let listener: Int32
    private let manner: Manner
    private let record = Mutex(Record())

    private struct Record {
        var asked: [String] = []
        var authorizations: [String] = []
    }

    /// Whereto connections were asked for and made, as `host:port`.
    package var asked: [String] { record.withLock { $0.asked } }
    /// What was said in `Proxy-Authorization`.
    package var authorizations: [String] { record.withLock { $0.authorizations } }

    package init(_ manner: Manner = .open) throws {
        self.manner = manner
        let (listener, port) = try LoopbackSocket.listen()
        self.listener = listener
        self.port = port
        Thread.detachNewThread { [weak self] in
            while let client = LoopbackSocket.accept(listener) {
                guard let self else {
                    close(client)
                    return
                }
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ client: Int32) {
        guard let first = Self.read(client, 1)?.first else {
            close(client)
            return
        }
        guard let target = first == 5 ? socks(client) : connect(client, first),
            let port = Int(target.split(separator: ":").last ?? ""),
            let server = LoopbackSocket.connect(to: port)
        else {
            close(client)
            return
        }
        record.withLock { $0.asked.append(target) }
        let answer: [UInt8] =
            first == 5
            ? [5, 0, 0, 1, 0, 0, 0, 0, 0, 0] : Array("HTTP/1.1 200 Connected\r\n\r\n".utf8)
        _ = LoopbackSocket.writeAll(client, answer[...])
        let ends = OpenEnds(client, server)
        for (source, target) in [(client, server), (server, client)] {
            Thread.detachNewThread {
                while let bytes = Self.readSome(source),
                    LoopbackSocket.writeAll(target, bytes[...])
                {}
                ends.end()
            }
        }
    }

    // MARK: CONNECT

    /// The target of a request that is granted; the first byte has been read.
    private func connect(_ client: Int32, _ first: UInt8) -> String? {
        var head = [first]
        while true {
            while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
                guard let byte = Self.read(client, 1)?.first else { return nil }
                head.append(byte)
            }
            let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
            let target = lines.first?.split(separator: " ").dropFirst().first.map(String.init)
            let name = "proxy-authorization: "
            let said = lines.first { $0.lowercased().hasPrefix(name) }?.dropFirst(name.count)
            if let said { record.withLock { $0.authorizations.append(String(said)) } }
            guard let refusal = refusal(of: said.map(String.init)) else { return target }
            let answer = "HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n"
            guard LoopbackSocket.writeAll(client, Array(answer.utf8)[...]) else { return nil }
            head = []
        }
    }

    /// Status and headers; `nil` for a grant.
    private func refusal(of authorization: String?) -> String? {
        switch manner {
        case .open: return nil
        case .refuses(let status): return "\(status) No"
        case .wants(let method): return "407 Who\r\nProxy-Authenticate: \(method)"
        case .password(let words):
            let expected = "Basic " + Data(words.utf8).base64EncodedString()
            if authorization == expected { return nil }
            return "407 Who\r\nProxy-Authenticate: Basic realm=\"a, b\""
        }
    }

    // MARK: SOCKS5 (RFC 1928, RFC 1929)

    private func socks(_ client: Int32) -> String? {
        guard let count = Self.read(client, 1)?.first, Self.read(client, Int(count)) != nil else {
            return nil
        }
        switch manner {
        case .open: _ = LoopbackSocket.writeAll(client, [5, 0])
        case .password(let words):
            _ = LoopbackSocket.writeAll(client, [5, 2])
            guard Self.read(client, 1) != nil, let user = Self.text(client),
                let password = Self.text(client)
            else { return nil }
            let isKnown = "\(user):\(password)" == words
            _ = LoopbackSocket.writeAll(client, [1, isKnown ? 0 : 1])
            guard isKnown else { return nil }
        case .wants, .refuses:
            _ = LoopbackSocket.writeAll(client, [5, 255])
            return nil
        }
        // Version, command, nothing, and the kind of address: 3 is a name.
        guard let head = Self.read(client, 4) else { return nil }
        let host =
            head[3] == 3
            ? Self.text(client)
            : Self.read(client, 4)?.map(String.init).joined(separator: ".")
        guard let host, let port = Self.read(client, 2) else { return nil }
        return "\(host):\(Int(port[0]) << 8 | Int(port[1]))"
    }

    private static func text(_ socket: Int32) -> String? {
        guard let count = read(socket, 1)?.first else { return nil }
        return read(socket, Int(count)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func read(_ socket: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        guard count == 0 || recv(socket, &bytes, count, Int32(MSG_WAITALL)) == count
        else { return nil }
        return bytes
    }

    private static func readSome(_ socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }
}
