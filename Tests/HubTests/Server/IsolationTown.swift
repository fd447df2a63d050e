import Hub
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// Who calls a hub.
enum IsolationCaller: String, CaseIterable, Sendable {
    /// Without a certificate.
    case nobody
    /// By plain HTTP, where there are no certificates.
    case plain
    case unitA, unitB
    /// A verification body that an application of A names, and one that none does.
    case namedBody, otherBody
    /// A site of A that has been revoked.
    case revoked
    /// The certificate says that it is a site of A, and another hub's authority has issued it.
    case otherAuthority

    /// Whether a call for sites is answered.
    var isMember: Bool {
        switch self {
        case .unitA, .unitB, .namedBody, .otherBody: true
        case .nobody, .plain, .revoked, .otherAuthority: false
        }
    }
}

/// A word that stands in what is kept, and those whose answers may have it.
struct IsolationSecret: Sendable {
    let text: String
    let seenBy: Set<IsolationCaller>

    init(_ text: String, _ seenBy: IsolationCaller...) {
        self.text = text
        self.seenBy = Set(seenBy)
    }
}

/// Two user units and two verification bodies at one hub, each with something of its own, and what is told to one
/// of them only.
struct IsolationTown {
    static let otherBody = "123300004700000021"

    let hub: RunningHub
    private(set) var sites: [IsolationCaller: MemberSite] = [:]
    private(set) var secrets: [IsolationSecret] = []
    /// The end of the log, up to which all have read.
    private(set) var head = Cursor.start(epoch: 1)
    /// The numbers of the entries that each reads in its feed.
    private(set) var seen: [IsolationCaller: Set<Int64>] = [:]
    /// The last batch of each site; sent again, it changes nothing.
    private(set) var lastBatch: [IsolationCaller: PushBatch] = [:]
    /// A piece of the snapshot of each.
    private(set) var chunks: [IsolationCaller: String] = [:]
    /// The record of a credit fact of A, and of one of B.
    private(set) var facts: [IsolationCaller: RecordID] = [:]

    // MARK: Records

    static let instrument: [IsolationCaller: RecordID] = [
        .unitA: HubTestSite.record(10), .unitB: HubTestSite.record(30),
        .namedBody: HubTestSite.record(50), .otherBody: HubTestSite.record(40),
    ]
    /// Of A too, but no application is about it.
    static let quietInstrument = HubTestSite.record(20)
    static let application = HubTestSite.record(11)
    static let verification = HubTestSite.record(12)
    static let unknown = HubTestSite.record(404)
    /// The certificate file of the verification.
    static let file = SampleFile(length: 60)

    /// What is there, but not for the caller, as something about which it can ask.
    func foreign(for caller: IsolationCaller) -> [RecordID] {
        var found = Self.instrument.filter { $0.key != caller }.values.map(\.self)
        if caller == .namedBody { found.removeAll { $0 == Self.instrument[.unitA] } }
        if caller != .unitA { found.append(Self.quietInstrument) }
        if ![.unitA, .namedBody].contains(caller) {
            found += [Self.application, Self.verification]
        }
        return found.sorted() + facts.filter { $0.key != caller }.values.sorted()
    }

    // MARK: Building

    init(_ hub: RunningHub) async throws {
        self.hub = hub
        try await join()
        try await writeUnits()
        try await writeBodies()
        try await actAsAuthority()
        try await hub.control.perform(.revoke(sites[.revoked]?.ops.id ?? Self.unknown)) { _ in }
        let store = hub.surroundings.store
        head = try await store.head()
        for (caller, code, _) in Self.organisations {
            chunks[caller] = try await hub.snapshot(of: code).files.first?.chunks.first?.digest
        }
        for caller in IsolationCaller.allCases where caller.isMember {
            let member = try await store.site(sites[caller]?.ops.id ?? Self.unknown)
            let page = try await store.page(
                for: try #require(member),
                after: .start(epoch: 1),
                having: .none,
                limit: 1000
            )
            seen[caller] = Set(page.frames.compactMap(\.stamp?.seq))
        }
    }

    /// Everybody begins with a snapshot here.
    static var snapshotLimits: SnapshotLimits {
        var limits = SnapshotLimits()
        limits.entriesMin = 0
        return limits
    }

    private static let organisations: [(IsolationCaller, String, Party)] = [
        (.unitA, HubStoreFixture.enterprise, .userUnit),
        (.unitB, HubStoreFixture.stranger, .userUnit),
        (.namedBody, HubStoreFixture.body, .verificationBody),
        (.otherBody, otherBody, .verificationBody),
    ]

    private mutating func join() async throws {
        for (number, (caller, code, party)) in Self.organisations.enumerated() {
            sites[caller] = try await hub.member(number + 1, of: code, party)
        }
        sites[.revoked] = try await hub.member(8, of: HubStoreFixture.enterprise)
        sites[.otherAuthority] = try sites[.unitA]?.impersonated(at: hub)
        for (caller, code, party) in Self.organisations {
            let name = "secret name of \(caller)"
            let named = HubOrganisation(code: code, name: name, party: party, region: "330106")
            try await hub.control.perform(.addOrganisation(named)) { _ in }
            secrets.append(IsolationSecret(name))
        }
        for (caller, code, _) in Self.organisations {
            let site = sites[caller]?.ops.id.description ?? ""
            let isSharedByTwo = caller == .unitA || caller == .namedBody
            secrets += [code, site].map {
                isSharedByTwo
                    ? IsolationSecret($0, .unitA, .namedBody) : IsolationSecret($0, caller)
            }
        }
        secrets.append(IsolationSecret(sites[.revoked]?.ops.id.description ?? ""))
    }

