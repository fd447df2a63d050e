package import Signing

/// Checks many receipts with the keys of their hub. The receipts of a batch share one signature, which is verified
/// once; a path is verified for each, but where it was made here from the receipts themselves.
package struct ReceiptCheck: Sendable {
    private let keys: any StatementVerifier
    private var genuine: ReceiptRoot?

    package init(keys: any StatementVerifier) {
        self.keys = keys
    }

    /// Throws the flaw of a receipt that proves nothing.
    package mutating func check(_ receipt: Receipt) throws(Receipt.Flaw) {
        try receipt.checkPath()
        try check(receipt.root)
    }

    /// Throws the flaw of a root that the hub has not signed: then no receipt under it proves anything.
    package mutating func check(_ root: ReceiptRoot) throws(Receipt.Flaw) {
        guard root != genuine else { return }
        try root.check(with: keys)
        genuine = root
    }
}
