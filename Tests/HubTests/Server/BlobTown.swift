import Foundation
import Hub
import Signing
import SyncCore
import Testing

/// Sites that have to do with a certificate file, and the calls that they make about it.
struct BlobTown {
    let hub: RunningHub
    private(set) var enterprise: MemberSite
    private(set) var body: MemberSite
    let stranger: MemberSite
    private let instrument = HubTestSite.record(1)
    private let job = HubTestSite.record(50)

    /// A body that an enterprise has asked, and a stranger.
    init(_ hub: RunningHub) async throws {
        self.hub = hub
        enterprise = try await hub.member(1, of: HubStoreFixture.enterprise)
        body = try await hub.member(2, of: HubStoreFixture.body, .verificationBody)
        stranger = try await hub.member(3, of: HubStoreFixture.stranger)
        let ops = [
            enterprise.ops.register(instrument), enterprise.ops.apply(job, for: instrument),
        ]
        try await push(ops, as: enterprise)
    }

    private func push(_ ops: [WireOp], as site: MemberSite) async throws {
        let batch = site.batch(ops, for: hub.home.hub).encoded
        let reply = try await hub.call("POST", "/v1/ops", as: site, body: batch)
        let answer = try #require(PushAnswer(json: reply.json), "\(reply)")
        for outcome in answer.outcomes {
            guard case .received = outcome else {
                Issue.record("not received: \(reply)")
                return
            }
        }
    }

    /// The body writes a result that names a file.
    mutating func name(_ digest: String, size: Int) async throws {
        let values = [
            "application": job.description, "certificateDigest": digest,
            "certificateSize": String(size), "result": "fail", "verifiedOn": "2026-11-22",
        ]
        let patch = Patch.of(.verification, HubTestSite.record(60), values)
        try await push([body.ops.op(.change, instrument, [patch])], as: body)
    }

    /// Another organisation takes a file of this digest into a result about an instrument of its own.
    func steal(_ digest: String, as thief: inout MemberSite) async throws {
        let own = HubTestSite.record(9)
        let values = [
            "certificateDigest": digest, "declared": "true", "result": "pass",
            "verifiedOn": "2026-11-22",
        ]
        let patch = Patch.of(.verification, HubTestSite.record(61), values)
        try await push(
            [thief.ops.register(own, serial: "9"), thief.ops.op(.change, own, [patch])],
            as: thief
        )
    }

    /// A second body.
    func otherBody() async throws -> MemberSite {
        try await hub.member(4, of: "12330000470000002M", .verificationBody)
    }

    // MARK: Calls

    func offer(
        _ digest: String,
        size: Int,
        proof: [UInt8]? = nil,
        as site: MemberSite? = nil
    ) async throws -> Reply {
        let offer = BlobOffer(digest: digest, size: Int64(size), proof: proof)
        let body = offer.json.canonical
        return try await hub.call("POST", "/v1/blobs", as: site ?? self.body, body: body)
    }

    func send(
        _ bytes: some Collection<UInt8>,
        to id: String,
        at offset: Int,
        as site: MemberSite? = nil,
        options: [String] = []
    ) async throws -> Reply {
        try await hub.call(
            "PATCH",
            "/v1/blobs/\(id)",
            as: site ?? body,
            body: Array(bytes),
            options: ["-H", "Upload-Offset: \(offset)"] + options
        )
    }

    /// Offset and length of an upload, as `HEAD` tells them; `nil` where there is none.
    func progress(of id: String, as site: MemberSite? = nil) async throws -> [Int]? {
        let reply = try await hub.call(
            "HEAD",
            "/v1/blobs/\(id)",
            as: site ?? body,
            options: ["-I"]
        )
        guard reply.status == 200 else { return nil }
        return ["upload-offset", "upload-length"].compactMap {
            reply.header($0).flatMap { Int($0) }
        }
    }

    func get(_ digest: String, as site: MemberSite, range: String? = nil) async throws -> Reply {
        let options = range.map { ["-H", "Range: bytes=\($0)"] } ?? []
        return try await hub.call("GET", "/v1/blobs/\(digest)", as: site, options: options)
    }
}

extension Reply {
    /// A header of an answer to `HEAD`, which is all that curl prints then.
    func header(_ name: String) -> String? {
        for line in body.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    var state: BlobState? { BlobState(json: json) }
}

/// A file whose content is text, so that it survives the way through a test's strings.
struct SampleFile {
    let bytes: [UInt8]
    var digest: String { SHA256().digest(bytes).hex }

    init(length: Int, seed: UInt8 = 1) {
        var state = UInt32(seed) &* 2_654_435_761
        bytes = (0..<length).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return 0x61 + UInt8(state >> 24) % 26
        }
    }
}
