import Glibc
import Signing
import SyncAgent
import SyncCore
import Terminal

/// A folder of receipts or tree heads, each a file of canonical bytes, with the hub's key beside them: enough for
/// anybody to verify them without this site.
struct ReceiptFolder {
    private let path: String

    /// Makes the folder where it is missing.
    init(_ path: String, key: Ed25519PublicKey) throws {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw Failure.cannotWrite(path, errno: errno)
        }
        self.path = path
        try put(Array(key.pem.utf8), as: "hub-key.pem")
    }

    /// Writes a receipt under the number of its op. The same receipt has the same bytes, so writing it
    /// again changes nothing.
    func write(_ receipt: Receipt) throws {
        let op = receipt.statement.op
        try put(receipt.json.canonical, as: "receipt-\(op.incarnation)-\(op.seq).json")
    }

    /// Writes a tree head under a name.
    func write(_ signed: SignedTreeHead, as name: String) throws {
        try put(signed.json.canonical, as: name + ".json")
    }

    private func put(_ bytes: [UInt8], as name: String) throws {
        let file = "\(path)/\(name)"
        let partial = "\(path)/.\(name).\(getpid()).part"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure.cannotWrite(file, errno: errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            rename(partial, file) == 0
        else {
            let code = errno
            unlink(partial)
            throw Failure.cannotWrite(file, errno: code)
        }
    }
}
