import Hub
import SyncCore

/// What is written about that which is not the writer's.
extension IsolationRow {
    /// An op about something, and a word for it.
    private typealias Writing = (
        what: String, make: @Sendable (inout HubTestSite, RecordID) -> WireOp
    )

    private static let writings: [Writing] = [
        ("a change", { $0.change($1, ["location": "here"]) }),
        ("an application", { $0.apply(HubTestSite.record(600), for: $1) }),
        (
            "a result",
            { site, id in
                let values = ["result": "pass", "verifiedOn": "2026-11-20"]
                let patch = Patch.of(.verification, HubTestSite.record(601), values)
                return site.op(.change, id, [patch])
            }
        ),
        ("a withdrawal", { $0.op(.withdraw, $1, [.instrument($1, [:])]) }),
        ("a change of a fact", { $0.op(.change, $1, [.of(.creditFact, $1, ["final": "false"])]) }),
    ]

    @Sendable static func batches(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        guard let site = town.sites[caller] ?? town.sites[.unitA] else { return [] }
        let hub = town.hub.home.hub
        let last = town.lastBatch[caller] ?? town.lastBatch[.unitA]
        let written = writings.flatMap { writing in
            (town.foreign(for: caller) + [IsolationTown.unknown]).map { id in
                // Each is refused, so the next one can have the same number.
                var ops = site.ops
                let batch = site.batch([writing.make(&ops, id)], for: hub)
                return IsolationProbe(
                    "\(writing.what) of \(id)",
                    call,
                    body: batch.encoded,
                    200,
                    twin: writing.what
                )
            }
        }
        let named = IsolationCaller.allCases.filter { $0 != caller && $0 != .otherAuthority }
            .compactMap { town.sites[$0]?.ops.id }.filter { $0 != site.ops.id }
        let pretended = (named + [IsolationTown.unknown]).map { id in
            let batch = PushBatch.sign([], of: id, for: hub, with: site.signingKey)
            return IsolationProbe(
                "as if of \(id)",
                call,
                body: batch.encoded,
                403,
                "not-your-site",
                twin: "site"
            )
        }
        return written + pretended + [
            IsolationProbe("the last batch again", call, body: last?.encoded, 200),
            IsolationProbe("no batch", call, body: Array("{}".utf8), 422, "bad-batch"),
        ]
    }
}
