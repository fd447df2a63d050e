import Testing

@testable import Hub

/// Who keeps up with the pace that a server asks for, by a clock of the test.
struct ConnectionPaceTests {
    private static let start = ContinuousClock.now

    private static func after(_ seconds: Int64) -> ContinuousClock.Instant {
        start + .seconds(seconds)
    }

    /// Something that happens on a connection.
    enum Event: Sendable {
        case bytes(Int), head, body(Int), end, answered, siteSpeaks
        case sending(Int), taken(Int)
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let label: String
        let events: [(Int64, Event)]
        /// The first second at which the client is late; `nil` where it never is.
        let late: Int64?
        var testDescription: String { label }

        init(_ label: String, _ events: [(Int64, Event)], late: Int64?) {
            self.label = label
            self.events = events
            self.late = late
        }
    }

    /// The same every second, or every other one.
    private static func each(
        _ seconds: ClosedRange<Int64>,
        by step: Int = 1,
        _ events: Event...
    ) -> [(Int64, Event)] {
        stride(from: seconds.lowerBound, through: seconds.upperBound, by: step).flatMap { second in
            events.map { (second, $0) }
        }
    }

    private static let request: [(Int64, Event)] = [(1, .bytes(200)), (1, .head), (1, .end)]

    static let stories = [
        Story("silent from the start", [], late: 21),
        Story("a handshake and nothing more", [(1, .bytes(500)), (2, .bytes(300))], late: 21),
        Story("a head drop by drop", each(0...40, .bytes(1)), late: 21),
        Story(
            "a body drop by drop",
            each(1...1, .head) + each(1...39, by: 2, .bytes(1), .body(1)),
            late: 22
        ),
        Story("a body that stops", [(1, .head), (2, .body(40 * 1024))], late: 32),
        Story(
            "a body on a slow line",
            each(1...1, .head) + each(1...60, .body(8 * 1024)) + each(61...61, .end),
            late: nil
        ),
        Story(
            "a body without an end",
            each(0...0, .head) + each(1...400, .body(1 << 20)),
            late: 301
        ),
        Story("a request that is worked on", request, late: nil),
        Story("a stranger who says no more", request + [(2, .answered)], late: 23),
        Story(
            "a site that says no more",
            request + [(1, .siteSpeaks), (2, .answered)],
            late: 78
        ),
        Story(
            "a site whose next head comes drop by drop",
            request + each(1...1, .siteSpeaks) + each(2...2, .answered) + each(30...60, .bytes(1)),
            late: 51
        ),
        Story(
            "an answer before the body has come",
            [(0, .head), (1, .body(10)), (2, .answered), (3, .body(9))],
            late: 5
        ),
        Story(
            "an answer before the body has come, which then comes",
            [(0, .head), (2, .answered), (3, .siteSpeaks), (3, .end)],
            late: 78
        ),
        Story(
            "an answer that nobody takes",
            request + [(2, .sending(1 << 20)), (2, .answered), (10, .siteSpeaks)],
            late: 23
        ),
        Story(
            "an answer that is taken slowly",
            request + each(2...2, .sending(400 * 1024)) + each(3...42, .taken(10 * 1024)),
            late: nil
        ),
        Story(
            "a second request behind one that is worked on",
            request + [(5, .bytes(20))],
            late: nil
        ),
    ]

    @Test(arguments: stories) func `who does not keep up is late at the right second`(story: Story)
    {
        var pace = ConnectionPace(HubLimits(), at: Self.start)
        var rest = story.events[...]
        var late: Int64?
        for second in 0...500 where late == nil {
            while let (moment, event) = rest.first, moment == second {
                apply(event, to: &pace, at: Self.after(moment))
                rest = rest.dropFirst()
            }
            if pace.isLate(at: Self.after(Int64(second))) { late = Int64(second) }
        }
        #expect(late == story.late)
    }

    private func apply(
        _ event: Event,
        to pace: inout ConnectionPace,
        at now: ContinuousClock.Instant
    ) {
        switch event {
        case .bytes(let count): pace.received(count, at: now)
        case .head: pace.headCame(at: now)
        case .body(let count): pace.bodyCame(count)
        case .end: pace.requestEnded()
        case .answered: pace.answered(at: now)
        case .siteSpeaks: pace.isOfSite = true
        case .sending(let count): pace.sending(count, at: now)
        case .taken(let count): pace.taken(count)
        }
    }

    @Test func `a head without an end is too long, a body is not`() {
        var pace = ConnectionPace(HubLimits(), at: Self.start)
        pace.received(60 * 1024, at: Self.start)
        #expect(!pace.isHeadTooLong)
        pace.received(10 * 1024, at: Self.start)
        #expect(pace.isHeadTooLong)
        pace.headCame(at: Self.start)
        pace.received(1 << 20, at: Self.start)
        #expect(!pace.isHeadTooLong)
    }
}
