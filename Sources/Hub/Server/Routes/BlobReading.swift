import Hummingbird
import SyncCore

/// `GET /v1/blobs/{digest}`: a certificate file, or a part of it, for who sees the result that names it.
enum BlobReading {
    private static let maxAge = 365 * 86_400

    static func answer(
        _ request: Request,
        _ site: HubSite,
        _ surroundings: Surroundings
    ) async throws -> Response {
        let digest = request.lastPart
        // A stranger's digest and an unknown one are the same to the caller.
        guard BlobOffer.isDigest(digest),
            let size = try await surroundings.store.blobSize(digest, for: site.organisation)
        else { throw BlobRoutes.notFound }
        let blobs = surroundings.blobs
        return FileAnswer(digest: digest, size: size, maxAge: maxAge) { offset, count in
            try await blobs.bytes(of: digest, at: offset, count: count)
        }.response(to: request)
    }
}
