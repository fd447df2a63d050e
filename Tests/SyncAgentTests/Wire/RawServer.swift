import Foundation

/// A TCP port of this machine that behaves as no TLS server should.
final class RawServer: Sendable {
    let port: Int
    private let descriptor: Int32
    /// A connection that nobody takes, when the queue is to be full.
    private let filler: Int32

    var base: String { "https://127.0.0.1:\(port)" }

    private struct DidNotStart: Error {}

    /// Listens, and answers nothing to anybody: the system completes the connections. If it is
    /// full, its queue of one is taken, and the system drops what else arrives.
    init(isFull: Bool = false) throws {
        filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, filler) = (descriptor, filler)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) | listen(descriptor, isFull ? 0 : 16)
                    | getsockname(descriptor, $0, &size)
                    | (isFull ? connect(filler, $0, size) : 0)
            }
        }
        guard status == 0 else { throw DidNotStart() }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close(filler)
        close(descriptor)
    }

    /// Takes one connection, reads what comes first, answers with the bytes, and cuts.
    func answerOnce(_ bytes: [UInt8]) async {
        await aside { [descriptor] in
            let peer = accept(descriptor, nil, nil)
            var piece = [UInt8](repeating: 0, count: 4096)
            _ = recv(peer, &piece, piece.count, 0)
            _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(peer)
        }
    }

    /// Takes one connection and says nothing.
    func accepted() async -> Int32 {
        await aside { [descriptor] in accept(descriptor, nil, nil) }
    }

    /// Reads from a connection until the peer goes.
    func waitForHangUp(of peer: Int32) async {
        await aside {
            var piece = [UInt8](repeating: 0, count: 4096)
            while recv(peer, &piece, piece.count, 0) > 0 {}
            close(peer)
        }
    }
}

/// Runs what blocks on a thread of its own: on those of the tasks it would wait for requests that find
/// none to start on, and queues have few as well.
func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}
