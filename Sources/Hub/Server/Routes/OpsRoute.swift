import Hummingbird
import Signing
package import SyncCore

/// `POST /v1/ops`: takes a signed batch into the log. The same batch again gets the same receipts.
package enum OpsRoute {
    /// Four times what a site sends at most: room for an op that is large by itself.
    static let bytesMax = 1024 * 1024

    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.post, "/v1/ops") { request, site in
            let asksForTree = try QueryParameters(request).asksForTree
            let bytes = try await request.bytes(upTo: bytesMax)
            let batch = try batch(in: bytes, from: site, to: surroundings.home.hub)
            let accepted = try await surroundings.noticing(batch.cursor, of: site) {
                try await surroundings.store.accept(batch, from: site, at: surroundings.clock())
            }
            surroundings.metrics.note(accepted.answer.outcomes)
            await surroundings.signal.tell(accepted.readers)
            let short = asksForTree ? accepted.answer.shortened : nil
            return .bytes(short ?? accepted.answer.encoded, mediaType: "application/json")
        }
    }

    /// Reads a batch that the calling site must have signed for this hub. Throws `Problem`.
    package static func batch(
        in bytes: [UInt8],
        from site: HubSite,
        to hub: RecordID
    ) throws -> PushBatch {
        let batch: PushBatch
        do throws(PushBatch.Flaw) { batch = try PushBatch(decoding: bytes) } catch {
            throw Problem(error)
        }
        try check(batch, from: site, hub: hub)
        return batch
    }

    private static func check(
        _ batch: PushBatch,
        from site: HubSite,
        hub: RecordID
    ) throws {
        guard batch.hub == hub else {
            throw Problem(422, "other-hub", "the batch is for another hub")
        }
        guard batch.site == site.id else {
            throw Problem(403, "not-your-site", "the batch is of another site")
        }
        let key = try Ed25519PublicKey(raw: site.signingKey)
        guard batch.isSigned(by: key) else {
            throw Problem(403, "bad-signature", "the site's key did not sign this batch")
        }
    }
}

extension QueryParameters {
    /// Whether the sender makes the receipts himself where the tree of his batch is enough for that.
    fileprivate var asksForTree: Bool {
        get throws {
            guard let form = self["receipts"] else { return false }
            guard form == "tree" else { throw Problem.badParameter("receipts", "tree") }
            return true
        }
    }
}

extension Problem {
    fileprivate init(_ flaw: PushBatch.Flaw) {
        switch flaw {
        case .json(let error): self.init(error)
        case .shape: self.init(422, "bad-batch", "the body is not a batch of version 1")
        case .tooMany:
            self.init(
                422,
                "too-many-ops",
                "the batch has too many ops",
                detail: "at most \(PushBatch.opsMax)"
            )
        case .op(let index):
            self.init(
                422,
                "bad-op",
                "an op is not well formed, or its body is not the one of its digest",
                detail: "op \(index) of the batch, counted from 0"
            )
        }
    }
}
