import Hub
import SyncCore

/// What is asked at the single calls.
extension IsolationRow {
    private static let zeros = String(repeating: "0", count: 32)

    /// A token that nobody was given says nothing on who and what there is.
    @Sendable static func enrolments(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) throws -> [IsolationProbe] {
        // After some wrong tokens an address has to wait, whoever asks.
        guard caller == .nobody else { return [] }
        let codes = [HubStoreFixture.enterprise, HubStoreFixture.body, "91330106MA00000099"]
        return try codes.flatMap { code in
            try [1, 2, 77].map { number in
                let site = MemberSite(number, of: code, .userUnit)
                let wish = try site.enrolment(token: "guessed").json.canonical
                return IsolationProbe(
                    "site \(number) of \(code)",
                    call,
                    body: wish,
                    403,
                    "token-unknown",
                    twin: "guess"
                )
            }
        }
    }

    @Sendable static func feeds(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        [
            IsolationProbe("all", call, "?epoch=1&after=0&mark=\(zeros)&limit=1000", 200),
            IsolationProbe(
                "at the start",
                call,
                "?epoch=1&after=0&mark=\(zeros)&snapshot=1",
                410,
                "resync"
            ),
            IsolationProbe("amiss", call, "?epoch=x", 422, "bad-parameter"),
            // How long the log is cannot be found out by guessing.
            IsolationProbe(
                "a place that is there",
                call,
                "?epoch=1&after=\(town.head.seq)&mark=\(zeros)",
                409,
                "other-history",
                twin: "place"
            ),
            IsolationProbe(
                "a place that is not there",
                call,
                "?epoch=1&after=\(town.head.seq + 1000)&mark=\(zeros)",
                409,
                "other-history",
                twin: "place"
            ),
        ]
    }

    @Sendable static func states(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        // Which site is asked about is no matter of the question: a site asks about its own.
        let others = IsolationCaller.allCases.compactMap { town.sites[$0]?.ops.id }
        return (others + [IsolationTown.unknown]).map { site in
            let op: JSONValue = [
                "incarnation": 1, "seq": 1, "site": .string(site.description),
            ]
            return IsolationProbe(
                "as if of \(site)",
                call,
                body: JSONValue.object([.init("ops", [op])]).canonical,
                200,
                twin: "site"
            )
        }
    }

    /// Whoever reads an entry may ask for its place; to others it is like one that is not there.
    @Sendable static func inclusions(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let count = town.head.seq
        let asked = (1...count + 1).map { seq in
            let question = "?hubSeq=\(seq)&count=\(count)"
            return town.seen[caller]?.contains(seq) ?? false
                ? IsolationProbe("entry \(seq)", call, question, 200)
                : IsolationProbe("entry \(seq)", call, question, 404, "not-found", twin: "entry")
        }
        return asked + [
            IsolationProbe("amiss", call, "?hubSeq=0&count=1", 422, "bad-parameter"),
            IsolationProbe("beyond", call, "?hubSeq=1&count=\(count + 1)", 404, "not-found"),
        ]
    }

    @Sendable static func ranges(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let place = "?epoch=1&after=\(town.head.seq)&mark=\(town.head.mark.hex)"
        let own = IsolationTown.instrument[caller] ?? IsolationTown.unknown
        let ownCode = town.sites[caller]?.ops.organisation ?? ""
        let codes: [String] = [
            HubStoreFixture.enterprise, HubStoreFixture.stranger, HubStoreFixture.body, "authority",
            "nobody",
        ].filter { $0 != ownCode || !caller.isMember }
        let scopes = codes.map {
            IsolationProbe("of \($0)", call, place + "&scope=\($0)", 403, "other-scope", twin: "of")
        }
        let questions = (town.foreign(for: caller) + [IsolationTown.unknown]).flatMap { id in
            [
                IsolationProbe("under \(id)", call, place + "&prefix=\(id)", 200, twin: "under"),
                IsolationProbe(
                    "entries of \(id)",
                    call,
                    place + "&aggregate=\(id)",
                    404,
                    "not-found",
                    twin: "entries"
                ),
            ]
        }
        return scopes + questions + [
            IsolationProbe("total", call, place, 200),
            IsolationProbe("all parts", call, place + "&prefix=", 200),
            IsolationProbe("own entries", call, place + "&aggregate=\(own)", 200),
        ]
    }
}
