import Compression
import SyncAgent
import TestSupport
import Testing

/// Bodies that travel compressed, and what they may come to.
struct WireCompressionTests {
    private let fixture: WireFixture
    private static let head = "HTTP/1.1 200 OK\r\nContent-Encoding: "

    init() throws {
        fixture = try WireFixture()
    }

    /// What a wire makes of a page with this coding and body, of which it takes so many bytes.
    private func answer(
        _ coding: String,
        _ body: [UInt8],
        upTo max: Int
    ) async throws -> Result<HTTPResponse, WireError> {
        try fixture.write("page", Array("\(Self.head)\(coding)\r\n\r\n".utf8) + body)
        let server = try fixture.server()
        let wire = try fixture.wire(server.base)
        do throws(WireError) {
            return .success(try await wire.send(fixture.get("/page", responseMax: max)))
        } catch { return .failure(error) }
    }

    private static let text = Array(repeating: Array("计量器具 ".utf8), count: 500).joined()

    @Test func `a compressed answer comes as it was, and is counted as it was`() async throws {
        let text = Array(Self.text)
        let frame = try #require(Zstd.compressed(text))
        let answer = try await answer("zstd", frame, upTo: text.count)
        #expect(try answer.get().body == text)
        let tooLarge = try await self.answer("zstd", frame, upTo: text.count - 1)
        #expect(tooLarge == .failure(.tooLarge))
        #expect(try await self.answer("identity", text, upTo: text.count).get().body == text)
    }

    @Test func `ten gigabytes end as too large`() async throws {
        let bomb = ZstdBomb.frame(gigabytes: 10)
        #expect(try await answer("zstd", bomb, upTo: 1 << 20) == .failure(.tooLarge))
    }

    @Test func `half a frame, and a coding that nobody asked for, are no answer`() async throws {
        let frame = try #require(Zstd.compressed(Array(Self.text)))
        for (coding, body) in [
            ("zstd", Array(frame.dropLast())), ("gzip", frame), ("zstd", [1, 2, 3]),
        ] {
            guard case .failure(let error) = try await answer(coding, body, upTo: 1 << 20) else {
                Issue.record("\(coding) was taken")
                continue
            }
            #expect(error.kind == .broken)
        }
    }

    @Test func `a hub that knows no compression gets the body as it is, from then on`() async throws
    {
        let server = try TLSServer(fixture.certificates, .conversation)
        let wire = try fixture.wire(server.base)
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 5000)
        let frame = try #require(Zstd.compressed(body))
        let request = HTTPRequest(
            method: "POST",
            path: "/v1/ops",
            headers: [("Content-Type", "application/json")],
            body: body,
            timeout: .seconds(20),
            responseMax: 10
        )
        async let first = wire.send(request)
        let compressed = await server.hear(bodyBytes: frame.count)
        #expect(compressed.contains("\r\nContent-Encoding: zstd\r\n"))
        #expect(compressed.contains("\r\nAccept-Encoding: zstd\r\n"))
        server.say("HTTP/1.1 415 No\r\nContent-Length: 0\r\n\r\n")
        let plain = await server.hear(bodyBytes: body.count)
        #expect(!plain.contains("Content-Encoding") && plain.hasSuffix("xxx"))
        server.say("HTTP/1.1 201 Yes\r\nContent-Length: 0\r\n\r\n")
        #expect(try await first.status == 201)
        async let second = wire.send(request)
        #expect(await server.hear(bodyBytes: body.count).hasSuffix("xxx"))
        server.say("HTTP/1.1 202 Yes\r\nContent-Length: 0\r\n\r\n")
        #expect(try await second.status == 202)
    }

    @Test(arguments: [(1023, "application/json"), (5000, "application/octet-stream")])
    func `a short message and any file go as they are`(_ count: Int, _ type: String) async throws {
        let server = try TLSServer(fixture.certificates, .conversation)
        let wire = try fixture.wire(server.base)
        let request = HTTPRequest(
            method: "POST",
            path: "/",
            headers: [("Content-Type", type)],
            body: [UInt8](repeating: UInt8(ascii: "x"), count: count),
            timeout: .seconds(20),
            responseMax: 10
        )
        async let response = wire.send(request)
        #expect(await server.hear(bodyBytes: count).hasSuffix("xxx"))
        server.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try await response.status == 200)
    }
}
