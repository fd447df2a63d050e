import Compression
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
    /// The whole body, as it was before it was compressed: that is what may have so many bytes.
    func bytes(upTo max: Int) async throws -> [UInt8] {
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
            switch headers[.contentEncoding]?.lowercased() {
            case nil, "identity":
                return Array(try await body.collect(upTo: max).readableBytesView)
            case Zstd.name: return try await inflated(upTo: max)
            default:
                throw Problem(415, "unknown-encoding", "the body is compressed in an unknown way")
            }
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch Inflation.Fault.tooLarge {
            throw tooLarge
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(400, "bad-body", "the body did not arrive whole")
        }
    }

    /// What a compressed body comes to, given up as soon as that is too much.
    private func inflated(upTo max: Int) async throws -> [UInt8] {
        guard let inflation = Inflation(bytesMax: max) else {
            throw Problem(503, "no-memory", "the hub is short of memory")
        }
        for try await buffer in body {
            try buffer.withUnsafeReadableBytes { try inflation.add($0) }
        }
        return try inflation.finish()
    }

    /// The body as JSON.
    func json(upTo max: Int) async throws -> JSONValue {
        let bytes = try await bytes(upTo: max)
        do throws(JSONError) { return try JSONParser.parse(bytes) } catch {
            throw Problem(error)
        }
    }
}
