import SyncCore
import TestSupport
import Testing

struct RecordIDTests {
    private let noon = Instant(milliseconds: 1_800_000_000_000)

    @Test func `an id is a UUID of version 7 that begins with its time`() {
        var generator = RecordIDGenerator()
        var random = SeededGenerator(seed: 7)
        let id = generator.next(at: noon, using: &random).description
        let digits = id.filter { $0 != "-" }
        #expect(RecordID(id)?.description == id)
        #expect(Int64(digits.prefix(12), radix: 16) == noon.milliseconds)
        #expect("89ab".contains(digits[digits.index(digits.startIndex, offsetBy: 16)]))
    }

    @Test func `ids sort by their making, also when the clock stands still or goes back`() {
        var generator = RecordIDGenerator()
        var random = SeededGenerator(seed: 8)
        let moments = [0, 0, 5, -1000, -1000, 6, 5] + Array(repeating: 6, count: 10_000)
        let ids = moments.map { offset in
            let moment = Instant(milliseconds: noon.milliseconds + Int64(offset))
            return generator.next(at: moment, using: &random)
        }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: [
        "", "01a207d7-a25f-4bb9-91fe-72222bb8f5b9", "01a207d7a25f7bb991fe72222bb8f5b9",
        "01a207d7-a25f-7bb9-91fe-72222bb8f5bg", "01a207d7-a25f-7bb9-91fe-72222bb8f5b",
    ])
    func `what is no UUID of version 7 is refused`(_ text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test func `an id in upper case is the same id`() {
        let upper = "01A207D7-A25F-7BB9-91FE-72222BB8F5B9"
        #expect(RecordID(upper)?.description == upper.lowercased())
    }
}

struct HybridTimeTests {
    @Test func `stamps never go back, whatever the clock does`() {
        var stamp = HybridTime(bits: 0)
        for milliseconds: Int64 in [1000, 1000, 999, -5, 2000, .max, 3000] {
            let next = stamp.next(at: Instant(milliseconds: milliseconds))
            #expect(stamp < next)
            stamp = next
        }
    }

    @Test func `a stamp is sixteen digits and reads back`() {
        let stamp = HybridTime(bits: 0).next(at: Instant(milliseconds: 1_800_000_000_000))
        #expect(stamp.description.utf8.count == 16)
        #expect(HybridTime(stamp.description) == stamp)
        #expect(stamp.instant.milliseconds == 1_800_000_000_000)
        #expect(HybridTime("12") == nil)
    }
}
