import Hummingbird
import NIOCore
import SyncCore

/// `POST /v1/blobs`, `HEAD` and `PATCH /v1/blobs/{id}`: a certificate file comes in pieces, and goes on where it
/// broke off. `GET /v1/blobs/{digest}` is `BlobReading`.
enum BlobRoutes {
    private static let offerMax = 4 * 1024
    /// So much of a body is collected before it is written and synced; a hub that is killed loses no more.
    private static let pieceLength = 256 * 1024

    static func routes(_ surroundings: Surroundings) -> [Route] {
        let blobs = surroundings.blobs
        return [
            .sites(.post, "/v1/blobs") { request, site in
                try await take(request, site, blobs)
            },
            .sites(.head, "/v1/blobs/{id}") { request, site in
                try await progress(request.lastPart, site, surroundings)
            },
            .sites(.patch, "/v1/blobs/{id}") { request, site in
                try await goOn(request, site, blobs)
            },
            .sites(.get, "/v1/blobs/{id}") { request, site in
                try await BlobReading.answer(request, site, surroundings)
            },
        ]
    }

    static let notFound = Problem(404, "not-found", "there is no such record")

    private static func take(
        _ request: Request,
        _ site: HubSite,
        _ blobs: HubBlobs
    ) async throws -> Response {
        guard site.party == .verificationBody else {
            throw Problem(403, "bodies-only", "only verification bodies bring certificates")
        }
        guard let offer = BlobOffer(json: try await request.json(upTo: offerMax)) else {
            throw Problem(
                422,
                "bad-blob",
                "the file is not named by digest and size",
                detail: "a SHA-256 in lower-case hexadecimal, and at least one byte"
            )
        }
        let (state, isNew) = try await blobs.take(offer, from: site)
        return answer(state, status: isNew ? .created : .ok)
    }

    private static func progress(
        _ id: String,
        _ site: HubSite,
        _ surroundings: Surroundings
    ) async throws -> Response {
        var (offset, size): (Int64, Int64)
        if let upload = try await surroundings.blobs.upload(id, of: site) {
            (offset, size) = (upload.offset, upload.size)
        } else if let whole = try await surroundings.store.blobSize(id, for: site.organisation) {
            (offset, size) = (whole, whole)
        } else {
            throw notFound
        }
        return Response(
            status: .ok,
            headers: [
                .cacheControl: "no-store", .uploadOffset: "\(offset)", .uploadLength: "\(size)",
            ]
        )
    }

    private static func goOn(
        _ request: Request,
        _ site: HubSite,
        _ blobs: HubBlobs
    ) async throws -> Response {
        guard let upload = try await blobs.upload(request.lastPart, of: site) else {
            throw notFound
        }
        // Offsets and digest are those of the file.
        guard ["identity", nil].contains(request.headers[.contentEncoding]?.lowercased()) else {
            throw Problem(415, "unknown-encoding", "a file goes as it is")
        }
        guard let offset = request.headers[.uploadOffset].flatMap({ Int64($0) }), offset >= 0
        else {
            throw Problem(422, "bad-parameter", "the header Upload-Offset is missing or no number")
        }
        if let receipt = upload.receipt {
            let state = BlobState(id: upload.id, offset: upload.size, receipt: receipt)
            return offset == upload.size ? answer(state) : wrong(upload.size)
        }
        do {
            let turn = try await blobs.begin(upload, at: offset)
            do { try await append(request.body, in: turn, blobs) } catch {
                await blobs.leave(turn)
                throw error
            }
            return answer(try await blobs.end(turn, from: site))
        } catch BlobRefusal.otherOffset(let here) {
            return wrong(here)
        }
    }

    /// Keeps what arrives. What has come of a body that breaks off is kept as well.
    private static func append(
        _ body: RequestBody,
        in turn: HubBlobs.Turn,
        _ blobs: HubBlobs
    ) async throws {
        var pieces = body.makeAsyncIterator()
        var collected = ByteBuffer()
        var isWhole = true
        while isWhole {
            do {
                guard var piece = try await pieces.next() else { break }
                collected.writeBuffer(&piece)
            } catch {
                isWhole = false
            }
            guard collected.readableBytes >= pieceLength else { continue }
            try await blobs.append(Array(buffer: collected), in: turn)
            collected.clear()
        }
        try await blobs.append(Array(buffer: collected), in: turn)
        guard isWhole else {
            throw Problem(400, "bad-body", "the body did not arrive whole")
        }
    }

    private static func answer(
        _ state: BlobState,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var response = Response.json(state.json, status: status)
        response.headers[.uploadOffset] = "\(state.offset)"
        return response
    }

    private static func wrong(_ offset: Int64) -> Response {
        var response = Problem(BlobRefusal.otherOffset(offset)).response
        response.headers[.uploadOffset] = "\(offset)"
        return response
    }
}

extension Problem {
    init(_ refusal: BlobRefusal) {
        switch refusal {
        case .tooLarge(let max):
            self.init(
                413,
                "blob-too-large",
                "the file is too large",
                detail: "at most \(max) bytes"
            )
        case .tooMany(let max):
            self.init(
                429,
                "too-many-uploads",
                "the site has too many uploads that are not finished",
                detail: "at most \(max)",
                retryAfter: 60
            )
        case .quota(let max):
            self.init(
                507,
                "upload-quota",
                "too many bytes that no result names",
                detail: "at most \(max) bytes",
                retryAfter: 3600
            )
        case .otherSize(let size):
            self.init(
                422,
                "other-size",
                "the file was offered with another length",
                detail: "\(size) bytes"
            )
        case .otherOffset(let offset):
            self.init(
                409,
                "other-offset",
                "the upload goes on from another place",
                detail: "\(offset)"
            )
        case .beyondEnd(let size):
            self.init(
                422,
                "beyond-end",
                "the file has fewer bytes than came",
                detail: "\(size) bytes"
            )
        case .digestMismatch:
            self.init(422, "digest-mismatch", "the bytes are not those of the digest")
        case .overtaken:
            self.init(409, "overtaken", "another request goes on with the upload")
        }
    }
}

extension Request {
    /// The last part of the path.
    var lastPart: String {
        let path = uri.path
        return String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }
}

extension HTTPFields.Element.Name {
    static let uploadOffset = named("Upload-Offset")
    static let uploadLength = named("Upload-Length")

    private static func named(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("no header: \(text)") }
        return name
    }
}
