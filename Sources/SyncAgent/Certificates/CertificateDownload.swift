package import LocalStore
import SyncCore

/// Fetches a certificate file from the hub, by range, so that a line that breaks costs no more than the piece that
/// was on its way.
package struct CertificateDownload {
    /// The hub shows this site no such file, or another than the result names.
    package struct NotThere: Error {
        package init() {}
    }

    private static let triesMax = 5

    private let digest: String
    private let size: Int64
    private let hub: any BlobClient
    private let pause: @Sendable (Int) async -> Void

    package init(
        digest: String,
        size: Int64,
        from hub: any BlobClient,
        pause: @escaping @Sendable (Int) async -> Void = CertificateUpload.shortPause
    ) {
        self.digest = digest
        self.size = size
        self.hub = hub
        self.pause = pause
    }

    /// Brings the file into the home; what an earlier try has brought is not fetched again.
    ///
    /// - Throws: `HubFault`, `NotThere`, `StoreError`.
    package func run(into store: Store) async throws {
        var offset = min(BlobFile(path: store.blobPartPath(digest)).size ?? 0, size)
        var failures = 0
        while offset < size {
            let count = Int(min(Int64(CertificateUpload.pieceLength), size - offset))
            do {
                guard let part = try await hub.bytes(of: digest, at: offset, count: count),
                    part.size == size, !part.bytes.isEmpty
                else { throw NotThere() }
                try store.appendToBlob(digest, part.bytes, at: offset)
                offset += Int64(part.bytes.count)
                failures = 0
            } catch let fault as HubFault where fault.isOfTheLine {
                failures += 1
                guard failures < Self.triesMax else { throw fault }
                await pause(failures)
            }
        }
        guard try store.finishBlob(digest) else { throw NotThere() }
    }
}
