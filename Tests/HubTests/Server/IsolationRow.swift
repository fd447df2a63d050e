import Hub
import SyncCore

/// One request of the isolation table.
struct IsolationProbe: Sendable {
    let label: String
    let method: String
    var path: String
    var body: [UInt8]?
    /// The status for those who may make the call.
    let status: Int
    /// The code of the problem; `nil` where what was asked for is answered.
    var code: String?
    /// What asks for something foreign and what asks for something unknown have the same word here: their answers
    /// are the same bytes.
    var twin: String?

    init(
        _ label: String,
        _ call: String,
        _ query: String = "",
        body: [UInt8]? = nil,
        _ status: Int,
        _ code: String? = nil,
        twin: String? = nil
    ) {
        let words = call.split(separator: " ")
        self.label = "\(call), \(label)"
        method = String(words[0])
        path = words[1] + query
        self.body = body
        self.status = status
        self.code = code
        self.twin = twin.map { "\(call) \($0)" }
    }
}

/// What is asked at one call of the hub, and who gets an answer.
struct IsolationRow: Sendable {
    /// Method and path, as the hub has them.
    let call: String
    /// Whether only sites are answered.
    let isForSites: Bool
    let probes: @Sendable (IsolationTown, IsolationCaller) throws -> [IsolationProbe]

    static func sites(
        _ call: String,
        _ probes:
            @escaping @Sendable (String, IsolationTown, IsolationCaller) throws ->
            [IsolationProbe]
    ) -> IsolationRow {
        IsolationRow(call: call, isForSites: true) { try probes(call, $0, $1) }
    }

    static func anyone(
        _ call: String,
        _ probes:
            @escaping @Sendable (String, IsolationTown, IsolationCaller) throws ->
            [IsolationProbe]
    ) -> IsolationRow {
        IsolationRow(call: call, isForSites: false) { try probes(call, $0, $1) }
    }

    /// Every call of the hub has a row.
    static let all: [IsolationRow] = [
        .anyone("GET /-/healthy") { call, _, _ in [IsolationProbe("asked", call, "", 200)] },
        .anyone("GET /-/ready") { call, _, _ in [IsolationProbe("asked", call, "", 200)] },
        .anyone("POST /v1/enroll", enrolments),
        .anyone("GET /openapi.json") { call, _, _ in [IsolationProbe("asked", call, "", 200)] },
        .sites("GET /metrics") { call, _, _ in
            // How much all others do concerns no site.
            [IsolationProbe("asked", call, "", 403, "not-yours")]
        },
        .sites("POST /v1/renew") { call, _, _ in
            [IsolationProbe("nothing", call, "", body: Array("{}".utf8), 422, "bad-renewal")]
        },
        .sites("POST /v1/blobs", offers),
        .sites("HEAD /v1/blobs/{id}", files),
        .sites("PATCH /v1/blobs/{id}", uploads),
        .sites("GET /v1/blobs/{id}", files),
        .sites("GET /v1/snapshots/manifest") { call, _, _ in
            [IsolationProbe("asked", call, "", 200)]
        },
        .sites("GET /v1/chunks/{id}", pieces),
        .sites("GET /v1/feed", feeds),
        .sites("POST /v1/ops", batches),
        .sites("POST /v1/ops/status", states),
        .sites("GET /v1/range", ranges),
        .sites("GET /v1/tree-head") { call, _, _ in
            [
                // The head is of the whole log, like the mark.
                IsolationProbe("the newest", call, "", 200),
                IsolationProbe("beyond the log", call, "?from=100000", 404, "not-found"),
                IsolationProbe("amiss", call, "?from=x", 422, "bad-parameter"),
            ]
        },
        .sites("GET /v1/inclusion", inclusions),
        // The keys are the hub's, and the same for all.
        .sites("GET /v1/keys") { call, _, _ in [IsolationProbe("asked", call, "", 200)] },
        .sites("GET /v1/time") { call, _, _ in
            [
                IsolationProbe("with a nonce", call, "?nonce=1", 200),
                IsolationProbe("without", call, "", 422, "bad-parameter"),
            ]
        },
    ]
}
