import Foundation

/// Plain sockets on the loopback address, for servers that a test plays itself.
package enum LoopbackSocket {
    package struct Failure: Error {
        let call: String
    }

    /// Listens on a port of this machine, by default on a free one.
    package static func listen(port: Int = 0) throws -> (socket: Int32, port: Int) {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { throw Failure(call: "socket") }
        var address = loopback(port: port)
        // Connections that a server before has ended may still linger on the port.
        var yes: Int32 = 1
        setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(handle, $0, size) }
        }
        guard isBound == 0, Foundation.listen(handle, 64) == 0 else {
            throw Failure(call: "bind")
        }
        var length = size
        let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(handle, $0, &length)
            }
        }
        guard isNamed == 0 else { throw Failure(call: "getsockname") }
        return (handle, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// The next connection; `nil` when the listener was closed.
    package static func accept(_ listener: Int32) -> Int32? {
        while true {
            let handle = Foundation.accept(listener, nil, nil)
            if handle >= 0 { return handle }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// A connection to a port of this machine; `nil` when nobody listens.
    package static func connect(to port: Int) -> Int32? {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return nil }
        var address = loopback(port: port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if isConnected == 0 { return handle }
        close(handle)
        return nil
    }

    /// Writes everything; `false` when the other side is gone.
    package static func writeAll(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
