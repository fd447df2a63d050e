import Compression
import Foundation
import Hub
import SyncCore
import TestSupport
import Testing

/// Bodies that come and go compressed; curl takes answers apart with code of its own.
struct CompressedTests {
    private static let zstd = ["-H", "Content-Encoding: zstd"]

    @Test func `a compressed batch is taken, and its answer comes as the caller asks`() async throws
    {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let ops = (1...20).map { site.ops.register(HubTestSite.record($0)) }
            let batch = site.batch(ops, for: hub.home.hub).encoded
            let body = try #require(Zstd.compressed(batch))
            #expect(body.count < batch.count)
            let plain = try await hub.call(
                "POST",
                "/v1/ops",
                as: site,
                body: body,
                options: Self.zstd
            )
            #expect(PushAnswer(json: plain.json)?.outcomes.count == 20, "\(plain)")

            let headers = hub.folder.file("headers")
            for (name, options) in [
                ("zstd", ["--compressed"]), ("", ["-H", "Accept-Encoding: zstd;q=0, br"]),
            ] {
                let reply = try await hub.call(
                    "POST",
                    "/v1/ops",
                    as: site,
                    body: body,
                    options: Self.zstd + options + ["-D", headers]
                )
                #expect(reply.json["outcomes"] == plain.json["outcomes"])
                let told = try String(contentsOfFile: headers, encoding: .utf8).lowercased()
                #expect(told.contains("content-encoding: zstd") == !name.isEmpty, "\(told)")
                #expect(told.contains("vary: accept-encoding") == !name.isEmpty)
            }
        }
    }

    @Test func `a file goes and comes as it is, whatever is asked`() async throws {
        try await RunningHub.run { hub in
            var town = try await BlobTown(hub)
            let file = SampleFile(length: 20_000)
            let id = try #require(try await town.offer(file.digest, size: 20_000).state?.id)
            let frame = try #require(Zstd.compressed(file.bytes))
            let coded = try await town.send(frame, to: id, at: 0, options: Self.zstd)
            #expect(coded.status == 415 && coded.code == "unknown-encoding", "\(coded)")
            let sent = try await town.send(file.bytes, to: id, at: 0)
            #expect(sent.state?.receipt != nil, "\(sent)")
            try await town.name(file.digest, size: 20_000)
            for (range, status) in [(nil, 200), ("0-9999", 206)] as [(String?, Int)] {
                let part = range.map { ["-H", "Range: bytes=\($0)"] } ?? []
                // Compressed it would be no text of this length.
                let reply = try await hub.call(
                    "GET",
                    "/v1/blobs/\(file.digest)",
                    as: town.body,
                    options: part + ["-H", "Accept-Encoding: zstd"]
                )
                #expect(reply.status == status)
                let expected = file.bytes.prefix(range == nil ? 20_000 : 10_000)
                #expect(reply.body == String(decoding: expected, as: UTF8.self))
            }
        }
    }

    @Test func `a body that comes to too much, or to nothing whole, is refused`() async throws {
        let large = try #require(Zstd.compressed([UInt8](repeating: 0x20, count: 10_000_000)))
        let whole = try #require(Zstd.compressed([UInt8](repeating: 0x20, count: 5000)))
        let wide = ZstdBomb.frame(gigabytes: 1, windowBits: 31)
        let cases: [(String, [UInt8], Int, String)] = [
            ("ten gigabytes", ZstdBomb.frame(gigabytes: 10), 413, "too-large"),
            ("ten megabytes", large, 413, "too-large"),
            ("half a body", Array(whole.dropLast(3)), 400, "bad-body"),
            ("no Zstandard", Array("{}".utf8), 400, "bad-body"),
            (
                "a window beyond all bounds", Array(wide.prefix(100)), 400,
                "bad-body"
            ),
            ("blanks", whole, 400, "bad-json"),
        ]
        try await RunningHub.run { hub in
            for (name, body, status, code) in cases {
                for options in [Self.zstd, Self.zstd + ["-H", "Transfer-Encoding: chunked"]] {
                    // A stranger may ask this one.
                    let reply = try await hub.call(
                        "POST",
                        "/v1/enroll",
                        body: body,
                        options: options
                    )
                    #expect(reply.status == status, "\(name): \(reply)")
                    #expect(reply.code == code, "\(name): \(reply)")
                }
            }
        }
    }
}
