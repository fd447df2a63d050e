import Compression

/// One request to a hub.
package struct HTTPRequest: Sendable {
    package var method: String
    /// With the query, beginning with a slash.
    package var path: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// For everything, from the name of the host to the last byte of the answer.
    package var timeout: Duration
    /// How long the hub may hold its answer back on purpose, as at a long poll.
    package var hold: Duration
    /// The most bytes that a body of the answer may have.
    package var responseMax: Int
    /// Whether it goes over a connection of its own, with HTTP/1.1. On one that has served before libcurl sends a request
    /// once more by itself where no answer came, which a large body over a bad line should not be; and nothing else
    /// is to stand behind such a body.
    package var isAlone = false

    package init(
        method: String = "GET",
        path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timeout: Duration,
        hold: Duration = .zero,
        responseMax: Int
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.hold = hold
        self.responseMax = responseMax
    }
}

extension HTTPRequest {
    /// The same request with its message compressed; `nil` where that saves nothing. Files go as they are.
    var compressed: HTTPRequest? {
        let isMessage = headers.contains { $0.name == "Content-Type" && $0.value.hasSuffix("json") }
        guard isMessage, let frame = Zstd.compressed(body) else { return nil }
        var request = self
        request.body = frame
        request.headers.append(("Content-Encoding", Zstd.name))
        return request
    }
}

/// What the hub answered, whatever its status: a refusal is an answer too. Redirects are not
/// followed.
package struct HTTPResponse: Hashable, Sendable {
    package let status: Int
    /// By name in lower case. A header that came more than once has its values joined by commas.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