    private mutating func writeUnits() async throws {
        for unit in [IsolationCaller.unitA, .unitB] {
            let id = Self.instrument[unit] ?? Self.unknown
            try await push(as: unit) { site in
                [site.register(id, words: "of \(unit)", by: "secret clerk of \(unit)")]
            }
        }
        try await push(as: .unitA) { site in
            let quiet = site.register(
                Self.quietInstrument,
                words: "that is quiet",
                by: "secret quiet clerk"
            )
            let values = [
                "appliedOn": "2026-11-23", "body": HubStoreFixture.body, "state": "applied",
                "reason": "secret reason",
            ]
            let id = Self.instrument[.unitA] ?? Self.unknown
            let asked = site.op(
                .change,
                id,
                [.of(.application, Self.application, values), .instrument(id, ["filing": "filed"])]
            )
            return [quiet, asked]
        }
        secrets += [
            IsolationSecret("secret serial of unitA", .unitA, .namedBody),
            IsolationSecret("secret clerk of unitA", .unitA, .namedBody),
            IsolationSecret("secret reason", .unitA, .namedBody),
            IsolationSecret("secret serial of unitB", .unitB),
            IsolationSecret("secret clerk of unitB", .unitB),
            IsolationSecret("secret serial that is quiet", .unitA),
            IsolationSecret("secret quiet clerk", .unitA),
            IsolationSecret(Self.quietInstrument.description, .unitA),
            IsolationSecret(Self.application.description, .unitA, .namedBody),
            IsolationSecret(HubTestSite.record(10).description, .unitA, .namedBody),
            IsolationSecret(HubTestSite.record(30).description, .unitB),
        ]
    }

    private mutating func writeBodies() async throws {
        let values = [
            "result": "pass", "verifiedOn": "2026-11-20", "issuedOn": "2026-11-21",
            "validUntil": "2027-05-19", "verificationBody": HubStoreFixture.body,
            "certificateNumber": "secret certificate", "inspector": "secret inspector",
            "verifier": "secret verifier", "approver": "secret approver",
            "application": Self.application.description,
            "certificateDigest": Self.file.digest, "certificateSize": "60",
        ]
        try await push(as: .namedBody) { site in
            [
                site.op(
                    .change,
                    Self.instrument[.unitA] ?? Self.unknown,
                    [.of(.verification, Self.verification, values)]
                )
            ]
        }
        try await upload(as: .namedBody)
        for body in [IsolationCaller.namedBody, .otherBody] {
            let id = Self.instrument[body] ?? Self.unknown
            try await push(as: body) { site in
                [site.register(id, words: "of \(body)", by: "secret clerk of \(body)")]
            }
            secrets += ["secret serial of \(body)", "secret clerk of \(body)", id.description].map {
                IsolationSecret($0, body)
            }
        }
        secrets += [
            "secret certificate", "secret inspector", "secret verifier", "secret approver",
            Self.verification.description, Self.file.digest,
            String(decoding: Self.file.bytes, as: UTF8.self),
        ].map { IsolationSecret($0, .unitA, .namedBody) }
    }

    private mutating func actAsAuthority() async throws {
        for (unit, code) in [
            (IsolationCaller.unitA, HubStoreFixture.enterprise),
            (.unitB, HubStoreFixture.stranger),
        ] {
            let fact: [CreditFactField: String] = [
                .subject: code, .code: "N11", .class: "bad", .determinedOn: "2024-05-06",
                .procedure: "ordinary", .final: "true", .reference: "secret fact of \(unit)",
            ]
            let lines = Lines()
            let author = "secret official for \(unit)"
            let request = FactRequest.add(subject: code, [fact], author: author)
            try await hub.control.perform(.fact(request)) { lines.append($0["id"]?.string ?? "") }
            let id = try #require(lines.all.first.flatMap(RecordID.init))
            facts[unit] = id
            secrets += ["secret fact of \(unit)", author, id.description].map {
                IsolationSecret($0, unit)
            }
        }
        let filed = [Self.instrument[.unitA] ?? Self.unknown]
        try await hub.control.perform(.register(filed, author: "secret registrar")) { _ in }
        secrets.append(IsolationSecret("secret registrar", .unitA, .namedBody))
        let load = DocumentLoad(
            try SamplePolicy.calendar2027,
            by: "secret keeper of calendars",
            in: .english
        )
        try await hub.control.perform(.document(.load(.calendar, load))) { _ in }
        secrets.append(IsolationSecret("secret keeper of calendars"))
    }

    private func upload(as caller: IsolationCaller) async throws {
        let site = try #require(sites[caller])
        let offer = BlobOffer(digest: Self.file.digest, size: 60).json.canonical
        let opened = try await hub.call("POST", "/v1/blobs", as: site, body: offer)
        let path = "/v1/blobs/\(opened.state?.id ?? "")"
        let options = ["-H", "Upload-Offset: 0"]
        let sent = try await hub.call(
            "PATCH",
            path,
            as: site,
            body: Self.file.bytes,
            options: options
        )
        try #require(sent.state?.receipt != nil, "\(sent)")
    }

    private mutating func push(
        as caller: IsolationCaller,
        _ make: (inout HubTestSite) -> [WireOp]
    ) async throws {
        var site = try #require(sites[caller])
        let batch = site.batch(make(&site.ops), for: hub.home.hub)
        sites[caller] = site
        lastBatch[caller] = batch
        let reply = try await hub.call("POST", "/v1/ops", as: site, body: batch.encoded)
        let answer = PushAnswer(json: reply.json)
        let isTaken = answer?.outcomes.allSatisfy { if case .received = $0 { true } else { false } }
        try #require(isTaken == true, "\(reply)")
    }
}
