package import Signing

/// Checks many receipts with one key. The receipts of a batch share one signature, which is verified
/// once; a path is verified for each.
package struct ReceiptCheck: Sendable {
    private let key: Ed25519PublicKey
    private var genuine: ReceiptRoot?

    package init(key: Ed25519PublicKey) {
        self.key = key
    }

    /// Throws the flaw of a receipt that proves nothing.
    package mutating func check(_ receipt: Receipt) throws(Receipt.Flaw) {
        try receipt.checkPath()
        guard receipt.root != genuine else { return }
        try receipt.checkSignature(with: key)
        genuine = receipt.root
    }
}
