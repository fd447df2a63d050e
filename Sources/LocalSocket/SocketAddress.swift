import Glibc

/// The address of a socket in the file system.
struct SocketAddress {
    let path: String
    private var address = sockaddr_un()

    /// What fits with the zero byte that ends it.
    static let bytesMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    init(path: String) throws(LocalSocketError) {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.bytesMax else {
            throw .pathTooLong(path: path, bytesMax: Self.bytesMax)
        }
        self.path = path
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    }

    /// Binds a socket to the address; the file is made by it.
    func bind(_ descriptor: Int32) -> Bool {
        withPointer { Glibc.bind(descriptor, $0, $1) } == 0
    }

    /// Connects a socket to who listens at the address.
    func connect(_ descriptor: Int32) -> Bool {
        withPointer { Glibc.connect(descriptor, $0, $1) } == 0
    }

    private func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        let count = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, count) }
        }
    }

    /// A new stream socket that no child process inherits.
    static func makeSocket() throws(LocalSocketError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .last("socket", code: errno) }
        return descriptor
    }
}
