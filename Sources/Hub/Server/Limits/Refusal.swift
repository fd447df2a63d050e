import Hummingbird
import NIOCore
import NIOHTTPTypes
import SyncCore

/// What the hub answers before anybody has looked for who asks.
extension Problem {
    static let crowded = Problem(
        503,
        "too-many-connections",
        "the hub has too many connections",
        retryAfter: 5
    )
    static let longHead = Problem(431, "long-head", "the head of the request is too long")
    static let noHTTP = Problem(400, "no-http", "the request is no HTTP/1.1")
}

extension ChannelHandlerContext {
    /// Answers with a problem from here on, past the handlers behind. The future tells when it has gone.
    func write(_ problem: Problem, closing: Bool) -> EventLoopFuture<Void> {
        let body = ByteBuffer(bytes: problem.json.canonical)
        var headers = problem.response.headers
        headers[.contentLength] = "\(body.readableBytes)"
        if closing { headers[.connection] = "close" }
        let head = HTTPResponse(status: .init(code: problem.status), headerFields: headers)
        for part in [HTTPResponsePart.head(head), .body(body)] {
            write(NIOAny(part), promise: nil)
        }
        return writeAndFlush(NIOAny(HTTPResponsePart.end(nil)))
    }
}
