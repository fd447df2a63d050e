import Glibc

extension LocalSocketServer {
    /// A socket that listens at the address.
    static func listen(at address: SocketAddress) throws(LocalSocketError) -> Int32 {
        let descriptor = try SocketAddress.makeSocket()
        do throws(LocalSocketError) {
            // Before the file exists, so that at no time another account can connect.
            guard fchmod(descriptor, 0o600) == 0 else { throw .last("fchmod", code: errno) }
            try bind(descriptor, to: address)
            guard Glibc.listen(descriptor, 16) == 0 else { throw .last("listen", code: errno) }
            return descriptor
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    private static func bind(
        _ descriptor: Int32,
        to address: SocketAddress
    ) throws(LocalSocketError) {
        if address.bind(descriptor) { return }
        guard errno == EADDRINUSE else { throw .last("bind", code: errno) }
        var file = stat()
        if lstat(address.path, &file) == 0 {
            guard file.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: address.path) }
            guard try LocalSocketClient.connect(path: address.path) == nil else {
                throw .inUse(path: address.path)
            }
            unlink(address.path)
        }
        guard address.bind(descriptor) else { throw .last("bind", code: errno) }
    }

    /// What tells a file from another one that later has its name.
    struct FileIdentity: Hashable {
        private let device: dev_t
        private let inode: ino_t

        init?(path: String) {
            var file = stat()
            guard lstat(path, &file) == 0 else { return nil }
            device = file.st_dev
            inode = file.st_ino
        }
    }
}
