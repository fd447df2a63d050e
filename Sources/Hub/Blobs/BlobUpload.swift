package import SyncCore

/// A file on its way to the hub, or one that has arrived.
package struct BlobUpload: Hashable, Sendable {
    package let id: String
    package let digest: String
    package let size: Int64
    /// So many bytes were noted as durable.
    package var offset: Int64
    /// What the site may still prove instead of sending the file.
    package var challenge: BlobChallenge?
    /// Once it is whole.
    package let receipt: BlobReceipt?

    package init(
        id: String,
        digest: String,
        size: Int64,
        offset: Int64,
        challenge: BlobChallenge?,
        receipt: BlobReceipt? = nil
    ) {
        self.id = id
        self.digest = digest
        self.size = size
        self.offset = offset
        self.challenge = challenge
        self.receipt = receipt
    }

    package var state: BlobState {
        BlobState(id: id, offset: offset, challenge: challenge, receipt: receipt)
    }
}

/// A file that the hub has whole, with the receipts that it has given for it.
package struct HeldBlob: Hashable, Sendable {
    package let digest: String
    package let size: Int64
    /// As they are stored; what is no receipt is damaged.
    package let receipts: [String]

    package init(digest: String, size: Int64, receipts: [String]) {
        self.digest = digest
        self.size = size
        self.receipts = receipts
    }
}
