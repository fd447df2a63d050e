import Hub
import Signing
import SyncCore
import Testing

/// Who gets at a certificate file, and what nobody learns.
struct BlobAccessTests {
    private let file = SampleFile(length: 700_000)

    /// Brings the file as the body.
    private func bring(_ town: BlobTown) async throws {
        let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
        let reply = try await town.send(file.bytes, to: id, at: 0)
        #expect(reply.state?.receipt != nil, "\(reply)")
    }

    @Test func `owner and body read it, whole or by range; anybody else is told of nothing`()
        async throws
    {
        try await RunningHub.run { hub in
            var town = try await BlobTown(hub)
            try await bring(town)
            // Nobody has named it yet.
            #expect(try await town.get(file.digest, as: town.body).status == 404)
            try await town.name(file.digest, size: 700_000)
            for site in [town.body, town.enterprise] {
                let whole = try await town.get(file.digest, as: site)
                #expect(whole.status == 200 && whole.body.utf8.count == 700_000)
                #expect(Array(whole.body.utf8) == file.bytes)
            }
            let part = try await town.get(file.digest, as: town.enterprise, range: "100-300000")
            #expect(part.status == 206)
            #expect(Array(part.body.utf8) == Array(file.bytes[100...300_000]))
            let beyond = try await town.get(file.digest, as: town.enterprise, range: "700000-")
            #expect(beyond.status == 416, "\(beyond)")
            #expect(
                try await town.progress(of: file.digest, as: town.enterprise) == [
                    700_000, 700_000,
                ]
            )
            let foreign = try await town.get(file.digest, as: town.stranger)
            let unknown = try await town.get(
                SampleFile(length: 3).digest,
                as: town.stranger
            )
            #expect(foreign.status == 404 && foreign.body == unknown.body)
            #expect(try await town.progress(of: file.digest, as: town.stranger) == nil)
        }
    }

    @Test func `who names a digest of others gets nothing by it`() async throws {
        try await RunningHub.run { hub in
            var town = try await BlobTown(hub)
            try await bring(town)
            try await town.name(file.digest, size: 700_000)
            var thief = town.stranger
            try await town.steal(file.digest, as: &thief)
            #expect(try await town.get(file.digest, as: thief).status == 404)
        }
    }

    @Test func `an upload of another site is not there`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let other = try await town.otherBody()
            let id = try #require(try await town.offer(file.digest, size: 700_000).state?.id)
            #expect(try await town.progress(of: id, as: other) == nil)
            let reply = try await town.send([1], to: id, at: 0, as: other)
            #expect(reply.status == 404 && reply.code == "not-found", "\(reply)")
            #expect(try await town.progress(of: id) == [0, 700_000])
        }
    }

    @Test func `who has the bytes proves it and sends none; who has not learns nothing`()
        async throws
    {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let (other, unknown) = (
                try await town.otherBody(), SampleFile(length: 700_000, seed: 9)
            )
            try await bring(town)
            var answers: [String: [Reply]] = [:]
            for digest in [file.digest, unknown.digest] {
                let opened = try await town.offer(digest, size: 700_000, as: other)
                let guess = [UInt8](repeating: 7, count: 32)
                let guessed = try await town.offer(digest, size: 700_000, proof: guess, as: other)
                let again = try await town.offer(digest, size: 700_000, as: other)
                answers[digest] = [opened, guessed, again]
            }
            let known = try #require(answers[file.digest])
            let strange = try #require(answers[unknown.digest])
            for (one, two) in zip(known, strange) {
                #expect(one.status == two.status && one.state?.offset == two.state?.offset)
                #expect((one.state?.challenge == nil) == (two.state?.challenge == nil))
                #expect(one.state?.receipt == nil)
            }
            #expect(known[0].state?.challenge != nil && known[1].state?.challenge == nil)
            // A wrong answer was the only one: now the bytes have to come.
            let id = try #require(known[2].state?.id)
            let sent = try await town.send(file.bytes, to: id, at: 0, as: other)
            #expect(sent.state?.receipt?.site == other.ops.id, "\(sent)")
        }
    }

    @Test func `a proof over the part that the hub has named is a receipt`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let other = try await town.otherBody()
            try await bring(town)
            let opened = try await town.offer(file.digest, size: 700_000, as: other)
            let challenge = try #require(opened.state?.challenge)
            #expect(challenge.length == BlobChallenge.partMax)
            let part = file.bytes[Int(challenge.start)..<Int(challenge.start + challenge.length)]
            let proof = challenge.proof(over: Array(part))
            let reply = try await town.offer(file.digest, size: 700_000, proof: proof, as: other)
            let receipt = try #require(reply.state?.receipt, "\(reply)")
            #expect(reply.status == 200 && receipt.site == other.ops.id)
            #expect(receipt.isGenuine(by: hub.home.receiptKey.publicKey))
        }
    }
}
