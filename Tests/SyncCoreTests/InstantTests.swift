import SyncCore
import Testing

/// Moments as others may write them: any 64 bits.
struct InstantTests {
    @Test(
        arguments: [
            (0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1), (-1001, -2),
            (Int64.max, Int64.max / 1000), (Int64.min, Int64.min / 1000 - 1),
        ] as [(Int64, Int64)]
    )
    func `seconds round down, whatever the moment`(_ milliseconds: Int64, _ seconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).seconds == seconds)
    }

    @Test(
        arguments: [
            (5, 3, 2), (3, 5, -2), (.max, -1, .max), (.min, 1, .min), (.min, .min, 0),
        ] as [(Int64, Int64, Int64)]
    )
    func `the time between two moments is as much of it as fits`(
        _ later: Int64,
        _ earlier: Int64,
        _ passed: Int64
    ) {
        let (later, earlier) = (Instant(milliseconds: later), Instant(milliseconds: earlier))
        #expect(later.milliseconds(since: earlier) == passed)
    }

    @Test(
        arguments: [
            (5, 3, 8), (.max, 1, .max), (.min, -1, .min), (.max, -1, .max - 1),
        ] as [(Int64, Int64, Int64)]
    )
    func `no moment is later than the last`(_ moment: Int64, _ more: Int64, _ then: Int64) {
        #expect(Instant(milliseconds: moment).adding(milliseconds: more).milliseconds == then)
    }
}
