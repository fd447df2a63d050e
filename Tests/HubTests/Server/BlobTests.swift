import Foundation
import Hub
import Signing
import SyncCore
import Testing

/// A certificate file comes in pieces, whatever the line does.
struct BlobTests {
    private let file = SampleFile(length: 700_000)

    @Test func `a file in pieces gets a receipt that verifies, the same one every time`()
        async throws
    {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let count = file.bytes.count
            let opened = try await town.offer(file.digest, size: count)
            #expect(opened.status == 201, "\(opened)")
            let id = try #require(opened.state?.id)
            #expect(opened.json["offset"] == 0 && opened.json["complete"] == false)
            let first = try await town.send(file.bytes[..<300_000], to: id, at: 0)
            #expect(first.status == 200 && first.state?.offset == 300_000, "\(first)")
            #expect(try await town.progress(of: id) == [300_000, count])
            let again = try await town.offer(file.digest, size: count)
            #expect(again.status == 200 && again.state?.id == id)
            #expect(again.state?.offset == 300_000)
            let last = try await town.send(file.bytes[300_000...], to: id, at: 300_000)
            let receipt = try #require(last.state?.receipt, "\(last)")
            #expect(receipt.isGenuine(by: hub.home.receiptKey.publicKey))
            #expect(receipt.digest == file.digest && receipt.size == Int64(count))
            #expect(receipt.site == town.body.ops.id && receipt.hub == hub.home.hub)
            #expect(try await town.progress(of: id) == [count, count])
            // Whoever has missed the last answer asks again, in any of the ways.
            let offered = try await town.offer(file.digest, size: count)
            let patched = try await town.send([], to: id, at: count)
            for reply in [offered, patched] {
                #expect(reply.json["receipt"] == last.json["receipt"], "\(reply)")
            }
            let path = "\(hub.home.path)/blobs/sha256/\(file.digest.prefix(2))/\(file.digest)"
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(file.bytes))
            let left = try FileManager.default.contentsOfDirectory(
                atPath: hub.home.path + "/blobs/uploads"
            )
            #expect(left.isEmpty)
        }
    }

    @Test func `a request that breaks off keeps what has come of it`() async throws {
        // With HTTP/2 it is against the rules to end before what was promised, and what nobody has read goes.
        try await RunningHub.run(speaking: .one) { hub in
            let town = try await BlobTown(hub)
            let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
            // curl promises the whole file, sends half, waits for an answer, and hangs up.
            let broken = try await town.send(
                file.bytes[..<350_001],
                to: id,
                at: 0,
                options: ["-H", "Content-Length: 700000", "--max-time", "2"]
            )
            #expect(broken.status == 0, "\(broken)")
            let deadline = ContinuousClock.now + .seconds(30)
            while try await town.progress(of: id) != [350_001, 700_000] {
                try #require(ContinuousClock.now < deadline, "the rest never became durable")
            }
            let rest = try await town.send(file.bytes[350_001...], to: id, at: 350_001)
            #expect(rest.state?.receipt != nil, "\(rest)")
        }
    }

    @Test func `who goes on from another place is told the right one`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
            _ = try await town.send(file.bytes[..<1000], to: id, at: 0)
            for offset in [0, 999, 1001, 700_000, 900_000] {
                let reply = try await town.send(file.bytes[..<9], to: id, at: offset)
                #expect(reply.status == 409 && reply.code == "other-offset", "\(reply)")
                #expect(reply.json["detail"] == "1000")
            }
            let headless = try await town.hub.call(
                "PATCH",
                "/v1/blobs/\(id)",
                as: town.body,
                body: [1]
            )
            #expect(headless.status == 422, "\(headless)")
            let beyond = try await town.send(file.bytes, to: id, at: 1000)
            #expect(beyond.status == 422 && beyond.code == "beyond-end", "\(beyond)")
        }
    }

    @Test func `bytes of another digest are refused, and the upload begins anew`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
            let other = SampleFile(length: 700_000, seed: 2)
            let wrong = try await town.send(other.bytes, to: id, at: 0)
            #expect(wrong.status == 422 && wrong.code == "digest-mismatch", "\(wrong)")
            #expect(try await town.progress(of: id) == [0, 700_000])
            let right = try await town.send(file.bytes, to: id, at: 0)
            #expect(right.state?.receipt != nil, "\(right)")
        }
    }

    @Test func `what is too large or too much is refused, each with its code`() async throws {
        var limits = BlobLimits()
        (limits.fileMax, limits.openMax, limits.unnamedMax) = (1000, 2, 1500)
        try await RunningHub.run(blobLimits: limits) { hub in
            var town = try await BlobTown(hub)
            let files = (1...4).map { SampleFile(length: 700, seed: $0) }
            func offer(_ index: Int, size: Int = 700) async throws -> Reply {
                try await town.offer(files[index].digest, size: size)
            }
            let large = try await offer(0, size: 1001)
            #expect(large.status == 413 && large.code == "blob-too-large", "\(large)")
            let ids = [
                try #require(try await offer(0).state?.id),
                try #require(try await offer(1).state?.id),
            ]
            let third = try await offer(2)
            #expect(third.status == 429 && third.code == "too-many-uploads", "\(third)")
            let renamed = try await offer(0, size: 701)
            #expect(renamed.status == 422 && renamed.code == "other-size", "\(renamed)")
            #expect(try await town.send(files[0].bytes, to: ids[0], at: 0).state?.receipt != nil)
            // One is finished, and nobody has named it yet.
            let fourth = try await offer(2)
            #expect(fourth.status == 507 && fourth.code == "upload-quota", "\(fourth)")
            try await town.name(files[0].digest, size: 700)
            #expect(try await offer(2).status == 201)
            let user = try await town.offer(files[3].digest, size: 700, as: town.enterprise)
            #expect(user.status == 403 && user.code == "bodies-only", "\(user)")
            let nothing = try await town.offer("ABC", size: 700)
            #expect(nothing.status == 422 && nothing.code == "bad-blob", "\(nothing)")
        }
    }

    @Test func `doctor names a file that is not what was received`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
            _ = try await town.send(file.bytes, to: id, at: 0)
            #expect(try await hub.doctor()["sound"] == true)
            #expect(try await hub.doctor()["blobs"] == 1)
            let path = "\(hub.home.path)/blobs/sha256/\(file.digest.prefix(2))/\(file.digest)"
            var bytes = file.bytes
            bytes[5] ^= 1
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let report = try await hub.doctor()
            #expect(report["sound"] == false)
            #expect(report["damagedBlobs"] == .array([.string(file.digest)]))
            try FileManager.default.removeItem(atPath: path)
            #expect(try await hub.doctor()["sound"] == false)
        }
    }
}

extension RunningHub {
    fileprivate func doctor() async throws -> JSONValue {
        let lines = Lines()
        try await control.perform(.doctor) { lines.append($0.canonicalText) }
        return try JSONParser.parse(Array(lines.all[0].utf8))
    }
}
