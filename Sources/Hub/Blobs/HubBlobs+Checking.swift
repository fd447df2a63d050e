import Signing
import SyncCore

extension HubBlobs {
    /// Holds every whole file against its name, its length and its receipts.
    package func check() async throws -> (files: Int64, damaged: [String]) {
        let held = try await store.heldBlobs()
        return (Int64(held.count), try folder.damaged(of: held, by: keyring.keys))
    }

    /// Copies every whole file to a folder that is not there yet, durably.
    func copy(to target: BlobFolder) async throws {
        for blob in try await store.heldBlobs() { try folder.copy(blob.digest, to: target) }
    }
}

extension BlobFolder {
    /// The digests of files that are not what they were, or that no genuine receipt stands for.
    func damaged(of held: [HeldBlob], by keys: HubKeys) throws(HubError) -> [String] {
        var damaged: [String] = []
        for blob in held {
            let file = file(of: blob.digest)
            let isWhole = try file.digest()?.hex == blob.digest
            if !isWhole || file.size != blob.size || !blob.isProven(by: keys) {
                damaged.append(blob.digest)
            }
        }
        return damaged
    }
}

extension HeldBlob {
    fileprivate func isProven(by keys: HubKeys) -> Bool {
        !receipts.isEmpty
            && receipts.allSatisfy { text in
                let receipt = (try? JSONParser.parse(Array(text.utf8)))
                    .flatMap(BlobReceipt.init(json:))
                return receipt?.digest == digest && receipt?.size == size
                    && receipt?.isGenuine(by: keys) == true
            }
    }
}
