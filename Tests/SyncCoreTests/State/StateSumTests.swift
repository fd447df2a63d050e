import Signing
import SyncCore
import TestSupport
import Testing

/// What records come to, and how a difference is found.
struct StateSumTests {
    private static func id(_ number: Int) -> RecordID {
        let digits = String(number, radix: 16)
        let zeros = String(repeating: "0", count: 12 - digits.count)
        return RecordID(trusted: "019ab000-0000-7000-8000-" + zeros + digits)
    }

    private static func record(_ number: Int, name: String = "电子秤") -> CanonicalRecord {
        CanonicalRecord(
            kind: .instrument,
            id: id(number),
            instrument: nil,
            values: ["name": name, "serial": "\(number)"]
        )
    }

    @Test func `a sum is the first half of the digest of each line, added up`() throws {
        let summer = StateSummer()
        let sums = (0..<50).map { summer.sum(of: Self.record($0)) }
        let alone = try #require(sums.first)
        #expect(alone.bytes == Array(SHA256().digest(Self.record(0).line).prefix(16)))
        var generator = SeededGenerator(seed: 7)
        let total = sums.reduce(.zero, +)
        #expect(sums.shuffled(using: &generator).reduce(.zero, +) == total)
        #expect(total.records == 50)
        #expect(total - alone + alone == total)
        #expect(StateSum(json: .object(total.members)) == total)
        #expect(summer.sum(of: Self.record(0, name: "电子称")) != alone)
    }

    @Test func `carries go through all sixteen bytes and out at the top`() throws {
        let most = try #require(
            StateSum(records: 1, bytes: [UInt8](repeating: 255, count: 16))
        )
        let one = try #require(
            StateSum(records: 1, bytes: [UInt8](repeating: 0, count: 15) + [1])
        )
        #expect((most + one).bytes == [UInt8](repeating: 0, count: 16))
        #expect((most + one).records == 2)
        #expect(StateSum(records: 1, bytes: [1]) == nil)
    }

    // MARK: Parts

    /// A hub with these aggregates, by the rules of the store.
    private func parts(_ aggregates: [RecordID: StateSum], under prefix: String) -> [StateRange] {
        let ids = aggregates.keys.sorted().filter { $0.description.hasPrefix(prefix) }
        guard let first = ids.first, let last = ids.last else { return [] }
        var parting = StateParting(first: first, last: last)
        for id in ids { parting.add(id, aggregates[id] ?? .zero) }
        return parting.parts
    }

    private func differences(
        _ site: [RecordID: StateSum],
        _ hub: [RecordID: StateSum]
    ) throws -> (found: [RecordID: StateSum], asked: Int) {
        var search = StateSearch(StateIndex(site))
        var asked = 0
        while let prefix = search.next {
            asked += 1
            let isTaken = search.take(parts(hub, under: prefix))
            try #require(isTaken, "\(prefix)")
        }
        return (search.found, asked)
    }

    @Test func `few aggregates are listed, many are parted in at most seventeen`() {
        let summer = StateSummer()
        for count in [1, 2, 64, 65, 300, 5000] {
            var all: [RecordID: StateSum] = [:]
            for number in 0..<count { all[Self.id(number)] = summer.sum(of: Self.record(number)) }
            let parts = parts(all, under: "")
            let isListed = parts.allSatisfy { $0.aggregate != nil }
            #expect(isListed == (count <= StateParting.listMax), "\(count)")
            #expect(isListed || parts.count <= 17, "\(count)")
            #expect(parts.map(\.sum).reduce(.zero, +) == all.values.reduce(.zero, +))
            #expect(StateIndex(all).total == all.values.reduce(.zero, +))
        }
    }

    @Test(arguments: [1, 2, 3, 20_261_129, UInt64.random(in: 0 ... .max)])
    func `a search finds exactly what differs`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let summer = StateSummer()
        for size in [0, 1, 5, 70, 2000] {
            var hub: [RecordID: StateSum] = [:]
            var ids = RecordIDGenerator()
            var now: Int64 = 1_795_420_800_000
            for number in 0..<size {
                now += Int64.random(in: 0...40, using: &generator)
                let id = ids.next(at: Instant(milliseconds: now), using: &generator)
                hub[id] = summer.sum(of: Self.record(number))
            }
            var site = hub
            var wanted: [RecordID: StateSum] = [:]
            let other = summer.sum(of: Self.record(-1, name: "另一台"))
            for id in hub.keys.sorted().shuffled(using: &generator).prefix(size / 3 % 9) {
                site[id] = Bool.random(using: &generator) ? nil : other
                wanted[id] = hub[id]
            }
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let id = ids.next(at: Instant(milliseconds: now), using: &generator)
                site[id] = other
                wanted[id] = .zero
            }
            // A row whose id somebody has cut or made longer is in nobody's range.
            if let id = hub.keys.min() {
                for text in [String(id.description.prefix(20)), id.description + "x"] {
                    site[RecordID(trusted: text)] = other
                    wanted[RecordID(trusted: text)] = .zero
                }
                wanted[id] = wanted[id] ?? hub[id]
            }
            let (found, asked) = try differences(site, hub)
            #expect(found == wanted, "seed \(seed), size \(size)")
            #expect(asked <= 1 + wanted.count * 20, "seed \(seed), size \(size)")
        }
    }

    @Test func `parts of another range end a search`() {
        let site = [Self.id(1): StateSummer().sum(of: Self.record(1))]
        for prefix in ["", "ff", Self.id(1).description + "0"] {
            var search = StateSearch(StateIndex(site))
            let isTaken = search.take([StateRange(prefix: prefix, sum: .zero)])
            #expect(isTaken == (prefix == "ff"), "\(prefix)")
        }
        var search = StateSearch(StateIndex(site))
        let taken = ["019", "01"].map { search.take([StateRange(prefix: $0, sum: .zero)]) }
        #expect(taken == [true, false])
    }
}
