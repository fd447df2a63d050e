import Testing

@testable import Hub

/// How allowances run out and fill again.
struct TokenBucketTests {
    private static let start = ContinuousClock.now

    private static func after(_ seconds: Double) -> ContinuousClock.Instant {
        start + .seconds(seconds)
    }

    /// When it is asked, and after how many seconds to come back; 0 where it is granted.
    struct Story: Sendable {
        let allowance: Allowance
        let questions: [(moment: Double, wait: Int)]

        init(_ burst: Double, _ perSecond: Double, _ questions: (Double, Int)...) {
            allowance = Allowance(burst: burst, perSecond: perSecond)
            self.questions = questions.map { (moment: $0.0, wait: $0.1) }
        }
    }

    static let stories = [
        Story(2, 1, (0, 0), (0, 0), (0, 1), (0.5, 1), (1, 0), (1, 1), (60, 0), (60, 0), (60, 1)),
        Story(1, 0.1, (0, 0), (0, 10), (5, 5), (9.99, 1), (10.01, 0), (10.01, 10)),
        Story(3, 2, (0, 0), (0, 0), (0, 0), (0, 1), (0.5, 0), (0.5, 1)),
        // A clock that goes back gives nothing and takes nothing.
        Story(1, 1, (10, 0), (5, 1), (10, 1), (11, 0)),
    ]

    @Test(arguments: stories) func `one is granted as often as the allowance says`(story: Story) {
        var bucket = TokenBucket(story.allowance, at: Self.start)
        for (number, question) in story.questions.enumerated() {
            let wait = bucket.take(at: Self.after(question.moment))
            #expect(wait ?? 0 == question.wait, "question \(number) of \(story)")
        }
    }

    @Test func `everybody has an allowance of his own, and to look costs nothing`() {
        var buckets = TokenBuckets<Int>(Allowance(burst: 1, perSecond: 0.001), at: Self.start)
        #expect(buckets.look(1, at: Self.start) == nil)
        #expect(buckets.take(1, at: Self.start) == nil)
        #expect(buckets.look(1, at: Self.start) == 1000)
        #expect(buckets.take(1, at: Self.start) == 1000)
        #expect(buckets.take(2, at: Self.start) == nil, "another has its own")
    }

    @Test func `whoever has not asked for long is forgotten, and there is an end to who is kept`() {
        typealias Buckets = TokenBuckets<Int>
        let allowance = Allowance(burst: 2, perSecond: 1)
        var buckets = Buckets(allowance, at: Self.start)
        for key in 0..<1000 { _ = buckets.take(key, at: Self.start) }
        #expect(buckets.count == 1000)
        _ = buckets.take(1000, at: Self.after(10))
        #expect(buckets.count == 1)
        for key in 0..<Buckets.most + 10 { _ = buckets.take(key, at: Self.after(10)) }
        #expect(buckets.count == Buckets.most)
        // The newcomers share one allowance.
        #expect(buckets.take(-1, at: Self.after(10)) != nil)
        // Those who have not asked since make room.
        #expect(buckets.take(-2, at: Self.after(20)) == nil)
        #expect(buckets.count == 1)
    }
}
