import Foundation
import LocalStore
import SyncAgent
import SyncCore
import TestSupport

/// A site that has joined, with its real keys and certificate in the hands of the test: what somebody
/// could send who has broken into its machine.
struct Member {
    let site: RecordID
    let hub: RecordID
    /// Ops that the hub has not seen.
    let ops: [WireOp]
    private let keys: SiteKeys
    private let showsCertificate: [String]

    init(_ site: TownSite, in folder: TemporaryFolder) throws {
        let store = try Store.open(home: site.home, patience: .seconds(5))
        defer { try? store.close() }
        guard let membership = try store.membership() else { throw TownError("not joined") }
        self.site = try store.site().id
        hub = membership.hub
        ops = try store.waitingOps()
        keys = try SiteKeys.load(home: site.home)
        let name = "\(self.site).pem"
        showsCertificate = [
            "--cert", try folder.write(name, Array(membership.certificate.utf8)),
            "--key", site.home + "/keys/certificate.key",
        ]
    }

    /// A batch with the signature of the site.
    func batch(_ ops: [WireOp]) -> PushBatch {
        PushBatch.sign(ops, of: site, for: hub, with: keys.signingKey)
    }

    /// A change that the site's own program would not make: any text at any instrument.
    func forged(_ text: String, at instrument: RecordID) -> WireOp {
        let header = OpHeader(
            site: site,
            incarnation: 1,
            seq: 1,
            time: HybridTime(bits: 0).next(at: Instant(milliseconds: 1_795_420_800_000)),
            claimedAt: Instant(milliseconds: 1_795_420_800_000),
            aggregate: instrument,
            kind: .change,
            batch: nil,
            base: 0
        )
        let patch = Patch(.instrument, instrument, [Patch.Field("location", text)])
        let body = OpBody(author: "test", patches: [patch]).canonical
        let salt = [UInt8](repeating: 7, count: OpSeal.saltLength)
        let seal = OpSealer().seal(header, body: body, salt: salt, after: OpSeal.origin)
        return WireOp(header: header, body: body, seal: seal)
    }

    /// What curl needs to show the certificate.
    var curlOptions: [String] { showsCertificate }
}

extension TownSite {
    /// Writes a registration that no hub takes, as a faulty program could, and gives its id.
    func registerTooLittle(serial: String) throws -> String {
        let store = try Store.open(home: home, patience: .seconds(5))
        defer { try? store.close() }
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var random = SystemRandomNumberGenerator()
        return try store.write(at: now, random: &random) { writer in
            let id = writer.newID()
            let patch = Patch(.instrument, id, [Patch.Field("serial", serial)])
            let body = OpBody(author: "test", patches: [patch])
            try writer.append(OpDraft(aggregate: id, kind: .register, body: body))
            return (id.description, .commit)
        }
    }
}

/// What curl has brought back.
struct Reply: CustomStringConvertible {
    /// 0 where no answer came.
    let status: Int
    let mediaType: String
    let body: String
    /// The exit status of curl.
    let exit: Int32

    var json: JSONValue { (try? JSONParser.parse(Array(body.utf8))) ?? .null }
    var code: String? { json["code"]?.string }
    var description: String { "\(status) \(mediaType) curl \(exit): \(body.prefix(300))" }
}

extension Town {
    /// One request to the hub by curl, with the certificate of a site or none.
    func call(_ path: String, as member: Member? = nil, body: [UInt8]? = nil) throws -> Reply {
        var arguments = ["-sS", "--max-time", "20", "--cacert", hubHome + "/ca.pem"]
        arguments += member?.curlOptions ?? []
        arguments += ["-w", "\n%{http_code} %{content_type}", "-H", "Expect:"]
        if let body {
            arguments += ["--data-binary", "@" + (try folder.write("body", body))]
        }
        arguments.append("https://127.0.0.1:\(port)\(path)")
        let outcome = try Program(path: "/usr/bin/curl").run(arguments)
        let cut = outcome.output.lastIndex(of: "\n") ?? outcome.output.startIndex
        let words = outcome.output[cut...].dropFirst().split(separator: " ", maxSplits: 1)
        return Reply(
            status: words.first.flatMap { Int($0) } ?? 0,
            mediaType: words.count > 1 ? String(words[1]) : "",
            body: String(outcome.output[..<cut]),
            exit: outcome.status
        )
    }

    /// Everything that a member may read, as the hub sends it.
    func feed(of member: Member) throws -> String {
        let mark = String(repeating: "0", count: 32)
        return try call("/v1/feed?epoch=1&after=0&mark=\(mark)", as: member).body
    }
}
