import Hummingbird
import NIOCore
import SyncCore

extension Response {
    /// An answer of one JSON value.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        bytes(value.canonical, mediaType: "application/json", status: status)
    }

    /// An answer of these bytes. Nothing on the way may keep it.
    static func bytes(
        _ bytes: [UInt8],
        mediaType: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}

extension Request {
    /// The whole body.
    func bytes(upTo max: Int) async throws -> [UInt8] {
        if let encoding = headers[.contentEncoding], encoding != "identity" {
            throw Problem(415, "unknown-encoding", "the body is compressed in an unknown way")
        }
        let tooLarge = Problem(
            413,
            "too-large",
            "the body is too large",
            detail: "at most \(max) bytes"
        )
        // Told before the body is read, where the client says how much it is.
        if let length = headers[.contentLength].flatMap({ Int64($0) }), length > max {
            throw tooLarge
        }
        do {
            return Array(try await body.collect(upTo: max).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw Problem(400, "bad-body", "the body did not arrive whole")
        }
    }

    /// The body as JSON.
    func json(upTo max: Int) async throws -> JSONValue {
        let bytes = try await bytes(upTo: max)
        do throws(JSONError) { return try JSONParser.parse(bytes) } catch {
            throw Problem(error)
        }
    }
}
