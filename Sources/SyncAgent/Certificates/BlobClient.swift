package import SyncCore

/// What a site asks of its hub about certificate files. A refusal is `HubFault.refused` with the hub's code.
package protocol BlobClient: Sendable {
    /// Offers a file, or asks how far it has come.
    func offer(_ offer: BlobOffer) async throws(HubFault) -> BlobState
    /// How many bytes the hub has durably of an upload, or of a whole file by its digest; `nil` where it shows
    /// none.
    func received(of id: String) async throws(HubFault) -> Int64?
    /// Sends the bytes of an upload from a place on; alone over its connection where the line has broken before.
    func send(
        _ bytes: [UInt8],
        of id: String,
        at offset: Int64,
        alone: Bool
    ) async throws(HubFault) -> BlobState
    /// Bytes of a whole file from a place on, and how long it is; `nil` where the hub shows none.
    func bytes(
        of digest: String,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> (bytes: [UInt8], size: Int64)?
}

extension WireHubClient: BlobClient {
    /// A piece takes its time on a slow line.
    private static let pieceTimeout = Duration.seconds(300)

    package func offer(_ offer: BlobOffer) async throws(HubFault) -> BlobState {
        try await state(
            after: HTTPRequest(
                method: "POST",
                path: "/v1/blobs",
                headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
                body: offer.json.canonical,
                timeout: timeout,
                responseMax: 64 << 10
            )
        )
    }

    package func received(of id: String) async throws(HubFault) -> Int64? {
        let request = HTTPRequest(
            method: "HEAD",
            path: "/v1/blobs/\(id)",
            timeout: timeout,
            responseMax: 0
        )
        let response = try await send(request) { response in
            response.status == 404 ? nil : HubFault(refusing: response)
        }
        guard response.status != 404 else { return nil }
        guard let offset = response.headers["upload-offset"].flatMap({ Int64($0) }), offset >= 0
        else { throw .garbled("the hub does not say how far a file has come") }
        return offset
    }

    package func send(
        _ bytes: [UInt8],
        of id: String,
        at offset: Int64,
        alone: Bool
    ) async throws(HubFault) -> BlobState {
        var request = HTTPRequest(
            method: "PATCH",
            path: "/v1/blobs/\(id)",
            headers: [
                ("Content-Type", "application/octet-stream"), ("Upload-Offset", "\(offset)"),
                ("Accept", "application/json"),
            ],
            body: bytes,
            timeout: max(timeout, Self.pieceTimeout),
            responseMax: 64 << 10
        )
        request.isAlone = alone
        return try await state(after: request)
    }

    package func bytes(
        of digest: String,
        at offset: Int64,
        count: Int
    ) async throws(HubFault) -> (bytes: [UInt8], size: Int64)? {
        let request = HTTPRequest(
            path: "/v1/blobs/\(digest)",
            headers: [("Range", "bytes=\(offset)-\(offset + Int64(count) - 1)")],
            timeout: max(timeout, Self.pieceTimeout),
            responseMax: count
        )
        let response = try await send(request) { response in
            response.status == 404 ? nil : HubFault(refusingBlob: response)
        }
        guard response.status != 404 else { return nil }
        // `bytes 0-99/1000`
        let size = response.headers["content-range"]?.split(separator: "/").last
        guard response.status == 206, let size = size.flatMap({ Int64($0) }) else {
            throw .garbled("the hub does not give the part of the file that was asked for")
        }
        return (response.body, size)
    }

    private func state(after request: HTTPRequest) async throws(HubFault) -> BlobState {
        let response = try await send(request) { HubFault(refusingBlob: $0) }
        let json = try response.json()
        guard let state = BlobState(json: json)
        else { throw HubFault(unread: json, "the answer on a file has another shape") }
        return state
    }
}

extension HubFault {
    /// What an answer about a file refuses: the hub's own word, where it is one and not about the caller.
    init?(refusingBlob response: HTTPResponse) {
        if let problem = response.problem, ![401, 403, 503].contains(response.status),
            response.status >= 400
        {
            self = .refused(problem)
        } else {
            self.init(refusing: response)
        }
    }
}
