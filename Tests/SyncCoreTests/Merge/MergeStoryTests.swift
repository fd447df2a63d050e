import SyncCore
import TestSupport
import Testing

/// Named orders in which several write about one instrument.
struct MergeStoryTests {
    private typealias Fixture = MergeFixture

    @Test(arguments: EditOrder.seven + [EditOrder.settled])
    func `the seven orders of edit and processing`(_ order: EditOrder) {
        var story = EditStory()
        for step in order.steps { story.take(step) }
        let claims = story.log.record(Fixture.instrument)?.claims(on: "location") ?? []
        #expect(claims.compactMap(\.value) == order.claims)
        let last = story.log.outcomes.last?.first
        #expect((last?.outcome == .needsHuman) == order.needsPerson)
        #expect((last?.rule == .seen) == (order.sentence == EditOrder.settled.sentence))
    }

    /// One of the three writes after those whom he may have known.
    struct Turn: CustomTestStringConvertible, Sendable {
        let order: [Party]
        /// How many of those before him the second and the third had read.
        let read: [Int]

        var testDescription: String {
            zip(order, read).map { "\($0.rawValue) after \($1)" }.joined(separator: ", ")
        }

        /// The place of a party among the three.
        func place(of party: Party) -> Int { order.firstIndex(of: party) ?? 0 }

        func knows(_ one: Party, _ other: Party) -> Bool { read[place(of: one)] > place(of: other) }
    }

    static let turns: [Turn] = Party.allCases.orders.flatMap { order in
        (0...1).flatMap { second in
            (0...2).map { Turn(order: order, read: [0, second, $0]) }
        }
    }

    @Test(arguments: turns)
    func `all orders of three parties writing one instrument, and who knew whom`(_ turn: Turn) {
        var log = Fixture.applied()
        let words: [Party: String] = [
            .userUnit: "单位", .verificationBody: "机构", .authority: "部门",
        ]
        let states: [Party: String] = [
            .userUnit: "standby", .verificationBody: "repairing", .authority: "stopped",
        ]
        for (index, party) in turn.order.enumerated() {
            let word = words[party]
            log.apply(
                Fixture.draft(
                    party,
                    site: 20 + index,
                    time: UInt64(1000 + index),
                    base: Int64(2 + turn.read[index]),
                    Fixture.instrument(["model": word, "location": word, "status": states[party]])
                )
            )
        }
        let record = log.record(Fixture.instrument)
        func claims(_ field: String) -> [String] {
            record?.claims(on: field).compactMap(\.value) ?? []
        }
        // The nameplate is the body's. The others only propose: the authority's word hides the unit's
        // where it had read it, never the other way round.
        let proposals =
            turn.knows(.verificationBody, .authority) ? [] : ["部门"]
        let isUnitKept =
            !turn.knows(.verificationBody, .userUnit) && !turn.knows(.authority, .userUnit)
        #expect(claims("model") == ["机构"] + proposals + (isUnitKept ? ["单位"] : []))
        // The place is the unit's; the body may change it, having read it; the authority has no word.
        let places: [String] =
            turn.knows(.verificationBody, .userUnit)
            ? ["机构"] : turn.knows(.userUnit, .verificationBody) ? ["单位"] : ["单位", "机构"]
        #expect(claims("location") == places)
        // The state is the authority's, against who did not know it, and the last one's otherwise.
        let isUnitLast = turn.knows(.userUnit, .authority)
        #expect(claims("status") == [isUnitLast ? "standby" : "stopped"])
    }
}

/// Two sites of one user unit and a hub, as numbers: what each has written, sent and read.
private struct EditStory {
    var log = MergeFixture()
    private var end: Int64 = 1
    private var read: Int64 = 1
    private var waiting: [MergeFixture.Draft] = []
    private var sent: [MergeFixture.Draft] = []
    private var minute: UInt64 = 1000
    private var next: Int64 = 1

    mutating func take(_ step: EditOrder.Step) {
        minute += 1
        switch step {
        case .edit: write("甲")
        case .editAgain: write("丙")
        case .send:
            sent = waiting
            waiting = []
        case .store:
            for draft in sent { store(draft) }
            sent = []
        case .other: store(draft(site: 3, 1, base: 1, "乙"))
        case .otherReadsAndEdits: store(draft(site: 3, 1, base: end, "乙"))
        case .pull: read = end
        }
    }

    private mutating func write(_ value: String) {
        waiting.append(draft(site: 2, next, base: read, value))
        next += 1
    }

    private mutating func store(_ draft: MergeFixture.Draft) {
        log.apply(draft)
        end += 1
    }

    private func draft(
        site: Int,
        _ seq: Int64,
        base: Int64,
        _ value: String
    ) -> MergeFixture.Draft {
        MergeFixture.draft(
            .userUnit,
            site: site,
            seq: seq,
            time: minute,
            base: base,
            MergeFixture.instrument(["location": value])
        )
    }
}
