private import Glibc
import Storage

/// Why a store cannot be used or did not keep a change. Every case says what is still true.
package enum StoreError: Error, Hashable, Sendable {
    /// The folder holds no site.
    case noSite(home: String)
    /// The folder already holds another site.
    case otherSite(organisation: String)
    /// Another process owns the folder.
    case locked(home: String, owner: Int32?)
    /// The folder or a file in it cannot be made or written.
    case cannotCreate(path: String, errno: Int32)
    /// This account may not read or write the store.
    case notPermitted(path: String)
    /// The disk is full; nothing of the change was kept.
    case diskFull(file: String)
    /// Reading or writing failed; nothing of the change was kept.
    case inputOutput(file: String, detail: String)
    /// The change is durable in the journal, but `replica.db` could not follow; it will with the next
    /// change, or at the next start.
    case overlayBehind(detail: String)
    /// The journal does not report `synchronous = FULL`, so it could lose what it acknowledges.
    case notDurable(synchronous: Int)
    /// A newer program has written this file.
    case tooNew(file: String)
    /// The file is no database, or damaged.
    case damaged(file: String, detail: String)
    /// `journal.db` is empty or gone, although the tables were folded from so many ops.
    case journalLost(ops: Int64)
    /// The chain of ops is broken at this number.
    case brokenChain(seq: Int64)
    /// The hub speaks of an op of this site that the journal does not have.
    case ownOpMissing(seq: Int64)
    /// Under the number of an op of this site the hub has another: a copy of the site has made it.
    case ownOpForked(seq: Int64)
    /// So many frames of the feed wait in the quarantine already; nothing of the page was kept.
    case quarantineFull(frames: Int)
    /// One change says more than a hub would ever take; nothing of it was kept.
    case changeTooLarge(bytes: Int, max: Int)
    /// No import with this name.
    case unknownBatch(String)
    /// The import has already been taken back.
    case batchUndone(String)
}

extension StoreError {
    /// The error for a failed system call on a path.
    static func fromErrno(_ code: Int32, path: String) -> StoreError {
        switch code {
        case EACCES, EPERM, EROFS: .notPermitted(path: path)
        case ENOSPC, EDQUOT: .diskFull(file: path)
        default: .cannotCreate(path: path, errno: code)
        }
    }

    /// The error for a home whose lock was not taken.
    init(_ failure: FileLock.Failure, home: String) {
        switch failure {
        case .held(let owner): self = .locked(home: home, owner: owner)
        case .file(let path, let code): self = .fromErrno(code, path: path)
        }
    }
}
