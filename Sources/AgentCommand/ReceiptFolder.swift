import Glibc
import Signing
import SyncAgent
import SyncCore
import Terminal

/// A folder of receipts or tree heads, each a file of canonical bytes, with the hub's keys beside them: enough for
/// anybody to verify them without this site. `hub-key.pem` has all keys, for our program; `openssl` reads only the first
/// of a file, so each has one of its own as well, and what introduces it.
struct ReceiptFolder {
    private let path: String

    /// Makes the folder where it is missing.
    init(_ path: String, _ keys: HubKeys) throws {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw Failure.cannotWrite(path, errno: errno)
        }
        self.path = path
        let all = keys.all + keys.others
        try put(Array(all.map(\.pem).joined().utf8), as: "hub-key.pem")
        for (index, key) in all.enumerated() {
            try put(Array(key.pem.utf8), as: "hub-key-\(index + 1).pem")
        }
        for succession in keys.successions {
            try put(succession.json.canonical, as: "hub-key-\(succession.number).json")
        }
    }

    /// Writes a receipt under the number of its op. The same receipt has the same bytes, so writing it
    /// again changes nothing.
    func write(_ receipt: Receipt) throws {
        let op = receipt.statement.op
        try put(receipt.json.canonical, as: "receipt-\(op.incarnation)-\(op.seq).json")
    }

    /// Writes the place of a receipt in the log, under the number of its op.
    func write(_ inclusion: LogInclusion, of receipt: Receipt) throws {
        let op = receipt.statement.op
        try put(inclusion.json.canonical, as: "receipt-\(op.incarnation)-\(op.seq).tree.json")
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
