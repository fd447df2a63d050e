package import Signing

/// Checks many receipts with the keys of their hub. The receipts of a batch share one signature, which is verified
/// once; a path is verified for each.
package struct ReceiptCheck: Sendable {
    private let keys: any StatementVerifier
    private var genuine: ReceiptRoot?

    package init(keys: any StatementVerifier) {
        self.keys = keys
    }

    /// Throws the flaw of a receipt that proves nothing.
    package mutating func check(_ receipt: Receipt) throws(Receipt.Flaw) {
        try receipt.checkPath()
        guard receipt.root != genuine else { return }
        try receipt.root.check(with: keys)
        genuine = receipt.root
    }
}
