import Hummingbird
import NIOCore
import SyncCore

/// A file that is named by the digest of its bytes, whole or a part of it.
struct FileAnswer {
    let digest: String
    let size: Int64
    /// Seconds for which its reader may keep it.
    let maxAge: Int
    /// Bytes from a place on: so many, or those up to the end.
    let bytes: @Sendable (_ offset: Int64, _ count: Int) async throws -> [UInt8]

    private static let pieceLength = 256 * 1024

    func response(to request: Request) -> Response {
        let range = ByteRange(request.headers[.range], of: size)
        var headers: HTTPFields = [
            .contentType: "application/octet-stream",
            .acceptRanges: "bytes",
            .eTag: "\"\(digest)\"",
            .cacheControl: "private, max-age=\(maxAge), immutable",
        ]
        switch range {
        case .unsatisfiable:
            var response = Problem(416, "bad-range", "the file does not reach there").response
            response.headers[.contentRange] = "bytes */\(size)"
            return response
        case .whole:
            return Response(status: .ok, headers: headers, body: body(0..<size))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return Response(status: .partialContent, headers: headers, body: body(part))
        }
    }

    private func body(_ part: Range<Int64>) -> ResponseBody {
        ResponseBody(contentLength: part.count) { writer in
            var offset = part.lowerBound
            while offset < part.upperBound {
                let count = Int(min(Int64(Self.pieceLength), part.upperBound - offset))
                let bytes = try await bytes(offset, count)
                // A file that has shrunk: the length was promised, so the connection has to break.
                guard bytes.count == count else {
                    throw HubError.damaged(file: digest, detail: "shorter than it was")
                }
                try await writer.write(ByteBuffer(bytes: bytes))
                offset += Int64(count)
            }
            try await writer.finish(nil)
        }
    }
}

/// What a `Range` header asks for (RFC 9110, 14). One range of bytes is obeyed; anything else is no range.
package enum ByteRange: Hashable {
    case whole
    case part(Range<Int64>)
    case unsatisfiable

    package init(_ header: String?, of size: Int64) {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else {
            self = .whole
            return
        }
        let ends = header.dropFirst("bytes=".count).split(
            separator: "-",
            omittingEmptySubsequences: false
        )
        guard ends.count == 2, ends.contains(where: { !$0.isEmpty }),
            ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else {
            self = .whole
            return
        }
        // A number of too many digits is beyond every file.
        let numbers = ends.map { $0.isEmpty ? nil : Int64($0) ?? .max }
        switch (numbers[0], numbers[1]) {
        case (let first?, let last):
            if let last, last < first {
                self = .whole
                return
            }
            self =
                first < size
                ? .part(first..<(min(last ?? .max, size - 1) + 1)) : .unsatisfiable
        case (nil, let length):
            let length = length ?? 0
            self = length > 0 ? .part(max(0, size - length)..<size) : .unsatisfiable
        }
    }
}
