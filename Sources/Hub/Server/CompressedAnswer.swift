import Compression
import Hummingbird
import NIOCore

extension Response {
    /// The answer as the caller takes it: a message compressed where the request says that it may be, and
    /// where that saves something. Files go as they are, by parts and without standing in memory.
    func coded(for request: Request) async -> Response {
        guard request.acceptsZstd, headers[.contentType]?.hasSuffix("json") == true else {
            return self
        }
        let collected = Collected()
        guard (try? await body.write(collected)) != nil else { return self }
        guard let frame = Zstd.compressed(collected.bytes) else { return self }
        var answer = Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: frame))
        )
        answer.headers[.contentLength] = "\(frame.count)"
        answer.headers[.contentEncoding] = Zstd.name
        answer.headers[.vary] = "Accept-Encoding"
        return answer
    }
}

extension Request {
    /// Whether a body may come as Zstandard (RFC 9110, 12.5.3).
    fileprivate var acceptsZstd: Bool {
        let codings = headers[values: .acceptEncoding].flatMap {
            $0.lowercased().split(separator: ",")
        }
        return codings.contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard parts.first == Zstd.name else { return false }
            return !parts.dropFirst().contains { parameter in
                parameter.hasPrefix("q=") && Double(parameter.dropFirst(2)) == 0
            }
        }
    }
}

/// Takes a body that is written, in place of a connection. One task writes it from its start to its end.
private final class Collected: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) {
        bytes += buffer.readableBytesView
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) {}
}
